import { expect, test } from 'vitest';
import { outcomeLine, outlineOf } from '../../../src/practices/shared/section.ts';

const ids = (markdown: string) => outcomeLine(outlineOf(markdown)).values.map(({ id }) => id);

test.each<[name: string, markdown: string, ids: string[]]>([
  ['a line', 'Outcome: activation', ['activation']],
  ['a line in any case', 'OUTCOME : activation', ['activation']],
  ['a line in the plural', 'Outcomes: activation', ['activation']],
  ['a bold key', '**Outcome:** activation', ['activation']],
  ['a bold key before its colon', '**Outcome**: activation', ['activation']],
  ['a bold line', '**Outcome: activation**', ['activation']],
  ['a heading', '## Outcome: activation', ['activation']],
  ['a point of a list', '- Outcome: activation', ['activation']],
  ['a line within a paragraph', 'Some text\nOutcome: activation\nmore text', ['activation']],
  ['a line inside of details', '<details><summary>More</summary>\nOutcome: activation\n</details>', ['activation']],
  ['several ids', 'Outcome: activation, reliability; trust', ['activation', 'reliability', 'trust']],
  ['several lines', 'Outcome: activation\n\nOutcome: reliability', ['activation', 'reliability']],
  ['ids in backticks, with a full stop', 'Outcome: `activation`, `user_growth`.', ['activation', 'user_growth']],
  ['an id that is a link', 'Outcome: [activation](https://example.org/activation)', ['activation']],
  ['ids under a heading', '## Outcome\n\nactivation, `reliability`', ['activation', 'reliability']],
  [
    'ids in a list under a heading',
    '## 🎯 North Star\n\n- activation\n- reliability\n\n## Next\n\nother',
    ['activation', 'reliability'],
  ],
  ['ids under a bold line', '**Outcomes**\nactivation', ['activation']],
  ['a ticked task', '## Outcome\n- [ ] activation\n- [x] reliability', ['reliability']],
  ['what the rule has to refuse', 'Outcome: make people happy', ['make people happy']],
])('an outcome is declared by %s', (_, markdown, expected) => expect(ids(markdown)).toEqual(expected));

test.each([
  ['code', '```\nOutcome: activation\n```\n\n    Outcome: activation\n\n`Outcome: activation`'],
  ['quotes', '> Outcome: activation'],
  ['comments', '<!-- Outcome: activation -->\n\ntext <!--\nOutcome: activation\n-->'],
  ['tables', '| a |\n|---|\n| Outcome: activation |'],
  ['unticked tasks', '- [ ] Outcome: activation'],
  ['prose under the heading', '## Outcome\n\nPeople can sign in faster than before.'],
  ['the middle of a line', 'The Outcome: activation'],
  ['other words', 'Outcome of it: activation'],
  ['an untouched template', 'Outcome: <id>\n\nOutcome: <!-- which? -->\n\nOutcome:'],
  ['placeholders', 'Outcome: TBD\n\n## Outcome\n\nN/A'],
])('no outcome is declared by %s', (_, markdown) => expect(ids(markdown)).toEqual([]));

test('an id is told with its line', () =>
  expect(outcomeLine(outlineOf('a\r\n\r\nb\r\nOutcome: activation')).values).toEqual([{ id: 'activation', line: 4 }]));

test('ids are bounded in number and length', () => {
  const values = ids(`${'Outcome: a, b\n'.repeat(500)}\nOutcome: ${'c'.repeat(1_000)}`);
  expect(values).toHaveLength(50);
  expect(ids(`Outcome: ${'c'.repeat(1_000)}`)).toEqual(['c'.repeat(100)]);
});
