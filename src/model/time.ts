/** Lengths of time, in milliseconds. A calendar day can be an hour shorter or longer: where that matters, it is computed in its time zone. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;
