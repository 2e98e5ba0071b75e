import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { code } from '../../src/model/markdown.ts';

const markdown = new MarkdownIt({ html: true, linkify: true });

/** The texts of all code spans, and all text outside them, as Markdown reads it. */
function read(text: string): { spans: string[]; outside: string } {
  const inline = markdown.parse(text, {}).flatMap(({ children }) => children ?? []);
  return {
    spans: inline.filter(({ type }) => type === 'code_inline').map(({ content }) => content),
    outside: inline
      .filter(({ type }) => type !== 'code_inline')
      .map(({ type, content }) => (type === 'text' ? content : `<${type}>`))
      .join(''),
  };
}

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '`',
        '``',
        '```',
        '|',
        '\\',
        '\n',
        '\r\n',
        '\n\n',
        ' ',
        '@acme/all',
        '#12',
        '<b>',
        '-->',
        '\u202E',
        '\0',
        '*',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

describe("a person's text as a code span", () => {
  it.each([
    ['services/auth/token.ts', '`services/auth/token.ts`'],
    ['a `b` c', '``a `b` c``'],
    ['`a`', '`` `a` ``'],
    ['```', '```` ``` ````'],
    ['two\nlines\tand more', '`two lines and more`'],
    ['a|b', '`a¦b`'],
    ['left\u202Eright\u0007', '`left right`'],
    ['', '` `'],
    ['x'.repeat(130), `\`${'x'.repeat(119)}…\``],
  ])('%j is written %s', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it.each([
    { place: 'a paragraph', put: (span: string) => `before ${span} after`, outside: 'before  after' },
    { place: 'a list', put: (span: string) => `- before ${span} after`, outside: 'before  after' },
    {
      place: "a table's cell",
      put: (span: string) => `| a | b |\n|---|---|\n| before ${span} | after |`,
      outside: 'abbefore after',
    },
  ])('never gets out of it in $place', ({ put, outside }) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const seen = read(put(code(text)));
        expect(seen.spans).toHaveLength(1);
        expect(seen.outside).toBe(outside);
        expect(code(text).length).toBeLessThan(400);
      }),
      { numRuns: 400 },
    );
  });
});
