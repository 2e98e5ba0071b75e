import { DateTime } from 'luxon';
import { WEEK } from '../model/time.ts';

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

/** Weeks before a week, by how many: a thousand repositories ask for the same ones, and a calendar is slow to answer. */
const upTo = new WeakMap<Week, Map<number, readonly Week[]>>();

/** `count` weeks that end with this one, the oldest first. */
export function weeksUpTo(week: Week, count: number): readonly Week[] {
  const known = upTo.get(week) ?? new Map<number, readonly Week[]>();
  upTo.set(week, known);
  const weeks = known.get(count) ?? weeksBefore(week, count);
  known.set(count, weeks);
  return weeks;
}

function weeksBefore({ from, zone }: Week, count: number): Week[] {
  const monday = DateTime.fromMillis(from, { zone });
  return Array.from({ length: count }, (_, i) => weekFrom(monday.minus({ weeks: count - 1 - i }), zone));
}

/** The same time of day, so many days later. */
export const daysAfter = (instant: number, days: number, zone: string): number =>
  DateTime.fromMillis(instant, { zone }).plus({ days }).toMillis();

/** The first Monday since the epoch. */
const MONDAY = '1970-01-05';

/** Monday 00:00 to Saturday 00:00 by zone and week since the epoch, remembered since a calendar is slow to answer. */
const workdays = new Map<string, Window[]>();

function workdaysOf(nth: number, zone: string): Window {
  const known = workdays.get(zone) ?? [];
  workdays.set(zone, known);
  known[nth] ??= calendarDays(nth, zone);
  return known[nth];
}

function calendarDays(nth: number, zone: string): Window {
  const monday = DateTime.fromISO(MONDAY, { zone }).plus({ weeks: nth });
  const startOf = (day: DateTime) => day.startOf('day').toMillis();
  return { from: startOf(monday), to: startOf(monday.plus({ days: 5 })) };
}

/** The time between two instants on working days, Monday to Friday as the zone has them, in ms. */
export function workingTime(from: number, to: number, zone: string): number {
  let time = 0;
  // A zone may still be in the week before the one that UTC has.
  let nth = Math.floor((from - Date.parse(MONDAY)) / WEEK) - 1;
  for (let days = workdaysOf(nth, zone); days.from < to; days = workdaysOf(++nth, zone))
    time += Math.max(0, Math.min(to, days.to) - Math.max(from, days.from));
  return time;
}
