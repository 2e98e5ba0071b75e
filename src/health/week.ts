import { DateTime } from 'luxon';

/** A stretch of time, half open: what happens at `to` belongs to the next. Instants in ms. */
export interface Window {
  from: number;
  to: number;
}

/** An ISO week in a time zone, from Monday 00:00 to the next: 167 or 169 hours long where clocks change. */
export interface Week extends Window {
  /** `2026-W47`. */
  name: string;
  zone: string;
}

export const isIn = (instant: number | undefined, { from, to }: Window): boolean =>
  instant !== undefined && instant >= from && instant < to;

const weekFrom = (monday: DateTime, zone: string): Week => ({
  name: monday.toFormat("kkkk-'W'WW"),
  zone,
  from: monday.toMillis(),
  to: monday.plus({ weeks: 1 }).toMillis(),
});

/** The week in which an instant lies. */
export const weekAt = (instant: number, zone: string): Week =>
  weekFrom(DateTime.fromMillis(instant, { zone }).startOf('week'), zone);

/** The week of a name such as `2026-W47`; `undefined` if there is none. */
export function weekNamed(name: string, zone: string): Week | undefined {
  if (!/^\d{4}-W\d{2}$/.test(name)) return undefined;
  const monday = DateTime.fromISO(name, { zone });
  return monday.isValid ? weekFrom(monday.startOf('week'), zone) : undefined;
}

/** `count` weeks that end with this one, the oldest first. */
export function weeksUpTo({ from, zone }: Week, count: number): Week[] {
  const monday = DateTime.fromMillis(from, { zone });
  return Array.from({ length: count }, (_, i) => weekFrom(monday.minus({ weeks: count - 1 - i }), zone));
}

/** The same time of day, so many days later. */
export const daysAfter = (instant: number, days: number, zone: string): number =>
  DateTime.fromMillis(instant, { zone }).plus({ days }).toMillis();

/** The time between two instants on working days, Monday to Friday as the zone has them, in ms. */
export function workingTime(from: number, to: number, zone: string): number {
  let time = 0;
  for (let day = DateTime.fromMillis(from, { zone }).startOf('day'); day.toMillis() < to; day = day.plus({ days: 1 })) {
    if (day.weekday > 5) continue;
    time += Math.max(0, Math.min(to, day.plus({ days: 1 }).toMillis()) - Math.max(from, day.toMillis()));
  }
  return time;
}
