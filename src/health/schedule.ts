import { DateTime } from 'luxon';
import { type Week, weekAt, weeksUpTo } from './week.ts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** When a week is told: the last complete one at the last time that it was due, and when the next is. Instants in ms. */
export interface Due {
  week: Week;
  at: number;
  next: number;
}

/**
 * When the last complete week was due to be told, at a day and time such as `monday 09:00`, as the zone's clocks have it: a time
 * that a clock change leaves out is moved by as much, one that comes twice counts at first.
 */
export function dueAt(written: string, zone: string, now: number): Due {
  const [day = '', time = ''] = written.split(' ');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const monday = DateTime.fromMillis(now, { zone }).startOf('week');
  const inWeek = (weeks: number) =>
    monday
      .plus({ weeks, days: Math.max(0, DAYS.indexOf(day)) })
      .set({ hour, minute })
      .toMillis();
  const [before, here, after] = [inWeek(-1), inWeek(0), inWeek(1)];
  const [at, next] = here <= now ? [here, after] : [before, here];
  return { week: weekBefore(weekAt(at, zone)), at, next };
}

/** The week before one. */
export const weekBefore = (week: Week): Week => weeksUpTo(week, 2)[0] ?? week;

/** The last complete week. */
export const lastWeek = (now: number, zone: string): Week => weekBefore(weekAt(now, zone));

/** GitHub lets an app make 80 requests a minute that write content, and 500 an hour. */
const A_MINUTE = 60;
const APART = 8_000;

/** When each of many begins to write, in ms from now, so that all of them together stay within GitHub's limits; each takes so many requests. */
export function spreadOut(requests: readonly number[]): number[] {
  const total = requests.reduce((sum, count) => sum + count, 0);
  const apart = total <= A_MINUTE ? 1_000 : APART;
  let before = 0;
  return requests.map((count) => {
    const at = before * apart;
    before += count;
    return at;
  });
}
