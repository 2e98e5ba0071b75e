import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { isIn, weekAt, weekNamed, weeksUpTo, workingTime } from '../../src/health/week.ts';
import { endOfDay } from '../../src/practices/shared/days.ts';
import { at, HOUR } from '../support/history.ts';

/** Working time as it is meant: every day asked of the calendar. */
function dayByDay(from: number, to: number, zone: string): number {
  let time = 0;
  for (let day = DateTime.fromMillis(from, { zone }).startOf('day'); day.toMillis() < to; day = day.plus({ days: 1 }))
    if (day.weekday <= 5)
      time += Math.max(0, Math.min(to, day.plus({ days: 1 }).toMillis()) - Math.max(from, day.toMillis()));
  return time;
}

const named = (name: string, zone = 'Europe/Berlin') => weekNamed(name, zone) ?? { from: 0, to: 0 };

describe('a week', () => {
  it.each([
    ['2026-W13', '2026-03-22T23:00Z', '2026-03-29T22:00Z', 167],
    ['2026-W43', '2026-10-18T22:00Z', '2026-10-25T23:00Z', 169],
    ['2026-W47', '2026-11-15T23:00Z', '2026-11-22T23:00Z', 168],
  ])('%s in Berlin lasts from Monday to Monday, clocks changed or not', (name, from, to, hours) => {
    const week = named(name);
    expect([week.from, week.to]).toEqual([at(from), at(to)]);
    expect((week.to - week.from) / HOUR).toBe(hours);
  });

  it('of New Year’s Day 2027 is the last one of 2026', () => {
    expect(weekAt(at('2027-01-01T12:00Z'), 'Europe/Berlin').name).toBe('2026-W53');
  });

  it('is half open: what happens at its end belongs to the next', () => {
    const week = named('2026-W13');
    expect([isIn(week.from, week), isIn(week.to - 1, week), isIn(week.to, week)]).toEqual([true, true, false]);
  });

  it('has weeks before it, each ending where the next begins, over the change of clocks', () => {
    const weeks = weeksUpTo(weekAt(at('2026-04-08'), 'Europe/Berlin'), 4);
    expect(weeks.map(({ name }) => name)).toEqual(['2026-W12', '2026-W13', '2026-W14', '2026-W15']);
    for (const [i, { from }] of weeks.entries()) if (i > 0) expect(weeks[i - 1]?.to).toBe(from);
  });

  it.each(['2026-W54', '2026-13', 'last', '2026-W00', ''])('%j names none', (name) => {
    expect(weekNamed(name, 'Etc/UTC')).toBeUndefined();
  });
});

describe('working time', () => {
  it('leaves the weekend out: Friday 16:00 to Monday 10:00 is 18 hours', () => {
    expect(workingTime(at('2026-11-20T16:00Z'), at('2026-11-23T10:00Z'), 'Etc/UTC') / HOUR).toBe(18);
  });

  it('knows where the weekend begins', () => {
    const [friday, saturday] = [at('2026-11-20T22:00Z'), at('2026-11-21T02:00Z')];
    expect(workingTime(friday, saturday, 'Etc/UTC') / HOUR).toBe(2);
    expect(workingTime(friday, saturday, 'America/New_York') / HOUR).toBe(4);
  });

  it('is none between Saturday and Sunday, nor backwards', () => {
    expect(workingTime(at('2026-11-21'), at('2026-11-22T23:00Z'), 'Etc/UTC')).toBe(0);
    expect(workingTime(at('2026-11-20'), at('2026-11-19'), 'Etc/UTC')).toBe(0);
  });

  it.each(['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'])(
    'in %s is that of its days, one by one, wherever it begins and ends',
    (zone) => {
      const instant = fc.integer({ min: at('2025-01-01'), max: at('2026-12-31') });
      const days = fc.integer({ min: 0, max: 40 * 24 * HOUR });
      fc.assert(
        fc.property(instant, days, (from, more) => {
          expect(workingTime(from, from + more, zone)).toBe(dayByDay(from, from + more, zone));
        }),
        { numRuns: 200 },
      );
    },
  );
});

it('a day ends where the next begins, in the zone', () => {
  expect(endOfDay('2026-03-29', 'Europe/Berlin')).toBe(at('2026-03-29T22:00Z'));
});
