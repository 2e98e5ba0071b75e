import { code } from '../model/markdown.ts';
import type { Point } from '../model/weekly.ts';
import { FEW } from './measure.ts';
import type { Change, Metric, Unit } from './metric.ts';

/** How figures are written for people: rounded, with their unit, a share with how many of how many. */

/** At most one decimal, and none where it is nought or the number is large. */
export const amount = (value: number): string =>
  (Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 10) / 10).toLocaleString('en');

/** A value that people gave, with what they gave of it: 99.95 is not 100. */
const exact = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 15 });

/** `1 change`, `3 changes`. */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${amount(number)} ${number === 1 ? one : many}`;

/** Hours as people say them: minutes under one, days from two of them on. */
export const hours = (value: number): string =>
  value < 1 ? minutes(value * 60) : value < 48 ? `${amount(value)} h` : `${amount(value / 24)} days`;

export const minutes = (value: number): string => (value < 90 ? `${amount(value)} min` : hours(value / 60));

export const percent = (value: number): string => `${amount(value * 100)}%`;

const WRITTEN: Readonly<Record<Unit, (value: number) => string>> = {
  ...{ hours, minutes, share: percent, count: amount },
  points: (value) => count(value, 'point'),
};

/** A figure alone: `19 h`, `25%`, `34 points`. */
export const written = (value: number, { unit }: Pick<Metric, 'unit'>): string => WRITTEN[unit](value);

/** A figure with how many it is of: `7 of 11 (63.6%)`, `19 h (n = 12)`. Of few, no percentage is told. */
export function figure({ value, n, k }: Point, metric: Pick<Metric, 'unit'>): string {
  if (metric.unit === 'share' && k !== undefined)
    return n < FEW ? `${amount(k)} of ${amount(n)}` : `${amount(k)} of ${amount(n)} (${percent(value)})`;
  if (metric.unit === 'count' || metric.unit === 'points') return written(value, metric);
  return `${written(value, metric)} (n = ${amount(n)})`;
}

const ARROWS = { up: '▲', down: '▼', level: '►' } as const;

const WHEN: Readonly<Record<number, string>> = { 1: 'last week', 2: 'two weeks ago', 3: 'three weeks ago' };
export const weeksAgo = (ago: number): string => WHEN[ago] ?? 'four weeks ago';

/** What it was, with an arrow where one may be drawn: `▼ from 38 h`, `26 h last week, too few to tell`. */
export function changed(change: Change | undefined, metric: Metric): string {
  if (change === undefined) return 'no earlier week';
  const { before, way, ago } = change;
  const was = metric.unit === 'share' ? figure(before, metric) : written(before.value, metric);
  const when = ago === 4 ? '' : ` ${weeksAgo(ago)}`;
  return way === undefined ? `${was}${when}, too few to tell` : `${ARROWS[way]} from ${was}${when}`;
}

/** A value in a unit that people chose: letters and signs that mean nothing in Markdown stand as they are. */
export const inUnit = (value: number, unit: string | undefined): string =>
  unit === undefined ? exact(value) : `${exact(value)} ${/^[\p{L}%°]{1,12}$/u.test(unit) ? unit : code(unit)}`;

/** `a`, `a and b`, `a, b and c`. */
export function listed(things: readonly string[], most = 5): string {
  const shown = things.slice(0, most);
  const rest = things.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = all.pop() ?? '';
  return all.length === 0 ? last : `${all.join(', ')} and ${last}`;
}
