import { endOfDay } from '../../practices/shared/days.ts';
import { type Measure, notApplicable, type Ratio, ratio, value } from '../measure.ts';
import { daysAfter } from '../week.ts';

/** An action that an incident's review asks for. Days are `2026-12-31`. */
export interface Action {
  owner?: string | undefined;
  due?: string | undefined;
  /** Absent while it is open. */
  closedAt?: number | undefined;
}

/**
 * Post-incident actions: of those due by now, how many were closed by their day, how many at all, and how many are overdue.
 * One without owner or day is no commitment, and is counted apart.
 */
export function postIncidentActions(
  actions: readonly Action[],
  now: number,
  zone: string,
): { due: Measure<{ inTime: Ratio; closed: Ratio; overdue: number }>; invalid: number } {
  const valid = actions.filter(({ owner, due }) => owner !== undefined && due !== undefined);
  const end = ({ due = '' }: Action) => endOfDay(due, zone);
  const due = valid.filter((action) => end(action) <= now);
  const isClosed = ({ closedAt }: Action) => closedAt !== undefined && closedAt <= now;
  const figures = {
    inTime: ratio(due, (action) => (action.closedAt ?? Number.POSITIVE_INFINITY) < end(action)),
    closed: ratio(due, isClosed),
    overdue: due.filter((action) => !isClosed(action)).length,
  };
  return {
    due: due.length === 0 ? notApplicable('No action is due') : value(figures),
    invalid: actions.length - valid.length,
  };
}

/** When a waiver was granted, and the last day on which it counts. */
export interface Term {
  at: number;
  until: string;
  renewed?: boolean;
}

/** Whether a waiver counts at an instant: up to the end of its last day. */
export const isInForce = ({ at, until }: Term, now: number, zone: string): boolean =>
  at <= now && now < endOfDay(until, zone);

/** Waivers in force, those of them that end soon, those that are over, and how many were granted again. */
export function waiversStanding(waivers: readonly Term[], now: number, zone: string, soon = 14) {
  const end = ({ until }: Term) => endOfDay(until, zone);
  const standing = waivers.filter((waiver) => isInForce(waiver, now, zone));
  return {
    inForce: standing.length,
    endingSoon: standing.filter((waiver) => end(waiver) <= daysAfter(now, soon, zone)).length,
    expired: waivers.filter((waiver) => end(waiver) <= now).length,
    renewals: waivers.filter(({ renewed }) => renewed).length,
  };
}

/** Experiments overdue: their day to decide by has ended, and nothing is decided. */
export const experimentsOverdue = (
  experiments: readonly { decideBy?: string | undefined; decided?: boolean | undefined }[],
  now: number,
  zone: string,
): number =>
  experiments.filter(({ decideBy, decided }) => !decided && decideBy !== undefined && endOfDay(decideBy, zone) <= now)
    .length;

export interface Kpi {
  baseline: number;
  target: number;
  direction: 'up' | 'down';
}

export type Attainment = { share: number } | { met: boolean } | 'stale' | 'no reading';

/** KPI attainment: how much of the way from baseline to target a reading has gone; where they are one, whether it is met. */
export function attainment(
  { baseline, target, direction }: Kpi,
  reading: { value: number; at: number } | undefined,
  now: number,
  staleAfter: number,
): Attainment {
  if (reading === undefined || !Number.isFinite(reading.value)) return 'no reading';
  if (now - reading.at > staleAfter) return 'stale';
  if (target === baseline) return { met: direction === 'up' ? reading.value >= target : reading.value <= target };
  return { share: (reading.value - baseline) / (target - baseline) };
}

/** Ritual adherence: occurrences with evidence that they happened, of those expected and not skipped with a reason. */
export function ritualAdherence(
  occurrences: readonly { held: boolean; skippedBecause?: string | undefined }[],
): Measure<Ratio> {
  const expected = occurrences.filter(({ held, skippedBecause }) => held || !skippedBecause?.trim());
  return expected.length === 0 ? notApplicable('None was expected') : value(ratio(expected, ({ held }) => held));
}

/** Decisions recorded: items that the last digest put to be decided and that were ticked or answered, of all of them. */
export const decisionsRecorded = (items: readonly { ticked: boolean; answered: boolean }[]): Measure<Ratio> =>
  items.length === 0
    ? notApplicable('Nothing was asked')
    : value(ratio(items, ({ ticked, answered }) => ticked || answered));
