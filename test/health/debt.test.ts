import { describe, expect, it } from 'vitest';
import { pooled } from '../../src/health/measure.ts';
import { burnDown, classOf, owed, reserveHeld } from '../../src/health/metrics/debt.ts';

const WEEK = 7 * 24 * 3_600_000;
const INTEREST = { after: 4 * WEEK, perWeek: 0.02 };

describe('debt', () => {
  it.each([
    [8, 14, 9.6],
    [3, 3, 3],
    [5, 60, 10],
    [0, 60, 0],
    [8, -2, 8],
  ])('of %d points at %d weeks owes %d', (points, weeks, expected) => {
    expect(owed(points, weeks * WEEK, INTEREST)).toBeCloseTo(expected, 10);
  });

  it('burns down from 36 by 5 added and 7 paid to 34 of 40, which is 85%', () => {
    const flows = { added: 5, reestimated: 0, paid: 7, writtenOff: 0 };
    expect(burnDown(36, flows, 40)).toEqual({
      ...{ start: 36, end: 34, ...flows },
      used: { state: 'value', value: { points: 34, budget: 40, share: 0.85 } },
    });
  });

  it('without a budget is not held against one', () => {
    const flows = { added: 0, reestimated: 0, paid: 0, writtenOff: 0 };
    expect(burnDown(3, flows, undefined).used.state).toBe('not applicable');
    expect(burnDown(3, flows, 0).used).toMatchObject({ value: { share: 1 } });
    expect(burnDown(0, flows, 0).used).toMatchObject({ value: { share: 0 } });
  });
});

describe('reserves', () => {
  const weeks = [
    { k: 3, n: 14 },
    { k: 1, n: 12 },
    { k: 4, n: 16 },
    { k: 2, n: 10 },
  ];

  it('for paydown are 10 of 52 merged changes over four weeks: 19.2%', () => {
    expect(pooled(weeks)).toEqual({ k: 10, n: 52 });
    const held = reserveHeld(weeks, 0.15);
    expect(held.state === 'value' && [Math.round(held.value.share * 1_000) / 10, held.value.against?.short]).toEqual([
      19.2, 0,
    ]);
  });

  it('for innovation, at 5 of 52 against 10%, are 0.4 points short', () => {
    const held = reserveHeld([{ k: 5, n: 52 }], 0.1);
    expect(held.state === 'value' && Math.round((held.value.against?.short ?? 0) * 1_000) / 10).toBe(0.4);
  });

  it('of weeks without any merge are not applicable', () => {
    expect(reserveHeld([{ k: 0, n: 0 }], 0.1).state).toBe('not applicable');
  });
});

describe('the class of a change', () => {
  const classes = { incident: ['incident', 'hotfix'], debt: ['tech-debt'], innovation: ['innovation'] };
  it.each([
    [['innovation', 'Tech-Debt', 'incident'], 'incident'],
    [['innovation', 'Tech-Debt'], 'debt'],
    [['innovation'], 'innovation'],
    [['bug'], 'product'],
    [[], 'product'],
  ])('labelled %j is %s', (labels, expected) => expect(classOf(labels, classes)).toBe(expected));
});
