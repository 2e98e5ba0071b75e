import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { read } from '../../src/policy/diagnose.ts';
import { matcher } from '../../src/practices/shared/paths.ts';
import { evaluate } from '../../src/review/evaluate.ts';
import { file, files, pullFacts } from '../support/facts.ts';

const SRC = join(import.meta.dirname, '../../src');

/** Expressions that are put together out of the product's own words, and of nothing else. */
const OUR_OWN = [
  'practices/shared/words.ts',
  'practices/technical-debt/issue-names.ts',
  'practices/technical-debt/stray-quote.ts',
  'sandbox/github/graphql/execute.ts',
];

/** What takes an engine that goes back and forth longer than anybody lives. */
const BOMBS = ['(a+)+$', '(a|a)*b', '(.*a){20}', '*a*a*a*a*a*a*a*a*b', '**/*a*?*a*?*a*?b', '[a-z]*[a-z]*[a-z]*!'];
const LONG = 'a'.repeat(20_000);

describe('no text of a user is run as a regular expression', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('the source makes expressions only out of its own words', () => {
    const makers = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .filter((path) => /\bRegExp\(/.test(readFileSync(join(SRC, path), 'utf8')));
    expect(makers.sort()).toEqual(OUR_OWN);
  });

  it('nor does a library make one, of a glob, a keyword, a heading, a team or a title', () => {
    const made = vi.fn();
    vi.stubGlobal(
      'RegExp',
      class extends RegExp {
        constructor(pattern: string | RegExp, flags?: string) {
          super(pattern, flags);
          made(String(pattern));
        }
      },
    );
    let judged = 0;
    for (const bomb of BOMBS) {
      const text = `version: 1
north-star: { outcomes: [{ id: a, title: ${JSON.stringify(bomb)}, keywords: [${JSON.stringify(bomb)}], paths: [${JSON.stringify(bomb)}] }] }
security: { privacy: { level: require, headings: [${JSON.stringify(bomb)}], when: { paths: [${JSON.stringify(bomb)}], labels: [${JSON.stringify(bomb)}] } } }
`;
      const reading = read(text, 'truenorth.yml');
      if (!('policy' in reading)) continue;
      judged += evaluate(pullFacts({ title: LONG, body: LONG, files: files(file(LONG)) }), reading.policy, 'r').judged
        .length;
    }
    expect(judged).toBeGreaterThan(0);
    const ofThem = made.mock.calls.flat().filter((pattern) => BOMBS.some((bomb) => pattern.includes(bomb)));
    expect(ofThem).toEqual([]);
  });
});

it.each(BOMBS)('the glob %s is soon held against a long path', (glob) => {
  const began = performance.now();
  const matches = matcher([glob]);
  for (const path of [LONG, `${'a/'.repeat(2_000)}c`, LONG.replaceAll('a', 'a/')]) expect(matches(path)).toBe(false);
  expect(performance.now() - began).toBeLessThan(1_000);
});
