import type { PullRecord } from '../model/history.ts';
import type { Measure } from './measure.ts';
import { absenceFactor, effectiveReviewers } from './metrics/people.ts';
import { isIn, type Week, type Window, weeksUpTo } from './week.ts';

/** How much was merged and reviewed by each person, who is told apart and not known. */
export interface Work {
  merges: ReadonlyMap<string, number>;
  reviews: ReadonlyMap<string, number>;
}

/** Work is looked at over so many weeks: of one alone, a holiday would look like somebody who left. */
export const WORK_WEEKS = 4;

/** Who merged and reviewed what was merged in the last weeks, this one included. */
export function workOf(pulls: readonly PullRecord[], week: Week): Work {
  const within: Window = { from: weeksUpTo(week, WORK_WEEKS)[0]?.from ?? week.from, to: week.to };
  const merged = pulls.filter(({ mergedAt }) => isIn(mergedAt, within));
  return {
    merges: counted(merged.flatMap(({ author }) => (author.bot ? [] : author.who))),
    reviews: counted(
      merged.flatMap(({ reviews }) => [
        ...new Set(reviews.flatMap(({ by, state }) => (by.bot || state === 'commented' ? [] : by.who))),
      ]),
    ),
  };
}

function counted(people: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const who of people) counts.set(who, (counts.get(who) ?? 0) + 1);
  return counts;
}

/** How work is spread, without saying over whom. */
export function spreadOf(all: readonly Work[]): { absence: number | undefined; reviewers: Measure<number> } {
  const contributions = together(all.map(({ merges }) => merges));
  return {
    absence: contributions.length < 3 ? undefined : absenceFactor(contributions),
    reviewers: effectiveReviewers(together(all.map(({ reviews }) => reviews))),
  };
}

function together(all: readonly ReadonlyMap<string, number>[]): number[] {
  const counts = new Map<string, number>();
  for (const [who, count] of all.flatMap((one) => [...one])) counts.set(who, (counts.get(who) ?? 0) + count);
  return [...counts.values()];
}
