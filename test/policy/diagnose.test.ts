import { describe, expect, it } from 'vitest';
import { read } from '../../src/policy/diagnose.ts';

const FILE = '.github/truenorth.yml';
const told = (text: string): string[] =>
  read(text, FILE).problems.map(({ line, column, message, fix }) => `${line}:${column} ${message} ${fix}`);

/** `version: 1` in the first line, then this. */
const below = (...lines: string[]): string => ['version: 1', ...lines, ''].join('\n');

interface Row {
  name: string;
  text: string;
  expected: (string | RegExp)[];
}

const rows: Row[] = [
  {
    name: 'a misspelt practice, with the one that was meant',
    text: below('securty:', '  tests: { level: off }'),
    expected: [
      '2:1 `securty` is not a practice. Did you mean `security`? Known: version, north-star, outcomes, developer-experience, resilience, security, technical-debt, trust, alignment, communication, waivers, locked.',
    ],
  },
  {
    name: 'a key far from any, without a guess',
    text: below('security:', '  firewall: on'),
    expected: [/^3:3 `firewall` is not an option of `security`\. Known: threat-model, privacy, /],
  },
  {
    name: 'an unknown key of a rule in flow style, at its own place',
    text: below('security:', '  tests: { level: off, levl: off }'),
    expected: ['3:24 `levl` is not an option of `security.tests`. Did you mean `level`? Known: level, exempt.'],
  },
  {
    name: 'a misspelt level',
    text: below('security:', '  tests:', '    level: requires'),
    expected: [
      '4:12 `requires` does not fit `security.tests.level`. Did you mean `require`? Write one of `off`, `observe`, `advise`, `require`.',
    ],
  },
  {
    name: 'a duration that is none',
    text: below('security:', '  dependencies: { high: 30, critical: "7 days!" }'),
    expected: [
      '3:25 `30` does not fit `security.dependencies.high`. Write a duration such as `14 days` or `6 weeks`.',
      '3:39 `7 days!` does not fit `security.dependencies.critical`. Write a duration such as `14 days` or `6 weeks`.',
    ],
  },
  {
    name: 'a share over the whole',
    text: below('technical-debt:', '  reserve: { paydown: 100.5% }'),
    expected: ['3:23 `100.5%` does not fit `technical-debt.reserve.paydown`. Write at most `100%`.'],
  },
  {
    name: 'an unknown time zone',
    text: below('communication:', '  timezone: Berlin'),
    expected: [
      '3:13 `Berlin` does not fit `communication.timezone`. Write a time zone by its IANA name, such as `Europe/Berlin`.',
    ],
  },
  {
    name: 'a time of the week that is none',
    text: below('communication:', '  digest: { at: monday 24:00 }'),
    expected: [/^3:17 `monday 24:00` does not fit `communication\.digest\.at`\. Write a day and time such as/],
  },
  {
    name: 'what is missing, and where',
    text: below('outcomes:', '  kpis:', '    - { id: a, title: A, direction: up, baseline: 1 }'),
    expected: ['4:7 `target` is missing in `outcomes.kpis[0]`. Write a number.'],
  },
  {
    name: 'no version',
    text: 'security: { tests: { level: off } }\n',
    expected: ['1:1 `version` is missing. Write `1`.'],
  },
  {
    name: 'an id in capitals, one too long, and one that would say the opposite',
    text: below(
      'north-star:',
      '  outcomes:',
      '    - { id: Activation, title: A }',
      `    - { id: ${'a'.repeat(37)}, title: B }`,
      '    - { id: unaligned, title: C }',
    ),
    expected: [
      /^4:13 `Activation` does not fit `north-star\.outcomes\[0\]\.id`\. Write lower-case words joined by dashes/,
      /^5:13 .* Write at most 36 characters\.$/,
      /^6:13 .* Write another id: `unaligned` marks pull requests that serve none\.$/,
    ],
  },
  {
    name: 'an id that is there twice',
    text: below(
      'alignment:',
      '  rituals:',
      ...['a', 'b', 'a'].map((id) => `    - { id: ${id}, title: R, every: 1 week }`),
    ),
    expected: ['6:13 `a` is the id of two rituals. Give one of them another id.'],
  },
  {
    name: 'a practice with nothing below it',
    text: below('security:', 'trust: {}'),
    expected: ['2:1 `security` has no value. Write options, each with its key, or remove the line.'],
  },
  {
    name: 'a list where options belong, and text where a list belongs',
    text: below('security: [tests]', 'technical-debt:', '  labels: debt'),
    expected: [
      '2:11 This list does not fit `security`. Write options, each with its key.',
      '4:11 `debt` does not fit `technical-debt.labels`. Write a list, such as `[one, two]`.',
    ],
  },
  {
    name: 'a condition that says nothing',
    text: below('security:', '  privacy: { when: {} }'),
    expected: ['3:20 What stands here does not fit `security.privacy.when`. Write `paths`, `labels` or both.'],
  },
  {
    name: 'a number out of bounds',
    text: below(
      'developer-experience:',
      '  small-batch: { max-lines: 0 }',
      'trust: { shared-decision: { approvals: 2.5 } }',
    ),
    expected: [
      '3:29 `0` does not fit `developer-experience.small-batch.max-lines`. Write at least 1.',
      '4:40 `2.5` does not fit `trust.shared-decision.approvals`. Write a whole number.',
    ],
  },
  {
    name: 'a locked rule that is none',
    text: below('locked: [security/threat-models]'),
    expected: [/^2:10 `security\/threat-models` does not fit `locked\[0\]`\. Did you mean `security\/threat-model`\?/],
  },
  {
    name: 'globs that could never match, or stand for too much',
    text: below(
      'security:',
      '  privacy:',
      '    when:',
      '      paths: [/src/**, docs/, "!a", "../x", "{1..900}", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"]',
    ),
    expected: [
      /^5:15 `\/src\/\*\*` .* without `\/` before it\.$/,
      /^5:24 .* Write the folder with `\/\*\*` after it\.$/,
      /^5:31 .*`!` excludes nothing\.$/,
      /^5:37 .*without `\.\.`\.$/,
      /^5:45 .*alternatives one by one/,
      /^5:57 .*more than 50 patterns\.$/,
    ],
  },
  {
    name: 'a key that is given twice',
    text: below('trust: {}', 'trust: {}'),
    expected: ['3:1 `trust` is given twice. Keep one of them.'],
  },
  {
    name: 'a tab',
    text: below('security:', '\ttests: {}'),
    expected: [/^3:1 This is not YAML: .* Indent with spaces\.$/],
  },
  {
    name: 'a colon in a plain text',
    text: below('north-star:', '  statement: Every clinic: at once'),
    expected: [/^3:14 This is not YAML: .* between quotes/],
  },
  { name: 'an open quote', text: below('trust: "'), expected: [/Close the quote or the bracket\.$/] },
  { name: 'a second document', text: below('---', 'a: 1'), expected: [/The file holds more than one document\./] },
  {
    name: 'a directive, which could turn `off` into a truth value',
    text: '%YAML 1.1\n---\nversion: 1\n',
    expected: ['1:1 The file has a `%` directive. Remove the line that begins with `%`.'],
  },
  {
    name: 'a merge key, as the unknown key it is',
    text: below('security:', '  tests: &t { level: off }', 'trust:', '  <<: *t'),
    expected: [/^5:3 `<<` is not an option of `trust`\./],
  },
  {
    name: 'a tag',
    text: below('trust: !!set {}'),
    expected: [/^2:\d+ The tag `tag:yaml.org,2002:set` has no meaning/],
  },
  {
    name: 'an alias to nothing',
    text: below('trust: *x'),
    expected: ['2:8 `*x` names no anchor above it. Write the value itself.'],
  },
  { name: 'a key that is a list', text: below('? [a]', ': b'), expected: [/^2:3 A key is not a word\./] },
  {
    name: 'keys that reach for a prototype',
    text: below('__proto__: { x: 1 }', 'constructor: 1', 'toString: 1'),
    expected: [/^2:1 `__proto__` is not a practice/, /^3:1 `constructor` is not/, /^4:1 `toString` is not/],
  },
  { name: 'an empty file', text: '', expected: [/^1:1 The file is empty\. Write `version: 1`/] },
  { name: 'comments alone', text: '# soon\n', expected: [/^1:1 The file is empty\./] },
  {
    name: 'a word alone',
    text: 'soon\n',
    expected: ['1:1 `soon` is no configuration. Write options, each with its key.'],
  },
  {
    name: 'something that is not text',
    text: 'version: 1\0',
    expected: ['1:1 The file is not text. Save it as UTF-8.'],
  },
];

