import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appended } from '../../../src/practices/shared/append.ts';
import { findSection, outlineOf } from '../../../src/practices/shared/section.ts';

const BLOCK = '## Threat model\n\n<!-- What could an attacker do? -->\n';

describe('sections added at the end of a description', () => {
  it.each<[string, string]>([
    ['', ''],
    ['\n', ''],
    ['Moves a token.\r\n\r\n', 'Moves a token.\n\n'],
    ['```\nlog', '```\nlog\n```\n\n'],
    ['~~~~ts\n```\nlog', '~~~~ts\n```\nlog\n~~~~\n\n'],
    ['```\nlog\n```', '```\nlog\n```\n\n'],
    ['- a\n  ```\n  log', '- a\n  ```\n  log\n\n'],
    ['> ```\n> log', '> ```\n> log\n\n'],
    ['<!-- describe', '<!-- describe\n-->\n\n'],
    ['<!-- ```\n', '<!-- ```\n-->\n\n'],
    ['<pre>\nlog', '<pre>\nlog\n</pre>\n\n'],
    ['<script>a', '<script>a\n</script>\n\n'],
    ['<details>\n\nlog', '<details>\n\nlog\n\n'],
  ])('after %j begin where they are seen', (description, before) => {
    expect(appended(description, BLOCK)).toBe(`${before}${BLOCK}`);
  });

  it('are always seen, where there is a way', () => {
    const piece = fc.constantFrom(
      'a',
      '\n',
      '\n\n',
      '```',
      '~~~',
      '<!--',
      '-->',
      '<pre>',
      '</pre>',
      '- ',
      '> ',
      '    ',
      '`',
      '<a href="',
      '<style>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = appended(pieces.join(''), BLOCK);
        if (text !== undefined) expect(findSection(outlineOf(text), ['Threat model'], [], 1).state).toBe('empty');
      }),
    );
  });
});
