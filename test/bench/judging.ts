import { fileURLToPath } from 'node:url';
import { findSection, outcomeLine, outlineOf } from '../../src/practices/shared/section.ts';
import { median, type Row, table } from './row.ts';

/** GitHub's limit on a description, in characters. */
const FULL = 65_536;
const RUNS = 5;
const HEADINGS = ['Threat model', 'Security considerations'];
const numbered = (each: (n: number) => string) => (size: number) => {
  let text = '';
  for (let n = 0; text.length < size; n++) text += each(n);
  return text.slice(0, size);
};
const repeated = (part: string) => (size: number) => part.repeat(Math.ceil(size / part.length)).slice(0, size);
const after = (start: string, rest: (size: number) => string) => (size: number) => start + rest(size - start.length);

/** Descriptions that somebody wrote to be slow to judge, by what they are made of. */
const HOSTILE: Record<string, (size: number) => string> = {
  'block quotes': repeated('>'),
  'block quotes, spaced': repeated('> '),
  'block quote on block quote': numbered((n) => `${'>'.repeat((n % 200) + 1)} a\n`),
  'lists in lists': numbered((n) => `${' '.repeat((n * 2) % 400)}- a\n`),
  'lists on one line': repeated('- '),
  'numbered lists on one line': repeated('1. '),
  'list items': repeated('- a\n'),
  'open tasks': after('# Threat model\n', repeated('- [ ] a b c\n')),
  brackets: repeated('['),
  'closed brackets': after('['.repeat(10_000), repeated(']')),
  'brackets and links': repeated('[a](b'),
  'links in links': (size) => '['.repeat(size / 4) + repeated('](b)')(size * 0.75),
  'links with spaces': repeated(`[a](${' '.repeat(5_000)}<`),
  'links with titles': repeated('[a](b "c'),
  'links with bracketed titles': repeated('[a](b ('),
  images: repeated('![['),
  'images in images': (size) => '!['.repeat(size / 5) + repeated('](b)')(size * 0.6),
  'reference links': repeated('[a][b'),
  'reference definitions': numbered((n) => `[${n}]: b\n`),
  'definitions that never end': repeated('[a\n'),
  'definitions with titles': repeated('[a]: b "\n'),
  backticks: repeated('`'),
  'backticks of all lengths': numbered((n) => `${'`'.repeat(n + 1)} `),
  'open code': repeated('`a``'),
  fences: repeated('```\n'),
  'fences in lists': repeated('- ```\n'),
  'table columns': (size) => `${'|a'.repeat(size / 6)}|\n${'|-'.repeat(size / 6)}|\n${repeated('|b')(size / 3)}`,
  'table rows': after('|a|\n|-|\n', repeated('|b|\n')),
  'table filled up': (size) => `${'|a'.repeat(200)}|\n${'|-'.repeat(200)}|\n${repeated('b\n')(size - 804)}`,
  'tables begun': repeated('|a|\n|-\n'),
  comments: repeated('<!--'),
  'comments in a paragraph': after('a ', repeated('<!--')),
  'comments ended': repeated('<!-- a -->'),
  'empty comments': after('a ', repeated('<!-->')),
  details: repeated('<details>'),
  'details on lines': repeated('<details>\n\n'),
  'summaries in details': repeated('<details><summary>Threat model</summary>'),
  'summaries with dots': repeated('<details><summary>Threat model</summary>\n\n.\n\n'),
  'summary without end': after('<details><summary>', repeated('a ')),
  'closed details': repeated('</details>\n\n'),
  tags: repeated('<a '),
  'tags with values': after('x ', repeated('<a b="c" d')),
  'tags with quotes': after('x ', repeated('<a b="')),
  'tags with spaces': after('x ', repeated(`<a${' '.repeat(3_000)}`)),
  'tags with attributes': after('x <a', repeated(' bc')),
  'blocks of tags': repeated('<div x=">\n\n'),
  scripts: repeated('<script>\n\n'),
  instructions: after('a ', repeated('<?')),
  declarations: after('a ', repeated('<!A')),
  cdata: after('a ', repeated('<![CDATA[')),
  autolinks: repeated('<a:b'),
  'mail addresses': after('a ', repeated('<a.')),
  addresses: repeated('https://a'),
  entities: repeated('&amp'),
  'numeric entities': repeated('&#0;'),
  stars: repeated('*'),
  'stars and words': repeated('*a **a '),
  underscores: repeated('_a__'),
  'emphasis ended': repeated('a**b** c* '),
  'bold begun': repeated('**a\n'),
  'bold lines': repeated('**a**\n'),
  'bold lines of stars': repeated('***a**\n'),
  'bold on one line': after('**', repeated('a*')),
  escapes: repeated('\\*'),
  backslashes: repeated('\\'),
  headings: repeated('#\n'),
  'named headings': repeated('# a\n'),
  'wanted headings': repeated('# Threat model\n'),
  'wanted headings by level': numbered((n) => `${'#'.repeat((n % 6) + 1)} Threat model\n`),
  'setext headings': repeated('a\n-\n'),
  'setext heading that never comes': repeated('a\n'),
  'numbered headings': repeated('# 1.1.1.1\n'),
  'heading of numbers': after('# ', repeated('1.')),
  'one long word': after('# Threat model\n', repeated('a')),
  'one long line': after('# Threat model\n', repeated('a ')),
  dots: after('# Threat model\n', repeated('. ')),
  colons: after('# Threat model\n:', repeated('a')),
  emoji: after('# Threat model\n', repeated('👩‍🚀🔒')),
  'zero width': after('# Threat model\n', repeated('\u200B')),
  ligatures: after('# Threat model\n', repeated('\uFDFA')),
  'combining marks': after('# Threat model\na', repeated('\u0301\u0323')),
  Thai: after('# Threat model\n', repeated('การวิเคราะห์ภัยคุกคาม')),
  Burmese: after('# Threat model\n', repeated('ခြိမ်းခြောက်မှု')),
  Chinese: after('# Threat model\n', repeated('威胁模型分析')),
  'lone surrogates': repeated('\uD800a'),
  'control characters': repeated('\0\r\u0001'),
  tabs: repeated('\t'),
  'blank lines': repeated('\n'),
  'outcome lines': repeated('Outcome: a, b\n'),
  'outcome line of commas': after('Outcome: ', repeated(',')),
  'outcome headings': repeated('# Outcome\na\n'),
  'outcome stars': repeated('Outcome * '),
};

/** A description as people write it, about 3 KB, after a template. */
const TEMPLATE = `## What and why\n\n<!-- What changes, and why now? -->\n\nOutcome: <id>\n\n## Threat model\n\nWho could attack this, and how?\n
## Testing\n\n- [ ] Unit tests\n- [ ] Tried by hand\n\n## Rollback\n\nHow is this undone when it goes wrong?\n`;
const PARAGRAPH = `Sessions are kept in the database instead of in memory, so that a restart of \`api\` signs nobody out. See [the
decision](https://example.org/decisions/12 "Decision 12") and #123. The **old cookie** is read for two more weeks, then ignored.\n\n`;
const ORDINARY = `## What and why\n\n${PARAGRAPH.repeat(6)}Outcome: activation\n\n| Before | After |\n|---|---|\n| 3 s | 0.2 s |\n
${'- a point about the change, with a word or two\n'.repeat(12)}\n## Threat model\n\nWho could attack this, and how?\n
An attacker who steals a cookie could use it until it is revoked, so sessions now end after a day.\n
\`\`\`ts\nconst session = await sessions.find(cookie);\n\`\`\`\n\n<details><summary>Logs</summary>\n\n${PARAGRAPH.repeat(2)}</details>\n
## Testing\n\n- [x] Unit tests\n- [ ] Tried by hand\n\n## Rollback\n\nThe flag \`sessions\` is turned off; nothing else is needed.\n`;

function judge(markdown: string, templates: readonly string[]): void {
  // The last outline is remembered; each judging here pays for its own.
  outlineOf('');
  const outline = outlineOf(markdown);
  findSection(outline, HEADINGS, templates, 10);
  outcomeLine(outline);
}

/** This thread's own time, in ms: on a machine that others use, too, the wall clock mostly tells of them. */
function clock(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Milliseconds that judging takes, the middle of some runs; templates are as many new arrays, so each is read anew. */
const milliseconds = (markdown: string, template?: string): number =>
  median(
    Array.from({ length: RUNS }, () => {
      const start = clock();
      judge(markdown, template === undefined ? [] : [template]);
      return clock() - start;
    }),
  );

/** Of a few milliseconds a good part is noise and collected garbage: growth is told of inputs that take longer. */
const TELLING = 10;

/**
 * Measures the judging of one section and the outcome line: every hostile description at GitHub's limit, the most that
 * twice the length costs in times, a hostile template, and the rate of ordinary descriptions.
 */
export function judgingBench(): Row[] {
  const rows: Row[] = [];
  const worst = { times: 0, name: '' };
  for (let warm = 0; warm < 500; warm++) judge(ORDINARY, [TEMPLATE]);
  const measure = (name: string, input: (size: number) => string, template?: (size: number) => string) => {
    const half = milliseconds(input(FULL / 2), template?.(FULL / 2));
    const full = milliseconds(input(FULL), template?.(FULL));
    rows.push({ name: `65,536 characters of ${name}`, value: full, unit: 'ms', limit: 'under 50 ms' });
    if (full >= TELLING && full / half > worst.times) Object.assign(worst, { times: full / half, name });
  };
  for (const [name, input] of Object.entries(HOSTILE)) measure(name, input);
  const lines = after(
    '# Threat model\n',
    numbered((n) => `Line ${n} of it\n`),
  );
  measure('template lines, unchanged', lines, lines);
  rows.push({ name: `twice the length (${worst.name})`, value: worst.times, unit: 'times', limit: 'linear: about 2' });

  const start = clock();
  let judged = 0;
  for (; clock() - start < 2_000; judged++) judge(ORDINARY, [TEMPLATE]);
  const rate = judged / ((clock() - start) / 1_000);
  rows.push({ name: `ordinary, ${ORDINARY.length} characters`, value: rate, unit: 'a second', limit: 'over 2,000' });
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(table('Judging a description', judgingBench()));