describe('what is told of a configuration file', () => {
  it.each(rows)('$name', ({ text, expected }) => {
    const problems = told(text);
    expect(problems).toHaveLength(expected.length);
    for (const [i, one] of expected.entries()) {
      if (typeof one === 'string') expect(problems[i]).toBe(one);
      else expect(problems[i]).toMatch(one);
    }
  });

  it('is everything at once, in the order of the lines', () => {
    const text = below('zzz: 1', 'trust: { pulse: maybe }', 'security: { tests: { level: on } }', 'aaa: 2');
    expect(told(text).map((problem) => problem.split(' ', 2).join(' '))).toEqual([
      '2:1 `zzz`',
      '3:17 `maybe`',
      '4:29 `on`',
      '5:1 `aaa`',
    ]);
  });

  it('names the file', () => {
    expect(read('x', 'acme/.github: .github/truenorth.yml').problems[0]?.file).toBe(
      'acme/.github: .github/truenorth.yml',
    );
  });

  it('shows what a person wrote so that it stays code, and short', () => {
    const [problem = ''] = told(below(`"@acme/all \`<b>\\n${'x'.repeat(500)}": 1`));
    expect(problem.length).toBeLessThan(400);
    expect(problem).toMatch(/^2:1 ``@acme\/all `<b> x+…`` is not a practice\./);
  });
});
