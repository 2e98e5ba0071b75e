import { describe, expect, test } from 'vitest';
import { findSection, outlineOf } from '../../../src/practices/shared/section.ts';

const HEADINGS = ['Threat model', 'Security considerations'];
const ANSWER = 'A stolen cookie could be replayed, so sessions end after a day.';
const MIN_WORDS = 5;

type Story = [name: string, markdown: string, state: string];

const find = (markdown: string, templates: readonly string[] = [], minWords = MIN_WORDS) =>
  findSection(outlineOf(markdown), HEADINGS, templates, minWords);

const tells = (stories: Story[]) =>
  test.each(stories)('%s', (_, markdown, state) => expect(find(markdown).state).toBe(state));

describe('the content is', () => {
  tells([
    ['missing where there is no section', ANSWER, 'missing'],
    ['empty', '## Threat model\n\n', 'empty'],
    ['empty where only a comment stands', '## Threat model\n<!-- Who could attack this, and how? -->', 'empty'],
    ['empty where only other headings stand', '## Threat model\n### Attackers\n**Assets**\n#### Mitigations', 'empty'],
    ['empty where only unticked tasks stand', `## Threat model\n- [ ] ${ANSWER}\n  more of it`, 'empty'],
    ['empty where a link is defined', `## Threat model\n\n[a]: /b "${ANSWER}"`, 'empty'],
    ['an answer in a ticked task', `## Threat model\n- [x] ${ANSWER}\n- [ ] Not this`, 'good'],
    ['an answer in a ticked task below one that is not', `## Threat model\n- [ ] No\n  - [X] ${ANSWER}`, 'good'],
    [
      'an answer in a table',
      `## Threat model\n| Who | How |\n|---|---|\n| A thief | replays a stolen cookie |`,
      'good',
    ],
    [
      'an answer in a table with a rule below',
      `## Threat model\n| Who | How |\n|---|---|\n| A thief | replays a cookie |\n---`,
      'good',
    ],
    ['an answer in code', `## Threat model\n\`\`\`\n${ANSWER}\n\`\`\``, 'good'],
    ['an answer in a quote', `## Threat model\n> [!NOTE]\n> ${ANSWER}`, 'good'],
    ['an answer in a list', `## Threat model\n- a thief\n- replays the stolen cookie`, 'good'],
    ['an answer in HTML', `## Threat model\n<p>${ANSWER}</p>`, 'good'],
    ['an answer that is one bold sentence', `## Threat model\n**${ANSWER}**`, 'good'],
    ['too short', '## Threat model\nA stolen cookie.', 'too short'],
    [
      'too short where it is in addresses',
      '## Threat model\nhttps://example.org/a-stolen-cookie-is-replayed',
      'too short',
    ],
    ['too short where it is in a title', `## Threat model\n[Here](/x "${ANSWER}")`, 'too short'],
    ['too short where it is in an alternative text', `## Threat model\n![${ANSWER}](x.png)`, 'too short'],
    ['too short where it is in a tag', `## Threat model\nHere<br title="${ANSWER}">`, 'too short'],
    [
      'too short where it is in the label of a link',
      `## Threat model\n[Here][${ANSWER}]\n\n[${ANSWER}]: /x`,
      'too short',
    ],
    ['nothing where a script holds it', `## Threat model\n<script>\n${ANSWER}\n</script>`, 'empty'],
    [
      'nothing where it is invisible',
      `## Threat model\n${'\u200B \u2060 \u3164 &#8203; &nbsp; '.repeat(9)}`,
      'placeholder',
    ],
  ]);

  test.each([
    ['Thai', 'ผู้โจมตีอาจใช้คุกกี้ที่ถูกขโมยซ้ำ ดังนั้นเซสชันจึงสิ้นสุด'],
    ['Japanese', '攻撃者は盗んだクッキーを再利用できるため、セッションは一日で終わる'],
    ['Arabic', 'يمكن للمهاجم إعادة استخدام ملف تعريف الارتباط المسروق'],
    ['Russian', 'Украденный файл можно использовать повторно'],
  ])('an answer in every script: %s', (_, answer) => expect(find(`## Threat model\n${answer}`).state).toBe('good'));

  test('counted in words, with the line where the section starts', () =>
    expect(find(`Some text\r\n\r\n## Threat model\r\n\r\n${ANSWER}`)).toEqual({ state: 'good', line: 3, words: 12 }));

  test('counted in words that are asked for, when there are too few', () =>
    expect(find('## Threat model\nA **stolen** `cookie`.')).toEqual({
      state: 'too short',
      line: 1,
      words: 3,
      asked: 5,
    }));
});

