import type { PullRecord, Span } from '../../model/history.ts';
import { HOUR } from '../../model/time.ts';
import { type Ratio, ratio } from '../measure.ts';
import { isIn, type Window, workingTime } from '../week.ts';
import { startOf } from './delivery.ts';

/** How long a change spent where, in hours; they add up to its whole time, less the time it was taken back into draft. */
export interface Stages {
  /** First commit to ready for review. */
  coding: number;
  /** Ready to the first review by somebody else; `null` where nobody reviewed it. */
  pickup: number | null;
  /** First review to the first approval, or to the merge where nobody approved; `null` where nobody reviewed it. */
  review: number | null;
  /** To the merge. */
  merge: number;
  /** To production; absent until it is there. */
  deploy?: number;
}

/**
 * The stages of a merged pull request, each clamped between its neighbours, so that clocks out of order give no negative
 * time. Review is human: by somebody else, no bot, and more than a comment.
 *
 * Sources: the stages are those of Apache DevLake (coding, pickup, review, deploy), with the way from approval to merge told
 * apart, and from when the pull request was ready rather than opened.
 */
export function stagesOf(pull: PullRecord, deployedAt?: number): Stages | undefined {
  const { mergedAt } = pull;
  if (mergedAt === undefined) return undefined;
  const ready = between(startOf(pull), readyAt(pull), mergedAt);
  const reviewed = firstReview(pull);
  const reviewedAt = reviewed === undefined ? undefined : between(ready, reviewed, mergedAt);
  const approval = pull.reviews.find(({ state, by, at }) => state === 'approved' && !by.bot && at <= mergedAt)?.at;
  const approvedAt = reviewedAt === undefined ? undefined : between(reviewedAt, approval ?? mergedAt, mergedAt);
  const active = (from: number, to: number) => (to - from - draftTime(pull.drafts, from, to, ready)) / HOUR;
  return {
    coding: (ready - startOf(pull)) / HOUR,
    pickup: reviewedAt === undefined ? null : active(ready, reviewedAt),
    review: reviewedAt === undefined || approvedAt === undefined ? null : active(reviewedAt, approvedAt),
    merge: active(approvedAt ?? ready, mergedAt),
    ...(deployedAt === undefined ? {} : { deploy: Math.max(0, deployedAt - mergedAt) / HOUR }),
  };
}

const between = (low: number, at: number, high: number): number => Math.min(Math.max(low, at), high);

/** When it was first ready for review. */
const readyAt = ({ createdAt, drafts }: PullRecord): number => {
  const atFirst = drafts.find(({ from }) => from <= createdAt);
  return atFirst === undefined ? createdAt : (atFirst.to ?? Number.POSITIVE_INFINITY);
};

/** Time spent in draft after it had been ready, between two instants. */
const draftTime = (drafts: readonly Span[], from: number, to: number, ready: number): number =>
  drafts
    .filter((draft) => draft.from >= ready)
    .reduce((sum, draft) => sum + Math.max(0, Math.min(to, draft.to ?? to) - Math.max(from, draft.from)), 0);

/** Its first review by a person other than the author; a comment is none. */
const firstReview = ({ reviews }: PullRecord): number | undefined => {
  const given = reviews.filter(({ state, by }) => state !== 'commented' && !by.bot).map(({ at }) => at);
  return given.length === 0 ? undefined : Math.min(...given);
};

/** From when a review was waited for: asked for, but not before it was ready; or ready, where nobody was asked. */
function awaitedFrom(pull: PullRecord): number | undefined {
  const ready = readyAt(pull);
  if (!Number.isFinite(ready)) return undefined;
  return pull.requests.length === 0 ? ready : Math.max(ready, Math.min(...pull.requests));
}

export interface Turnaround {
  /** Hours on working days to each first review given in the window. */
  hours: number[];
  /** Of them, those within the target. */
  within: Ratio;
  /** Ages, in hours on working days, of what still waits for a review at the window's end. */
  waiting: number[];
}

/**
 * Review turnaround: from when a review was asked for, or could be, to the first by somebody else, on working days only.
 *
 * Source: github/issue-metrics tells the time to first response by anybody, on all days; here it is a review, and weekends
 * are nobody's delay.
 */
export function reviewTurnaround(
  pulls: readonly PullRecord[],
  window: Window,
  zone: string,
  targetHours = 24,
): Turnaround {
  const hours: number[] = [];
  const waiting: number[] = [];
  for (const pull of pulls) {
    const from = awaitedFrom(pull);
    if (pull.author.bot || from === undefined || from >= window.to) continue;
    const reviewed = firstReview(pull);
    if (isIn(reviewed, window)) hours.push(workingTime(from, reviewed ?? from, zone) / HOUR);
    const closed = pull.closedAt !== undefined && pull.closedAt < window.to;
    if (!closed && (reviewed === undefined || reviewed >= window.to))
      waiting.push(workingTime(from, window.to, zone) / HOUR);
  }
  return { hours, within: ratio(hours, (taken) => taken <= targetHours), waiting };
}
