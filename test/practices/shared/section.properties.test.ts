import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findSection, outcomeLine, outlineOf } from '../../../src/practices/shared/section.ts';

const find = (markdown: string, templates: readonly string[] = []) =>
  findSection(outlineOf(markdown), ['Threat model'], templates, 5);

/** Text made of what Markdown gives a meaning to, in any disorder. */
const SOUP = [
  '#',
  '## Threat model',
  '**',
  '__',
  '`',
  '```',
  '> ',
  '- ',
  '- [ ] ',
  '1. ',
  '<!--',
  '-->',
  '<details>',
  '</details>',
  '<summary>',
];
const MORE = [
  '</summary>',
  '<a b="',
  '">',
  '[',
  '](',
  ')',
  '![',
  '|',
  '|-|',
  '---',
  '\n',
  '\r\n',
  '\n\n',
  '    ',
  '\t',
  '\\',
  '&#0;',
  'a',
  'Outcome: ',
  '\uFDD0',
];
const soup = fc.array(fc.constantFrom(...SOUP, ...MORE), { maxLength: 60 }).map((parts) => parts.join(''));
const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), soup);
const word = fc.stringMatching(/^[a-z]{2,9}$/);
const sentence = fc.array(word, { minLength: 8, maxLength: 14 }).map((words) => words.join(' '));
const section = fc.tuple(word, sentence).map(([title, text]) => `## Q${title}\n\n${text}\n\n`);
const sections = fc.array(section, { maxLength: 5 }).map((parts) => parts.join(''));

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: 300 });

describe('whatever people write', () => {
  test('a section is told, and told again the same', () =>
    fc.assert(
      fc.property(anything, anything, (markdown, template) => {
        const told = find(markdown, [template]);
        expect(told).toEqual(find(markdown, [template]));
        expect(outcomeLine(outlineOf(markdown))).toEqual(outcomeLine(outlineOf(markdown)));
      }),
    ));

  test('line ends make no difference', () =>
    fc.assert(
      fc.property(soup, (text) => {
        const lines = text.replaceAll('\r', '');
        expect(outlineOf(lines.replaceAll('\n', '\r\n'))).toEqual(outlineOf(lines));
      }),
    ));

  test('every section covers lines that are there, in order', () =>
    fc.assert(
      fc.property(anything, (markdown) => {
        const { lines, starts } = outlineOf(markdown);
        for (const { from, to } of starts) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(lines.length);
        }
        const last = markdown.split(/\r\n?|\n/).length;
        for (const { line, text } of lines) expect(text !== '' && line >= 1 && line <= last).toBe(true);
      }),
    ));

  test('a description is no answer to itself as a template', () =>
    fc.assert(
      fc.property(soup, sentence, (text, answer) => {
        const untouched = `${text}\n\n## Threat model\n\n${answer}\n`.replaceAll('[x]', '');
        expect(['good', 'not-applicable-because']).not.toContain(find(untouched, [untouched]).state);
      }),
    ));
});

test('a good section stays good, whatever other sections are around it', () =>
  fc.assert(
    fc.property(sections, sentence, sections, (before, answer, after) => {
      expect(find(`${before}## Threat model\n\n${answer}\n\n${after}`).state).toBe('good');
    }),
  ));

test('an answer in a comment is none', () =>
  fc.assert(
    fc.property(sentence, sections, (answer, after) => {
      expect(find(`## Threat model\n\n<!-- ${answer} -->\n\n${after}`).state).toBe('empty');
      expect(find(`<!--\n## Threat model\n\n${answer}\n-->\n\n${after}`).state).toBe('missing');
    }),
  ));

test('lines of the template, in whatever order and number, are never an answer', () => {
  const template = fc.array(sentence, { minLength: 1, maxLength: 8 });
  const taken = template.chain((lines) =>
    fc.tuple(fc.constant(lines), fc.array(fc.constantFrom(...lines), { maxLength: 8 })),
  );
  fc.assert(
    fc.property(taken, ([lines, answer]) => {
      const text = `## Threat model\n\n${lines.join('\n')}`;
      expect(['empty', 'unchanged template']).toContain(
        find(`## Threat model\n\n${answer.join('\n\n')}`, [text]).state,
      );
    }),
  );
});
