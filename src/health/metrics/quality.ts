import type { PullRecord, RunRecord } from '../../model/history.ts';
import { DAY, MINUTE } from '../../model/time.ts';
import { type Measure, notApplicable, pooled, type Ratio, ratio, value } from '../measure.ts';
import { isIn, type Window } from '../week.ts';

/** Alignment coverage: what people merged to the default branch and serves a known outcome, of all that is not exempt. */
export function alignmentCoverage(
  pulls: readonly PullRecord[],
  outcomes: readonly string[],
  window: Window,
): Ratio & { exempt: number; inferred: number; byBots: number } {
  const known = (ids: readonly string[]) => ids.some((id) => outcomes.includes(id));
  const merged = pulls.filter(({ mergedAt, onDefault }) => onDefault && isIn(mergedAt, window));
  const byPeople = merged.filter(({ author }) => !author.bot);
  const eligible = byPeople.filter((pull) => !pull.outcomes.exempt);
  const aligned = eligible.filter((pull) => known([...pull.outcomes.declared, ...pull.outcomes.inferred]));
  return {
    ...{ k: aligned.length, n: eligible.length, exempt: byPeople.length - eligible.length },
    inferred: aligned.filter((pull) => !known(pull.outcomes.declared)).length,
    byBots: merged.length - byPeople.length,
  };
}

/** Ownership coverage: changed files of merged pull requests that CODEOWNERS gives an owner, of all of them. */
export function ownershipCoverage(pulls: readonly PullRecord[], window: Window): Measure<Ratio> {
  const owned = pulls.filter(({ mergedAt }) => isIn(mergedAt, window)).flatMap((pull) => pull.owned ?? []);
  return owned.length === 0 ? notApplicable('There is no CODEOWNERS') : value(pooled(owned));
}

const COUNTED = new Set(['success', 'failure', 'timed_out']);

/**
 * CI: first attempts on the default branch that succeed, of those that came to an end of their own; runs that failed first
 * and passed again on the same commit (flaky); minutes from start to end of the first attempts, time in the queue apart.
 */
export function ci(runs: readonly RunRecord[], window: Window) {
  const counted = runs.flatMap((run) => {
    const [first] = run.attempts;
    return first && COUNTED.has(first.conclusion) && isIn(first.finishedAt, window) ? [{ run, first }] : [];
  });
  const passed = ({ conclusion }: { conclusion: string }) => conclusion === 'success';
  return {
    firstTry: ratio(counted, ({ first }) => passed(first)),
    flaky: ratio(counted, ({ run, first }) => !passed(first) && run.attempts.slice(1).some(passed)),
    minutes: counted.map(({ first }) => (first.finishedAt - first.startedAt) / MINUTE),
    queueMinutes: counted.map(({ first }) => Math.max(0, first.startedAt - first.createdAt) / MINUTE),
  };
}

interface Alert {
  severity: string;
  createdAt: number;
}
type Terms = Readonly<Record<string, number | undefined>>;

/** Whether an open alert is younger than its severity allows; one without a term always is. Terms in days. */
export function isInTerm({ severity, createdAt }: Alert, terms: Terms, now: number): boolean {
  const term = terms[severity];
  return term === undefined || now - createdAt < term * DAY;
}

/** Alerts in their term: open alerts younger than their severity allows, of all open ones. Terms in days. */
export const alertsInTerm = (alerts: readonly Alert[], terms: Terms, now: number): Ratio =>
  ratio(alerts, (alert) => isInTerm(alert, terms, now));

/** Stale feature toggles: open issues that ask for one's removal and are older than allowed. `limit` in days. */
export const staleToggles = (
  issues: readonly { createdAt: number }[] | 'no label',
  limit: number,
  now: number,
): Measure<number> =>
  issues === 'no label'
    ? notApplicable('No label for them is set')
    : value(issues.filter(({ createdAt }) => now - createdAt > limit * DAY).length);
