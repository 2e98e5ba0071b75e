import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../../src/model/pull.ts';
import { budget } from '../../../src/practices/technical-debt/budget.ts';
import { judgeChanges } from '../../support/changes.ts';
import { cutShort, policy, pullFacts } from '../../support/facts.ts';

const optionsOf = (of: object) => policy({ 'technical-debt': { budget: of } })['technical-debt'];
const TEN = optionsOf({ points: 10 });
const adds = [{ name: 'Adds-Debt', by: 'person' as const }];
const issues = [
  { number: 1, points: 8 },
  { number: 2, points: 3 },
  { number: 3, points: 1 },
];
const debt = (points: number, more: object = {}) => ({ points, issues, ...more });
const judge = (facts: Partial<PullFacts>, options = TEN) => budget.judge(pullFacts(facts), options);

describe('a pull request that adds debt', () => {
  it.each([
    [9, 'met'],
    [10, 'unmet'],
    [12.5, 'unmet'],
  ])('with %d of 10 points open is %s', (points, outcome) => {
    const verdict = judge({ labels: adds, debt: debt(points) });
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.because).toContain(`${points} of 10 points are open`);
  });

  it.each([
    [10, 'closing `#3` (1) brings it back'],
    [12, 'closing `#2` (3) brings it back'],
    [20, 'closing `#1` (8) and `#2` (3) brings it back'],
  ])('with %d points open is told the least that brings the budget back', (points, way) => {
    expect(judge({ labels: adds, debt: debt(points) })).toMatchObject({ remedy: expect.stringContaining(way) });
  });

  it.each(['// TODO: mend', '// TODO(#7): mend'])('by %j adds debt, whether or not it names an issue', (line) => {
    const verdict = judgeChanges(budget, TEN, [{ path: 'src/a.ts', after: `${line}\n` }], { debt: debt(10) });
    expect(verdict).toMatchObject({ outcome: 'unmet', because: expect.stringContaining('`TODO` at `src/a.ts:1`') });
  });

  it('is held against the organisation’s budget too', () => {
    const both = optionsOf({ points: 10, 'organisation-points': 100 });
    expect(judge({ labels: adds, debt: debt(1, { organisation: 99 }) }, both).outcome).toBe('met');
    expect(judge({ labels: adds, debt: debt(1, { organisation: 100 }) }, both).because).toContain(
      "the organisation's debt budget is spent: 100 of 100 points",
    );
  });

  it('cannot be judged while the debt is not known', () => {
    const unread = { because: 'Not read yet', cause: 'elsewhere' as const };
    expect(judge({ labels: adds, debt: unread })).toMatchObject({ outcome: 'unknown', cause: 'elsewhere' });
  });
});

describe('a pull request that adds none', () => {
  it('is left alone, also where the budget is spent', () => {
    expect(judge({ debt: debt(20) }).outcome).toBe('not-applicable');
  });

  it('is unknown where its files could not all be read and the budget is spent; with room it does not matter', () => {
    expect(judge({ files: cutShort(), debt: debt(20) }).outcome).toBe('unknown');
    expect(judge({ files: cutShort(), debt: debt(2) }).outcome).toBe('not-applicable');
  });
});

it('without a budget there is none to spend; one of no points is spent by the first', () => {
  expect(budget.lacks?.(optionsOf({}))).toBe('No debt budget is set');
  expect(judge({ labels: adds, debt: debt(1) }, optionsOf({ points: 0 })).outcome).toBe('unmet');
  expect(judge({ labels: adds, debt: { points: 0, issues: [] } }, optionsOf({ points: 0 })).outcome).toBe('met');
});
