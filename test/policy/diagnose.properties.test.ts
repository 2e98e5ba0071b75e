import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { read } from '../../src/policy/diagnose.ts';
import { Policy } from '../../src/policy/schema.ts';

const fuller = readFileSync(join(import.meta.dirname, 'examples/fuller.yml'), 'utf8');

/** Pieces that mean something in YAML, and a few that should not. */
const piece = fc.constantFrom(
  ...['{', '}', '[', ']', ':', '- ', '? ', '&a ', '*a', '!!set ', '|\n', '>\n', '"', "'", '#', '%', '@', '`', '<<: *a'],
  ...[
    '\n',
    '\n  ',
    '\t',
    '\r',
    '---\n',
    '...\n',
    '\uFEFF',
    '\u202E',
    '\0',
    '__proto__: ',
    'version: 1\n',
    'security: ',
  ],
);
const soup = fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 400 }).map((parts) => parts.join(''));

/** The full example with a stretch of it replaced. */
const mutated = fc
  .tuple(fc.nat(fuller.length), fc.nat(40), fc.array(piece, { maxLength: 4 }))
  .map(([at, length, parts]) => fuller.slice(0, at) + parts.join('') + fuller.slice(at + length));

/** Either a configuration that stands, or problems at places that are in the text, in order, on one line each. */
function holds(text: string): void {
  const start = performance.now();
  const { value, problems } = read(text, 'truenorth.yml');
  expect(performance.now() - start).toBeLessThan(2_000);
  if (value !== undefined) {
    expect(problems).toEqual([]);
    expect(Policy.safeParse(value).success).toBe(true);
    return;
  }
  expect(problems.length).toBeGreaterThan(0);
  const lines = text.split('\n').length;
  for (const [i, { line, column, message, fix }] of problems.entries()) {
    const before = problems[i - 1];
    expect(line).toBeGreaterThanOrEqual(before?.line ?? 1);
    expect(line).toBeLessThanOrEqual(lines);
    expect(column).toBeGreaterThanOrEqual(before?.line === line ? before.column : 1);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there is none is what is promised
    expect(`${message} ${fix}`).not.toMatch(/[\u0000-\u001F\u202E]/);
  }
}

describe('reading a configuration', () => {
  it('never throws and soon ends, whatever the text', () => {
    fc.assert(fc.property(soup, holds), { numRuns: 300 });
  });

  it('never throws and soon ends on a file in the making', () => {
    fc.assert(fc.property(mutated, holds), { numRuns: 300 });
  });
});