describe('placeholders', () => {
  const PLACEHOLDERS = [
    'TBD',
    'tbd.',
    'TODO',
    'todo.',
    'TODO: TBD',
    'TBD '.repeat(100),
    'N/A',
    'n/a.',
    'NA',
    'N.A.',
    'none',
    'None.',
    'nope',
    '-',
    '–',
    '…',
  ];
  const MORE = [
    '...',
    '?',
    '???',
    'x',
    'WIP',
    'Not applicable',
    '_none_',
    '**TBD**',
    '`N/A`',
    '- TBD',
    '> n/a',
    'N/A 🤷',
    '🚀🚀',
    ':shrug:',
  ];
  const FOREIGN = [
    'Keine',
    'Entfällt.',
    'Aucun',
    'à compléter',
    'Ninguna',
    'não se aplica',
    'nessuno',
    'n.v.t.',
    'нет',
    'なし',
    '无',
    '없음',
  ];
  test.each([...PLACEHOLDERS, ...MORE, ...FOREIGN])('%s answers nothing', (text) => {
    expect(find(`## Threat model\n\n${text}\n`, [], 1).state).toBe('placeholder');
  });
  test.each(['Nothing changes here, none of it', 'TODO lists now need a login to open'])('%s is an answer', (text) => {
    expect(find(`## Threat model\n\n${text}\n`).state).toBe('good');
  });
});

describe('"N/A, because" is met when the reason has the words', () => {
  const reason = 'this only changes the wording of docs';
  test.each([
    'N/A, because ',
    'N/A because ',
    'n/a - ',
    'N/A – ',
    'N/A — ',
    'NA: ',
    'N.A.: ',
    'Not applicable, ',
    '**N/A**, because ',
  ])('%sa reason', (start) =>
    expect(find(`## Threat model\n${start}${reason}`)).toEqual({ state: 'not-applicable-because', line: 1, words: 7 }),
  );
  tells([
    ['on the next line, too', `## Threat model\nN/A\n\nbecause ${reason}`, 'not-applicable-because'],
    ['but not with too short a reason', '## Threat model\nN/A, because docs only', 'too short'],
    ['but not without a reason', '## Threat model\nN/A, because', 'placeholder'],
    ['but not with a placeholder for a reason', '## Threat model\nN/A, because TBD', 'placeholder'],
    ['but not with the reason in a comment', `## Threat model\nN/A, because <!-- ${reason} -->`, 'placeholder'],
  ]);
});

describe('of several sections of one name', () => {
  tells([
    ['one that is good is enough', `## Threat model\nTBD\n## Threat model\n${ANSWER}\n## Threat model\n`, 'good'],
    [
      'the furthest along is told',
      '## Threat model\n## Threat model\nA stolen cookie\n## Threat model\nTBD',
      'too short',
    ],
  ]);
  test('the longest of those that are too short is told', () =>
    expect(find('# Threat model\na\n# Threat model\na cookie\n# Threat model\nb')).toMatchObject({
      line: 3,
      words: 2,
    }));
});

describe('text that stands in a template', () => {
  const TEMPLATE = `## Summary\n\nWhat changes, and why now?\n\n## Threat model\n\nDescribe who could attack this and how you defend against it.
- Spoofing\n- [ ] I asked the security team about this change\n<!-- Think of people who hold a stolen token -->\n`;
  const told = (answer: string) => find(`## Threat model\n\n${answer}`, [TEMPLATE]).state;

  test.each([
    ['unchanged', 'Describe who could attack this and how you defend against it.\n- Spoofing'],
    ['with its tasks', '- Spoofing\n- [ ] I asked the security team about this change'],
    ['with its tasks alone', '- [ ] I asked the security team about this change'],
    ['wrapped elsewhere', 'Describe who could attack\nthis and how you defend\nagainst it.'],
    ['spaced and marked up differently', '> describe  who could **attack** this\u200B and how you defend against it'],
    ['taken out of its comment', 'Think of people who hold a stolen token'],
    ['of another section', 'What changes, and why now?'],
  ])('is no answer: %s', (_, answer) => expect(told(answer)).toBe('unchanged template'));

  test.each([
    ['beside the question', `Describe who could attack this and how you defend against it.\n\n${ANSWER}`, 'good'],
    ['on the line of the question', `Describe who could attack this and how you defend against it. ${ANSWER}`, 'good'],
    [
      'but a word in place of the question mark',
      'Describe who could attack this and how you defend against it. Nobody',
      'too short',
    ],
    ['with words of the template in it', 'Attack by spoofing: describe a token nobody could defend', 'good'],
    ['by ticking its task', '- [x] I asked the security team about this change', 'good'],
    ['TBD below the question', 'Describe who could attack this and how you defend against it.\n\nTBD', 'placeholder'],
  ])('is left out of an answer %s', (_, answer, state) => expect(told(answer)).toBe(state));

  test('is compared with each of several templates', () =>
    expect(
      find('## Threat model\nWho may attack this thing now?', [TEMPLATE, 'Who may attack this thing now?']).state,
    ).toBe('unchanged template'));
});
