import { DateTime } from 'luxon';

const DAY = /(?<![\w./-])[12]\d{3}-\d{2}-\d{2}(?!\d|-\d)/g;

/** The days in a text, written `2026-12-31`, in order; what the calendar does not have is none. */
export const daysIn = (text: string): string[] => [...text.matchAll(DAY)].map(([day]) => day).filter(isDay);

export const isDay = (day: string): boolean => DateTime.fromISO(day, { zone: 'utc' }).isValid;

/** The day, as a zone has it, so many days after an instant in ms. */
export const dayAfter = (instant: number, days: number, zone: string): string =>
  DateTime.fromMillis(instant, { zone }).plus({ days }).toISODate() ?? '';

/** The first moment after a day such as `2026-12-31`: whatever is due on it is overdue from here. */
export function endOfDay(day: string, zone: string): number {
  const key = `${day} ${zone}`;
  const known = ends.get(key);
  if (known !== undefined) return known;
  const end = DateTime.fromISO(day, { zone }).plus({ days: 1 }).startOf('day').toMillis();
  if (ends.size >= ENDS) ends.clear();
  ends.set(key, end);
  return end;
}

/** Remembered, since a calendar is slow to answer, and an organisation's actions and experiments have few days between them. */
const ends = new Map<string, number>();
const ENDS = 10_000;
