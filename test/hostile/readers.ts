import { evidenceIn } from '../../src/health/evidence.ts';
import { parseKpiFile } from '../../src/health/kpi-file.ts';
import { code } from '../../src/model/markdown.ts';
import type { ChangedFile } from '../../src/model/pull.ts';
import { read as readPolicy } from '../../src/policy/diagnose.ts';
import { registry } from '../../src/practices/registry.ts';
import { usesIn } from '../../src/practices/security/workflow-uses.ts';
import { appended } from '../../src/practices/shared/append.ts';
import { ownersIn, TooManyOwners } from '../../src/practices/shared/codeowners.ts';
import { issuesNamed } from '../../src/practices/shared/issue-links.ts';
import { outcomesNamed } from '../../src/practices/shared/outcomes.ts';
import { changesIn, textBefore } from '../../src/practices/shared/patch.ts';
import { Unparsable } from '../../src/practices/shared/unread.ts';
import { commandLines, parseCommand } from '../../src/review/commands.ts';
import { evaluate } from '../../src/review/evaluate.ts';
import { evaluateIssue, issueRulesFor } from '../../src/review/issues.ts';
import { issueFacts, OUTCOMES, policy, pullFacts } from '../support/facts.ts';

/** A place where a text that anybody may have written becomes something. `reads` fails where it must not; `largest` in characters. */
export interface Reader {
  what: string;
  /** What means something there, to make hostile texts of. */
  pieces: readonly string[];
  largest: number;
  reads(text: string): unknown;
}

/** GitHub cuts what people write, and a patch, at this. */
const WRITTEN = 65_536;

/** Every rule that reads something, on `advise`. */
const everything = policy({
  ...Object.fromEntries(
    registry.map(({ id, rules }) => [id, Object.fromEntries(rules.map((rule) => [rule.id, { level: 'advise' }]))]),
  ),
  'north-star': { outcomes: OUTCOMES },
});
const LABELS = ['experiment', 'incident', 'tech-debt'];
const KPIS = { kpis: ['time-to-value'], inherited: ['adoption'], tomorrow: '2026-11-24' };
const KNOWN = { rules: ['security/threat-model'], outcomes: ['activation'], kpis: ['time-to-value'] };

function unfailing<T>({ judged, mishaps }: { judged: T; mishaps: readonly { error: unknown }[] }): T {
  for (const { error } of mishaps) throw error;
  return judged;
}

/** What a file says that it is, is what reads it; a file that is none of its kind is told, not thrown at anybody. */
function expecting(known: new (...given: never[]) => Error, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof known) return error.message;
    throw error;
  }
}

const MARKDOWN = [
  ...['#', '## Threat model\n', '**', '__', '`', '```', '~~~', '> ', '- ', '- [ ] ', '1. ', '<!--', '-->', '\\', '*'],
  ...['<details>', '</details>', '<summary>', '</summary>', '<a b="', '">', '[', '](', ')', '![', '|', '|-|', '---'],
  ...['\n', '\n\n', '    ', '\t', ' ', '&#0;', 'a', '<', '>', "'", '"', '=', 'Outcome: ', 'Debt: ', '@a', '#1', ':'],
  ...[
    'https://github.com/acme/api/issues/1',
    'Decide by: ',
    '2026-12-31',
    'skipped because',
    'N/A',
    '🙂',
    '. ',
    '(',
    '_',
  ],
];
const CODE = [
  '//',
  '/*',
  '*/',
  '#',
  '"',
  "'",
  '`',
  '\\',
  '${',
  '}',
  '<!--',
  '-->',
  '--',
  'TODO',
  '"""',
  "'''",
  '\n',
  ' ',
];
const MANIFEST = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ':',
  ',',
  '=',
  '\n',
  ' ',
  '@',
  '#',
  '\\',
  '-e ',
  '-r ',
  '//',
  'a',
  '1.',
  '<',
  '>',
];

const changed = (path: string): ChangedFile => ({ path, status: 'added', additions: 1, deletions: 0 });

/** Each extract of each rule on the files that it speaks of. */
const extracted = (path: string, pieces: readonly string[], largest = WRITTEN): Reader => ({
  ...{ what: `what rules take out of ${path}`, pieces, largest },
  reads(text) {
    const file = changed(path);
    const patch = `@@ -0,0 +1,${text.split('\n').length} @@\n${text.replaceAll(/^/gm, '+')}`;
    const around = { files: [file], declared: { outcomes: [], decisions: [] } };
    return registry.flatMap(({ id, rules }) =>
      rules.flatMap((rule) => {
        const options = (everything as Record<string, unknown>)[id] as never;
        const extracts = rule.on === 'pull' ? (rule.extracts ?? []) : [];
        return extracts
          .filter((extract) => extract.of(file, options))
          .map((extract) => extract.read({ file, patch, text }, options, around));
      }),
    );
  },
});

