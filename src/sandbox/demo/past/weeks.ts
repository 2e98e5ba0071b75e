import { DateTime } from 'luxon';
import { DAY, HOUR, WEEK } from '../../../model/time.ts';

/** Where the demo's clinics are. */
export const ZONE = 'Europe/Berlin';

/** So many whole weeks are told, and then the one that is not over. */
export const WEEKS = 26;
/** The last whole week, which the first digest tells. */
export const LAST = WEEKS - 1;

/** The weeks of the demo's past: week 0 is the oldest, and the last one that is over is `LAST`. Instants in ms. */
export interface Weeks {
  now: number;
  /** A day of a week, Monday being 1, at an hour such as 9.5. */
  at(week: number, day: number, hour: number): number;
  /** The week in which an instant lies. */
  weekOf(at: number): number;
  /** So many hours later, and not on a weekend: what would be done on a Saturday is done on Monday. */
  later(at: number, hours: number): number;
  /** `2026-11-23`, so many days after an instant. */
  day(at: number, after?: number): string;
}

/** The weeks up to the one in which `now` lies. */
export function weeksUntil(now: number): Weeks {
  const first = DateTime.fromMillis(now, { zone: ZONE }).startOf('week').minus({ weeks: WEEKS });
  // A calendar is slow to answer.
  const known = new Map<number, number>();
  const midnight = (day: number): number => {
    const begins = known.get(day) ?? first.plus({ days: day }).toMillis();
    known.set(day, begins);
    return begins;
  };
  const at: Weeks['at'] = (week, day, hour) => midnight(7 * week + day - 1) + Math.round(hour * HOUR);
  const weekOf = (instant: number) => {
    const about = Math.floor((instant - first.toMillis()) / WEEK);
    // Where clocks change, a week is an hour shorter or longer.
    return about + Number(instant >= midnight(7 * about + 7)) - Number(instant < midnight(7 * about));
  };
  return {
    ...{ now, at, weekOf },
    later(from, hours) {
      const then = from + hours * HOUR;
      return then < at(weekOf(then), 6, 0) ? then : then + 2 * DAY;
    },
    day: (instant, after = 0) => DateTime.fromMillis(instant, { zone: ZONE }).plus({ days: after }).toISODate() ?? '',
  };
}
