import { WEEK } from '../../model/time.ts';
import { type Measure, notApplicable, pooled, type Ratio, share, value } from '../measure.ts';

export interface Interest {
  /** How long debt bears none, in ms. */
  after: number;
  /** Simple interest a week, as a fraction of the points. */
  perWeek: number;
}

/** What is owed of one debt: its points, and simple interest on the weeks it is older than the grace, at most the points again. */
export function owed(points: number, age: number, { after, perWeek }: Interest): number {
  const late = Math.max(0, age - after) / WEEK;
  return points + Math.min(points * perWeek * late, points);
}

/** What changed the open points in a window. */
export interface Flows {
  added: number;
  reestimated: number;
  paid: number;
  writtenOff: number;
}

export interface BurnDown extends Flows {
  start: number;
  end: number;
  /** Of the budget. */
  used: Measure<{ points: number; budget: number; share: number }>;
}

/** Debt burn-down: open points at the start, what changed them, and open points at the end against the budget. */
export function burnDown(start: number, flows: Flows, budget: number | undefined): BurnDown {
  const end = start + flows.added + flows.reestimated - flows.paid - flows.writtenOff;
  return { ...flows, start, end, used: budgetUsed(end, budget) };
}

/** The budget is spent once open points reach it; one of no points is spent by the first. */
const budgetUsed = (points: number, budget: number | undefined): BurnDown['used'] =>
  budget === undefined
    ? notApplicable('No budget is set')
    : value({ points, budget, share: budget === 0 ? (points > 0 ? 1 : 0) : points / budget });

/** What a merged change is for; one that is several counts as the first of them. */
export type ChangeClass = 'incident' | 'debt' | 'innovation' | 'product';

/** The class of a change by its labels and those of the issues that it closes. Labels are compared without case. */
export function classOf(
  labels: readonly string[],
  classes: Readonly<Record<Exclude<ChangeClass, 'product'>, readonly string[]>>,
): ChangeClass {
  const own = new Set(labels.map((name) => name.toLowerCase()));
  const has = (names: readonly string[]) => names.some((name) => own.has(name.toLowerCase()));
  return (['incident', 'debt', 'innovation'] as const).find((one) => has(classes[one])) ?? 'product';
}

/** A share of merged changes over several weeks, pooled by counts, against the reserve kept for it. Not a share of time. */
export function reserveHeld(
  weeks: readonly Ratio[],
  reserve: number | undefined,
): Measure<Ratio & { share: number; against?: { reserve: number; short: number } }> {
  const all = pooled(weeks);
  const held = share(all);
  if (held === undefined) return notApplicable('Nothing was merged');
  const against = reserve === undefined ? {} : { against: { reserve, short: Math.max(0, reserve - held) } };
  return value({ ...all, share: held, ...against });
}
