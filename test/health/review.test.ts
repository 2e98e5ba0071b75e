import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median } from '../../src/health/measure.ts';
import { reviewTurnaround, stagesOf } from '../../src/health/metrics/review.ts';
import { weekAt } from '../../src/health/week.ts';
import type { PullRecord } from '../../src/model/history.ts';
import { at, bot, DAY, HOUR, merged, opened, person } from '../support/history.ts';

const ZONE = 'Etc/UTC';
const MONDAY = at('2026-09-07');
const WEEK = weekAt(MONDAY, ZONE);
const review = (when: number, state: PullRecord['reviews'][number]['state'] = 'approved', by = person('ben')) => ({
  ...{ at: when, by, state },
});

describe('the stages of a change', () => {
  const ready = MONDAY + 25 * HOUR;
  const pull = merged(ready + 25 * HOUR + 20 * 60_000, {
    firstCommitAt: MONDAY,
    createdAt: MONDAY + 10 * HOUR,
    drafts: [{ from: MONDAY + 10 * HOUR, to: ready }],
    reviews: [review(ready + 4.5 * HOUR, 'changes requested'), review(ready + 25 * HOUR)],
  });

  it('are 25, 4.5, 20.5, 0.33 and 5 hours, together 55.33', () => {
    const stages = stagesOf(pull, (pull.mergedAt ?? 0) + 5 * HOUR);
    const hours = Object.values(stages ?? {}).map((hour) => Math.round((hour ?? 0) * 100) / 100);
    expect(hours).toEqual([25, 4.5, 20.5, 0.33, 5]);
    expect(hours.reduce((a, b) => a + b)).toBeCloseTo(55.33, 10);
  });

  it('of an unreviewed one have no pickup and no review', () => {
    expect(stagesOf(merged(MONDAY, { createdAt: MONDAY - 2 * HOUR }))).toEqual({
      ...{ coding: 0, pickup: null, review: null, merge: 2 },
    });
  });

  it('know no review by a bot, and none by a comment', () => {
    const reviews = [review(ready, 'commented'), review(ready, 'approved', bot)];
    expect(stagesOf({ ...pull, reviews })).toMatchObject({ pickup: null, review: null });
  });

  it('leave out the time it was taken back into draft', () => {
    const drafts = [...pull.drafts, { from: ready + HOUR, to: ready + 3 * HOUR }];
    expect(stagesOf({ ...pull, drafts })).toMatchObject({ coding: 25, pickup: 2.5, review: 20.5 });
  });

  it('are never negative, and add up to the whole, whatever the clocks say', () => {
    const moment = fc.integer({ min: 0, max: 500 }).map((hours) => MONDAY + hours * HOUR);
    const reviews = fc.array(fc.tuple(moment, fc.constantFrom('approved', 'changes requested', 'dismissed')), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(moment, moment, moment, reviews, (first, created, done, given) => {
        const odd = merged(Math.max(first, created, done), {
          firstCommitAt: first,
          createdAt: created,
          reviews: given.map(([when, state]) => review(when, state as 'approved')),
        });
        const stages = Object.values(stagesOf(odd) ?? {}).map((hours) => hours ?? 0);
        expect(Math.min(...stages)).toBeGreaterThanOrEqual(0);
        const whole = ((odd.mergedAt ?? 0) - Math.min(first, created)) / HOUR;
        expect(stages.reduce((a, b) => a + b, 0)).toBeCloseTo(whole, 6);
      }),
    );
  });
});

