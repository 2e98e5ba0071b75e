import { expect, it } from 'vitest';
import { backtest, compared, proposedLevel } from '../../src/review/backtest.ts';
import { file, files, policy, pullFacts } from '../support/facts.ts';

const small = policy({ security: { 'threat-model': { level: 'require' }, tests: { level: 'advise' } } });
const pulls = [
  pullFacts({ files: files(file('src/auth/a.ts', 3)) }),
  pullFacts({ files: files(file('src/b.ts', 3), file('test/b.ts', 3)) }),
];

it('past pull requests are judged by the engine that judges all others', () => {
  const result = backtest(pulls, small);
  expect(result).toMatchObject({ pulls: 2, stopped: 1 });
  expect(result.rules.find(({ rule }) => rule === 'security/threat-model')).toMatchObject({ stopped: 1, advised: 0 });
  expect(result.rules.find(({ rule }) => rule === 'security/tests')).toMatchObject({ stopped: 0, advised: 1 });
});

it('rules whose facts are not at hand are named, those that lack their configuration are not', () => {
  const { notTested } = backtest(pulls, policy({ 'technical-debt': { marker: { level: 'require' } } }));
  expect(notTested).toContain('technical-debt/marker');
  expect(notTested).not.toContain('trust/first-contribution');
});

it('two configurations stand side by side', () => {
  const lines = compared(backtest(pulls, policy()), backtest(pulls, small));
  expect(lines[0]).toBe(
    'Of the last 2 merged pull requests, the proposed configuration would have stopped 1; the one in force, 0.',
  );
  expect(lines[1]).toContain('| `security/threat-model` | advise: 1 advised | require: 1 stopped |');
});

it('where nothing was merged, there is nothing to try it on', () => {
  expect(compared(undefined, backtest([], small))).toEqual([
    'No pull request was merged yet, so there is nothing to try it on.',
  ]);
});

it('which pull requests would have been stopped is told, by which rule, and why', () => {
  expect(backtest(pulls, small).stops).toMatchObject([
    {
      number: 12,
      title: 'Tidy up',
      by: [{ rule: 'security/threat-model', because: expect.stringContaining('src/auth/a.ts') }],
    },
  ]);
});

it.each([
  [100, 5, 'require'],
  [100, 30, 'advise'],
  [100, 31, 'observe'],
  [9, 0, undefined],
])('of %i pull requests %i that did not meet a rule propose %s', (judged, unmet, level) => {
  expect(proposedLevel({ judged, unmet })).toBe(level);
});
