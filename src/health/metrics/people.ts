import { DAY } from '../../model/time.ts';
import { type Measure, median, ofPeople, type Ratio } from '../measure.ts';

/** Somebody new: when they first appeared or joined, and when something of theirs was first merged. */
export interface Newcomer {
  appearedAt: number;
  mergedAt?: number | undefined;
  /** A mentor was named. */
  paired?: boolean;
}

/** Newcomers of this long, in days, are looked at together. */
export const NEWCOMER_DAYS = 90;

/**
 * A newcomer's first merged pull request: median days from first appearance, of those who appeared in the 90 days before;
 * who has none yet is counted, unnamed.
 */
export function firstMerges(newcomers: readonly Newcomer[], now: number): Measure<{ days: number; notYet: number }> {
  const recent = newcomers.filter(({ appearedAt }) => appearedAt < now && appearedAt >= now - NEWCOMER_DAYS * DAY);
  const days = recent.flatMap(({ appearedAt, mergedAt }) =>
    mergedAt === undefined || mergedAt > now ? [] : [(mergedAt - appearedAt) / DAY],
  );
  return ofPeople(days.length, () => ({ days: median(days) ?? 0, notYet: recent.length - days.length }));
}

/** Pairing: newcomers of whom somebody is named a mentor, of all newcomers. */
export const pairing = (newcomers: readonly Newcomer[]): Measure<Ratio> =>
  ofPeople(newcomers.length, () => ({
    k: newcomers.filter(({ paired }) => paired).length,
    n: newcomers.length,
  }));

/**
 * Absence factor: the fewest contributors who together did at least half of the work. A whole number, and nobody's name.
 *
 * Source: CHAOSS, "Contributor Absence Factor" (once "bus factor").
 */
export function absenceFactor(contributions: readonly number[]): number {
  const half = contributions.reduce((sum, one) => sum + one, 0) / 2;
  let covered = 0;
  let people = 0;
  for (const one of [...contributions].sort((a, b) => b - a)) {
    if (covered >= half) break;
    covered += one;
    people += 1;
  }
  return people;
}

/**
 * Review-load spread: how many people reviews would be spread over evenly to be as concentrated as they are.
 *
 * Source: the inverse Simpson index, 1 ÷ Σ share² (Simpson 1949; Hill number of order 2).
 */
export const effectiveReviewers = (reviews: readonly number[]): Measure<number> =>
  ofPeople(reviews.filter((count) => count > 0).length, () => {
    const all = reviews.reduce((sum, count) => sum + count, 0);
    return 1 / reviews.reduce((sum, count) => sum + (count / all) ** 2, 0);
  });
