import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandLines, MOST_COMMANDS, parseCommand } from '../../src/review/commands.ts';

const KNOWN = {
  rules: ['security/threat-model', 'security/tests', 'outcomes/kpi', 'north-star/outcome'],
  outcomes: ['activation', 'reliability'],
  kpis: ['time-to-value'],
};
const parse = (line: string) => parseCommand(`/truenorth ${line}`, KNOWN);
const problem = (line: string) => {
  const parsed = parse(line);
  return 'problem' in parsed ? parsed.problem : 'understood';
};

describe('a comment commands', () => {
  it.each<[string, string[]]>([
    ['/truenorth recheck', ['/truenorth recheck']],
    ['Thanks.\n\n/truenorth recheck\r\n/truenorth help', ['/truenorth recheck', '/truenorth help']],
    ['  /TrueNorth recheck', ['/TrueNorth recheck']],
    ['Thanks.\n/truenorth recheck', ['/truenorth recheck']],
    ['<details>\n<pre>log</pre>\n</details>\n\n/truenorth recheck', ['/truenorth recheck']],
    ['A `list` of <string>s\n\n- one\n\n  > <pre>two\n\n/truenorth recheck', ['/truenorth recheck']],
  ])('%j', (comment, lines) => {
    expect(commandLines(comment)).toEqual(lines);
  });

  it.each([
    '> /truenorth recheck',
    '```\n/truenorth recheck\n```',
    '    /truenorth recheck',
    '`/truenorth recheck`',
    '<!--\n/truenorth recheck\n-->',
    'Write /truenorth recheck',
    '/truenorthern recheck',
    'x\n\n> quoted\n/truenorth recheck',
    '<blockquote>\n/truenorth recheck\n</blockquote>',
    '<blockquote>\n\n/truenorth recheck\n\n</blockquote>',
    '<pre>\n/truenorth recheck\n</pre>',
    'Not <code>\n/truenorth recheck\n</code>',
    'Not <code>this:\n\n/truenorth recheck\n\n</code>',
    'Not <del>\n/truenorth recheck\n</del>',
    'Not `this:\n/truenorth recheck\n` please',
    'Not <b title="\n/truenorth recheck\n">',
    '- somebody wrote\n  /truenorth recheck',
    '- somebody wrote\n/truenorth recheck',
    '1. one\n\n   /truenorth recheck',
    '| a |\n|---|\n/truenorth recheck',
  ])('nothing by %j', (comment) => {
    expect(commandLines(comment)).toEqual([]);
  });

  it('with the beginning of a line that is too long, which never ends in half a character', () => {
    for (const before of ['because ', 'because  ']) {
      const [line = ''] = commandLines(`/truenorth waive tests ${before}${'\u{1f600}'.repeat(400)}`);
      expect(line.isWellFormed()).toBe(true);
      expect(line.length).toBeGreaterThanOrEqual(599);
    }
  });

  it('with one more than is carried out, so that too many can be refused', () => {
    expect(commandLines('/truenorth recheck\n'.repeat(50))).toHaveLength(MOST_COMMANDS + 1);
  });
});

describe('a command', () => {
  it.each<[string, object]>([
    ['', { name: 'help' }],
    ['recheck.', { name: 'recheck' }],
    ['explain `security/tests`', { name: 'explain', rule: 'security/tests' }],
    ['explain tests', { name: 'explain', rule: 'security/tests' }],
    ['outcome activation, reliability', { name: 'outcome', ids: ['activation', 'reliability'] }],
    ['outcome "activation" and reliability', { name: 'outcome', ids: ['activation', 'reliability'] }],
    [
      'waive threat-model for 30 days because it moves',
      { name: 'waive', rule: 'security/threat-model', term: { days: 30 }, because: 'it moves' },
    ],
    [
      'waive threat-model until 2026-12-31 because: it moves',
      { name: 'waive', rule: 'security/threat-model', term: { until: '2026-12-31' }, because: 'it moves' },
    ],
    [
      'waive threat-model because it moves, because I say so',
      { name: 'waive', rule: 'security/threat-model', term: undefined, because: 'it moves, because I say so' },
    ],
    ['unwaive security/threat-model', { name: 'unwaive', rule: 'security/threat-model' }],
    ['kpi time-to-value 31.5 on 2026-11-20', { name: 'kpi', id: 'time-to-value', value: 31.5, on: '2026-11-20' }],
  ])('%s', (line, command) => {
    expect(parse(line)).toEqual(command);
  });

  it.each([
    ['rechek', /`rechek` is not a command\. Did you mean `recheck`\?/],
    ['outcome world-peace', /`world-peace` is not a declared outcome\. Known: `activation`, `reliability`/],
    ['outcome', /Name an outcome/],
    ['explain', /Name a rule/],
    ['explain thread-model', /Did you mean `security\/threat-model`/],
    ['waive threat-model', /because <reason>/],
    ['waive threat-model because', /because <reason>/],
    ['waive threat-model because tbd', /reason/],
    ['waive threat-model for ever because x', /`/],
    ['waive threat-model until 2026-02-30 because it moves', /2026-02-30/],
    ['kpi time-to-value lots', /`/],
    ['kpi nothing 3', /`nothing`/],
    ['waive @everyone because x', /`@everyone`/],
  ])('%s is refused with how to write it', (line, said) => {
    expect(problem(line)).toMatch(said);
  });

  it('is understood at once, however it is spaced', () => {
    const began = performance.now();
    for (let i = 0; i < 100; i++) problem(`waive tests ${' '.repeat(580)}x`);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('repeats what a person wrote only in code, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (written) => {
        const parsed = parseCommand(`/truenorth ${written} @all #12 <b>`, KNOWN);
        if (!('problem' in parsed)) return;
        const outside = parsed.problem.replaceAll(/(`+)(?!`).*?(?<!`)\1(?!`)/gs, '');
        expect(outside).not.toMatch(/@all|#12|<b>/);
      }),
    );
  });
});
