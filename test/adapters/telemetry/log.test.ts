import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/adapters/telemetry/log.ts';

const said = (log: (to: ReturnType<typeof createLog>) => void): string[] => {
  const lines: string[] = [];
  log(createLog('trace', { write: (line: string) => void lines.push(line) }));
  return lines;
};
const whole = (text: string) => text.toWellFormed();
const injected = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\n',
        '\r\n',
        '"}\n{"level":"fatal","msg":"forged"}',
        '\u001b[31m',
        '\u009b2J',
        '\u202e',
        '\u2028',
        '\0',
      ),
      fc.constantFrom('\u200b', '\u{e0041}', '\\u000a', '\ud800', '"', '\\', 'a'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('a line of the log', () => {
  it('stays one line in which nothing hides or is obeyed by a terminal, whatever text is in it, and says that text', () => {
    fc.assert(
      fc.property(injected, injected, (title, message) => {
        const lines = said((log) => {
          log.child({ subject: title }).warn({ title, err: new Error(title) }, message);
        });
        expect(lines).toHaveLength(1);
        const [line = ''] = lines;
        expect(line).toMatch(/^[^\n]*\n$/);
        expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        const told = JSON.parse(line);
        expect([told.level, told.title, told.msg].map(whole)).toEqual(['warn', title, message].map(whole));
      }),
      { numRuns: 500 },
    );
  });
});