export const readers: readonly Reader[] = [
  {
    ...{ what: 'the rules on a description', pieces: MARKDOWN, largest: WRITTEN },
    reads: (body) => unfailing(evaluate(pullFacts({ body }), everything, 'r')),
  },
  {
    ...{ what: 'the rules on a title', pieces: MARKDOWN, largest: 1_024 },
    reads: (title) => unfailing(evaluate(pullFacts({ title }), everything, 'r')),
  },
  {
    ...{ what: 'the rules on a template', pieces: MARKDOWN, largest: WRITTEN },
    reads: (text) =>
      unfailing(evaluate(pullFacts({ body: '## Threat model\n\na', templates: [text] }), everything, 'r')),
  },
  {
    ...{ what: 'the rules on an issue', pieces: MARKDOWN, largest: WRITTEN },
    reads: (body) =>
      unfailing(evaluateIssue(issueFacts({ body, labels: LABELS }), issueRulesFor(everything, LABELS), 'r')),
  },
  {
    ...{
      what: 'commands',
      pieces: [...MARKDOWN, '/truenorth ', '\n/truenorth waive threat-model because '],
      largest: WRITTEN,
    },
    reads: (text) => [text, ...commandLines(text)].map((line) => parseCommand(line.slice(0, 600), KNOWN)),
  },
  {
    ...{ what: 'issues named in a description', pieces: MARKDOWN, largest: WRITTEN },
    reads: (text) => issuesNamed(text, { owner: 'acme', name: 'api' }),
  },
  {
    ...{ what: 'outcomes named by a milestone', pieces: [...MARKDOWN, 'activation'], largest: WRITTEN },
    reads: (text) => outcomesNamed(text.slice(0, 300), text, OUTCOMES),
  },
  {
    ...{ what: 'what speaks for an occasion', pieces: MARKDOWN, largest: WRITTEN },
    reads: (text) => evidenceIn({ body: text, comments: [text], people: [text.slice(0, 40)] }, new Map()),
  },
  {
    ...{ what: 'sections added to a description', pieces: MARKDOWN, largest: WRITTEN },
    reads: (text) => appended(text, '## Threat model'),
  },
  { what: 'a code span', pieces: MARKDOWN, largest: WRITTEN, reads: (text) => code(text, 10_000) },
  {
    ...{ what: 'a configuration', largest: 32_768 },
    pieces: [
      '{',
      '}',
      '[',
      ']',
      ':',
      '- ',
      '? ',
      '&a ',
      '*a',
      '!!set ',
      '|\n',
      '>\n',
      '"',
      "'",
      '#',
      '\n',
      ' ',
      'a: ',
      '\n  ',
    ],
    reads: (text) => readPolicy(text, 'truenorth.yml').problems.map(({ message }) => message),
  },
  {
    ...{ what: 'a configuration of values', largest: 30_000 },
    pieces: ['*', '**', '/', '{', '}', ',', '[', ']', 'a', '?', '!', '.', '..', '\\', '(', '|', ')', '+', '1 day', '%'],
    reads: (text) =>
      readPolicy(`version: 1\nsecurity: { privacy: { when: { paths: [${JSON.stringify(text)}] } } }\n`, 'f').problems,
  },
  {
    ...{
      what: 'kpis.csv',
      pieces: ['"', ',', '\n', '\r', ';', '\t', '#', ' ', '2026-11-01', 'a', '1.5', '""'],
      largest: 500_000,
    },
    reads: (text) => parseKpiFile(`date,kpi,value\n${text}`, KPIS),
  },
  {
    ...{
      what: 'a patch',
      pieces: ['@@ -1,1 +1,1 @@', '\n', '+', '-', ' ', '\\ No newline', 'a', '\r'],
      largest: WRITTEN,
    },
    reads: (text) => [changesIn(text), textBefore('a\nb\n', text)],
  },
  {
    ...{
      what: 'CODEOWNERS',
      pieces: ['*', '**', '/', '?', '\\', ' ', '\n', '@a', '@a/b', 'a@b.c', '#', '!', '[', 'a'],
      largest: WRITTEN,
    },
    reads: (text) =>
      expecting(TooManyOwners, () => {
        const owners = ownersIn(text);
        return [owners.owned('a/a/a/a/a/b'), owners.owned('a'.repeat(200)), owners.problems];
      }),
  },
  {
    ...{ what: 'a workflow', largest: WRITTEN },
    pieces: [
      'uses: ',
      '- ',
      '\n',
      '  ',
      'a: ',
      '&a ',
      '*a',
      '{',
      '}',
      '[',
      ']',
      'jobs:\n',
      '"',
      "'",
      '|\n',
      '<<: ',
      '#',
      '? ',
    ],
    reads: (text) => expecting(Unparsable, () => usesIn(text)),
  },
  extracted('src/main.ts', [...CODE, 'FIXME(#1)']),
  extracted('src/main.py', CODE),
  extracted('src/index.html', CODE),
  extracted('.github/workflows/build.yml', ['uses: ', 'a@b', '\n', '  ', '- ', '{', '&a', '*a', '"', '#']),
  extracted('package.json', [...MANIFEST, '"dependencies":{', '"a":"', 'npm:']),
  extracted('package-lock.json', [...MANIFEST, '"packages":{']),
  extracted('pnpm-lock.yaml', [...MANIFEST, 'importers:\n', 'packages:\n', '&a ', '*a', '  ']),
  extracted('requirements.txt', [...MANIFEST, 'a==1', '--edi', '[', '@ https://', ';']),
  extracted('pyproject.toml', [...MANIFEST, '[project]\n', 'dependencies = [', '"a>=1"', "'''", '"""']),
  extracted('Cargo.toml', [...MANIFEST, '[dependencies]\n', '[[', ']]', 'a.b.c']),
  extracted('go.mod', [...MANIFEST, 'require (', ')', 'replace ', '=>', '// indirect', 'module a']),
  extracted('pom.xml', [
    '<',
    '>',
    '</',
    '/>',
    '<a>',
    '</a>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '&',
    ';',
    '"',
    '=',
    ' ',
    '<!DOCTYPE a [',
    '<!ENTITY a "',
    '$'.concat('{a}'),
    '<project>',
  ]),
  extracted('docs/decisions/0001-a.md', MARKDOWN),
];
