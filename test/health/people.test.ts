import { describe, expect, it } from 'vitest';
import { absenceFactor, effectiveReviewers, firstMerges, pairing } from '../../src/health/metrics/people.ts';
import { at, DAY } from '../support/history.ts';

const NOW = at('2026-09-07');
const newcomer = (days: number | undefined) => {
  const appearedAt = NOW - 60 * DAY;
  return { appearedAt, ...(days === undefined ? {} : { mergedAt: appearedAt + days * DAY }) };
};

describe('newcomers', () => {
  it('who merged after 3, 6 and 11 days took 6, and one has not yet', () => {
    expect(firstMerges([newcomer(3), newcomer(6), newcomer(11), newcomer(undefined)], NOW)).toEqual({
      ...{ state: 'value', value: { days: 6, notYet: 1 } },
    });
  });

  it('of ninety days count, those before do not', () => {
    const old = { appearedAt: NOW - 91 * DAY, mergedAt: NOW - 80 * DAY };
    expect(firstMerges([old, newcomer(3), newcomer(6)], NOW).state).toBe('suppressed');
  });

  it('of whom 3 of 4 have a mentor are paired 3 of 4; two are not shown', () => {
    const paired = { ...newcomer(1), paired: true };
    expect(pairing([paired, paired, paired, newcomer(1)])).toMatchObject({ value: { k: 3, n: 4 } });
    expect(pairing([paired, paired]).state).toBe('suppressed');
  });
});

describe('the absence factor', () => {
  it('of CHAOSS’s example is 2', () => {
    expect(absenceFactor([1000, 202, 90, 33, 332, 343, 42, 433])).toBe(2);
  });

  it('of nobody is none, of one is one, of equals is half of them', () => {
    expect([absenceFactor([]), absenceFactor([7]), absenceFactor([1, 1, 1, 1])]).toEqual([0, 1, 2]);
  });
});

describe('review load', () => {
  it('of 10, 6 and 4 reviews is spread as over 2.63 people', () => {
    const spread = effectiveReviewers([10, 6, 4]);
    expect(spread.state === 'value' && Math.round(spread.value * 100) / 100).toBe(2.63);
  });

  it('of two people is not shown', () => {
    expect(effectiveReviewers([5, 5, 0]).state).toBe('suppressed');
  });
});
