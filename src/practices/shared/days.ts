import { DateTime } from 'luxon';

const DAY = /(?<![\w./-])[12]\d{3}-\d{2}-\d{2}(?!\d|-\d)/g;

/** The days in a text, written `2026-12-31`, in order; what the calendar does not have is none. */
export const daysIn = (text: string): string[] => [...text.matchAll(DAY)].map(([day]) => day).filter(isDay);

export const isDay = (day: string): boolean => DateTime.fromISO(day, { zone: 'utc' }).isValid;

/** The day, as a zone has it, so many days after an instant in ms. */
export const dayAfter = (instant: number, days: number, zone: string): string =>
  DateTime.fromMillis(instant, { zone }).plus({ days }).toISODate() ?? '';

/** The first moment after a day such as `2026-12-31`: whatever is due on it is overdue from here. */
export const endOfDay = (day: string, zone: string): number =>
  DateTime.fromISO(day, { zone }).plus({ days: 1 }).startOf('day').toMillis();