describe('review turnaround', () => {
  it('of 2, 3, 5, 20 and 30 hours has the median 5, and 4 of 5 within 24', () => {
    const pulls = [2, 3, 5, 20, 30].map((hours) =>
      merged(MONDAY + 3 * DAY, { createdAt: MONDAY, requests: [MONDAY], reviews: [review(MONDAY + hours * HOUR)] }),
    );
    const { hours, within } = reviewTurnaround(pulls, WEEK, ZONE);
    expect([median(hours), within]).toEqual([5, { k: 4, n: 5 }]);
  });

  it('leaves the weekend out', () => {
    const friday = at('2026-09-04T16:00Z');
    const pull = merged(MONDAY + DAY, { createdAt: friday, reviews: [review(MONDAY + 10 * HOUR)] });
    expect(reviewTurnaround([pull], WEEK, ZONE).hours).toEqual([18]);
  });

  it('begins when it was ready, if it was asked for before', () => {
    const pull = merged(MONDAY + DAY, {
      createdAt: MONDAY,
      drafts: [{ from: MONDAY, to: MONDAY + 6 * HOUR }],
      requests: [MONDAY + HOUR],
      reviews: [review(MONDAY + 8 * HOUR)],
    });
    expect(reviewTurnaround([pull], WEEK, ZONE).hours).toEqual([2]);
  });

  it('lists by age what still waits, but no drafts, nor what bots opened', () => {
    const tuesday = MONDAY + DAY;
    const pulls = [
      opened(tuesday, { reviews: [review(tuesday + HOUR, 'commented')] }),
      opened(tuesday, { drafts: [{ from: tuesday }] }),
      opened(tuesday, { author: bot }),
      opened(tuesday, { reviews: [review(tuesday + HOUR)] }),
    ];
    expect(reviewTurnaround(pulls, WEEK, ZONE).waiting).toEqual([4 * 24]);
  });

  it.each([
    [[at('2023-01-02')], [at('2023-01-03')], 24],
    [[at('2023-01-02')], [at('2023-01-04')], 48],
  ])('agrees with github/issue-metrics on working days', ([created = 0], [reviewed = 0], hours) => {
    const pull = merged(at('2023-01-05'), { createdAt: created, reviews: [review(reviewed)] });
    expect(reviewTurnaround([pull], weekAt(reviewed, ZONE), ZONE).hours).toEqual([hours]);
  });
});

describe('beside Apache DevLake’s published pull requests', () => {
  const stages = (pull: PullRecord, deployed?: number) => {
    const hours = stagesOf(pull, deployed);
    return Object.fromEntries(
      Object.entries(hours ?? {}).map(([name, time]) => [
        name,
        time === null ? null : Math.ceil(Math.max(0, time * 60 - 1e-6)),
      ]),
    );
  };

  it('the first has its 1440, 5, 55 and 2978 minutes, where the answer after 5 is a review', () => {
    const pull = merged(at('2023-04-11T05:51:47Z'), {
      firstCommitAt: at('2023-04-10T04:51:47Z'),
      createdAt: at('2023-04-11T04:51:47Z'),
      reviews: [review(at('2023-04-11T04:56:47Z'), 'changes requested')],
    });
    const deployed = at('2023-04-13T07:29:14Z');
    expect(stages(pull, deployed)).toEqual({ coding: 1440, pickup: 5, review: 55, merge: 0, deploy: 2978 });
    const commented = { ...pull, reviews: [review(at('2023-04-11T04:56:47Z'), 'commented')] };
    expect(stages(commented, deployed)).toMatchObject({ pickup: null, review: null, merge: 60 });
  });

  it('the second, whose commits are younger than itself, took no time to code rather than an unknown one', () => {
    const pull = merged(at('2023-04-12T05:51:47Z'), {
      firstCommitAt: at('2023-04-13T04:51:47Z'),
      createdAt: at('2023-04-12T04:51:47Z'),
      reviews: [review(at('2023-04-12T04:51:49Z'), 'changes requested')],
    });
    expect(stages(pull, at('2023-04-13T07:29:14Z'))).toMatchObject({ coding: 0, pickup: 1, review: 60, deploy: 1538 });
  });

  it('the third, reviewed before it was opened, was picked up at once', () => {
    const pull = merged(at('2023-04-14T06:53:51Z'), {
      firstCommitAt: at('2023-04-07T04:51:47Z'),
      createdAt: at('2023-04-11T06:53:51Z'),
      reviews: [review(at('2023-04-10T06:53:51Z'), 'changes requested')],
    });
    expect(stages(pull)).toEqual({ coding: 5883, pickup: 0, review: 4320, merge: 0 });
  });
});
