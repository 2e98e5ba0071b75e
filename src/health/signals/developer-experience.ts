import { MANY, type Measure, median, p90 } from '../measure.ts';
import { firstMerges } from '../metrics/people.ts';
import type { Period } from '../period.ts';
import { figureSignal, mergedLink, type Signal } from '../signal.ts';
import { TARGETS } from '../targets.ts';
import { amount, count, hours, minutes } from '../told.ts';

export function developerExperience(period: Period): Signal[] {
  const { figures } = period;
  const { delivery, ci, reviews, stages } = figures;
  const delivered = delivery.state === 'value' ? delivery.value : undefined;
  const unreviewed = stages.filter(({ pickup }) => pickup === null).length;
  const waiting = [...reviews.waiting].sort((a, b) => b - a);
  return [
    figureSignal('lead-time', period, {
      because: delivery,
      cause: 'The stages below tell where the time goes',
      next: 'Begin with the longest stage',
      evidence: mergedLink(period),
      more: delivered && high(delivered.leadHours, hours),
    }),
    figureSignal('deploys', period, {
      because: delivery,
      next: 'Ask what holds releases back: a freeze, a manual step, or nothing to ship',
      more: delivered && `median ${amount(median(delivered.deploys) ?? 0)} a week over ${delivered.deploys.length}`,
    }),
    ...(stages.length === 0 ? [] : [flow(period, unreviewed)]),
    figureSignal('in-time', period, {
      target: TARGETS['in-time'],
      because: 'no review was given',
      cause: 'Reviews often wait where one person or one team is asked for everything',
      next: 'Name a second owner, or let reviews be assigned in turn',
      more: period.points.turnaround && `half of them within ${hours(period.points.turnaround.value)}, on working days`,
    }),
    {
      title: 'Waiting for a review',
      ...(waiting.length === 0
        ? { state: 'good', now: 'nothing waits' }
        : { state: 'told', now: `${count(waiting.length, 'change')}, the longest for ${hours(waiting[0] ?? 0)}` }),
    },
    figureSignal('first-try', period, {
      target: TARGETS['first-try'],
      because: ci,
      cause: 'What fails and passes again on the same commit is flaky; what fails for good is found late',
      next: 'Fix or quarantine the flakiest test first',
      more: flakyIn(ci),
    }),
    figureSignal('ci-time', period, {
      because: ci,
      next: 'Look for the job that everything waits for',
      more: ci.state === 'value' ? high(ci.value.minutes, minutes) : undefined,
    }),
    newcomers(period),
  ];
}

/** From enough values on, the 90th percentile is told beside the median. */
const high = (values: readonly number[], tell: (value: number) => string): string | undefined =>
  values.length < MANY ? undefined : `nine of ten within ${tell(p90(values) ?? 0)}`;

function flow({ points }: Period, unreviewed: number): Signal {
  const parts = [
    ['coding', points.coding],
    ['pickup', points.pickup],
    ['review', points.reviewing],
    ['merge', points.merging],
    ['deploy', points.deploying],
  ] as const;
  const told = parts.flatMap(([name, point]) => (point ? `${name} ${hours(point.value)}` : []));
  return {
    title: 'Stages of a change',
    state: 'told',
    now: `medians: ${told.join(', ')}${unreviewed > 0 ? `; ${count(unreviewed, 'change')} without a review` : ''}`,
  };
}

const flakyIn = (ci: Period['figures']['ci']): string | undefined =>
  ci.state === 'value' && ci.value.flaky.k > 0 ? `${ci.value.flaky.k} passed on a rerun (flaky)` : undefined;

function newcomers({ newcomers: all, now, policy }: Period): Signal {
  const title = "Newcomer's first merged change";
  if (policy.trust.mentors === undefined)
    return { title, state: 'not set up', now: 'told once a mentors’ team is configured' };
  const first: Measure<{ days: number; notYet: number }> = firstMerges(all, now);
  if (first.state !== 'value')
    return { title, state: 'quiet', now: first.state === 'suppressed' ? 'fewer than 3 people: not shown' : 'none' };
  const { days, notYet } = first.value;
  return {
    title,
    state: 'told',
    now: `half of them within ${count(days, 'day')} of their first one${notYet > 0 ? `, ${notYet} not yet` : ''}`,
  };
}
