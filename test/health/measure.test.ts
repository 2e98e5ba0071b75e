import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, ofPeople, p90, pooled, quantile, share, trend } from '../../src/health/measure.ts';

describe('a quantile', () => {
  it('is interpolated: 1, 2, 3 days have a p90 of 2.8', () => {
    expect(p90([3, 1, 2])).toBeCloseTo(2.8, 10);
    expect(median([1, 2, 3])).toBe(2);
  });

  it('agrees with the figures that github/issue-metrics publishes for them: 2 days and 69,120 seconds', () => {
    expect((p90([1, 2, 3]) ?? 0) * 86_400).toBeCloseTo(2 * 86_400 + 69_120, 6);
  });

  it('of nothing is none', () => {
    expect(median([])).toBeUndefined();
  });

  it('lies between its neighbours, and grows with its share', () => {
    const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, q) => {
        const found = quantile(list, q) ?? Number.NaN;
        expect(found).toBeGreaterThanOrEqual(Math.min(...list) - 1e-9);
        expect(found).toBeLessThanOrEqual((quantile(list, 1) ?? 0) + 1e-9);
      }),
    );
  });
});

describe('shares', () => {
  it('are pooled by their counts, never averaged', () => {
    expect(
      pooled([
        { k: 1, n: 1 },
        { k: 0, n: 9 },
      ]),
    ).toEqual({ k: 1, n: 10 });
  });

  it('of nothing are none', () => {
    expect(share({ k: 0, n: 0 })).toBeUndefined();
    expect(share({ k: 0, n: 4 })).toBe(0);
  });
});

describe('an arrow', () => {
  const of = (value: number, n = 5) => ({ value, n });
  it.each([
    ['up by a tenth', of(10), of(11), 'up'],
    ['down by half', of(10), of(5), 'down'],
    ['level under a tenth', of(10), of(10.9), 'level'],
    ['none from four values', of(10, 4), of(20), undefined],
    ['none to four values', of(10), of(20, 4), undefined],
    ['up from nothing', of(0), of(1), 'up'],
    ['level from nothing to nothing', of(0), of(0), 'level'],
  ])('is %s', (_, before, now, expected) => expect(trend(before, now)).toBe(expected));
});

it('a figure of two people is kept back', () => {
  expect(ofPeople(2, () => 1).state).toBe('suppressed');
  expect(ofPeople(3, () => 1)).toEqual({ state: 'value', value: 1 });
});
