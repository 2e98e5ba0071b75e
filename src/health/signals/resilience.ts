import type { Period } from '../period.ts';
import { figureSignal, numberLink, type Signal } from '../signal.ts';
import { TARGETS } from '../targets.ts';
import { count, hours } from '../told.ts';
import { occasionSignal, occurrencesOf } from './occasions.ts';

export function resilience(period: Period): Signal[] {
  const { delivery } = period.figures;
  const delivered = delivery.state === 'value' ? delivery.value : undefined;
  const waiting = [...(delivered?.unrecoveredHours ?? [])].sort((a, b) => b - a);
  const incidents = period.repositories.reduce((sum, { commitments }) => sum + commitments.incidents, 0);
  return [
    figureSignal('change-fail', period, {
      target: TARGETS['change-fail'],
      because: delivery,
      cause: 'Large batches and changes that no test reached fail most often',
      next: 'Read what the last repairs had in common, and ask for a rollback plan where they were',
      more: delivered?.changeFail.provisional
        ? 'provisional: what befalls a release within 14 days still counts'
        : undefined,
    }),
    figureSignal('recovery', period, {
      target: TARGETS.recovery,
      because: delivered ? 'nothing had to be repaired' : delivery,
      cause: 'What cannot be seen takes longest to mend',
      next: 'Note in each review after an incident what would have shown it sooner',
      more:
        waiting.length > 0
          ? `${count(waiting.length, 'release waits', 'releases wait')} for repair, the longest for ${hours(waiting[0] ?? 0)}`
          : undefined,
    }),
    figureSignal('rework', period, { because: delivery, next: 'Look at what the repairs had in common' }),
    incidents === 0
      ? { title: 'Incidents', state: 'quiet', now: 'none opened' }
      : { title: 'Incidents', state: 'told', now: `${incidents} opened` },
    actions(period),
    toggles(period),
    occasionSignal('Chaos drill', occurrencesOf(period, 'chaos-drill'), notSetUp(period)),
  ];
}

const notSetUp = ({ policy }: Period): string | undefined =>
  policy.resilience['chaos-drill'].every === undefined ? 'no cadence is configured' : undefined;

function actions(period: Period): Signal {
  const title = 'Actions after incidents';
  const all = period.repositories.map(({ commitments, shown }) => ({ ...commitments.actions, shown }));
  const due = all.flatMap((one) => (one.due.state === 'value' ? one.due.value : []));
  const invalid = all.reduce((sum, one) => sum + one.invalid, 0);
  const apart = invalid > 0 ? `; ${count(invalid, 'action')} without an owner or a day` : '';
  if (due.length === 0) return { title, state: 'quiet', now: `none is due${apart}` };
  const sum = (of: (one: (typeof due)[number]) => number) => due.reduce((total, one) => total + of(one), 0);
  const [n, closed, inTime, overdue] = [
    sum((one) => one.closed.n),
    sum((one) => one.closed.k),
    sum((one) => one.inTime.k),
    sum((one) => one.overdue),
  ];
  const named = all.flatMap((one) => (one.shown ? one.overdue : [])).sort((a, b) => b.days - a.days);
  const now = `${closed} of ${n} due are done, ${inTime} in time, ${overdue} overdue${apart}`;
  if (overdue === 0) return { title, state: 'good', now };
  const [longest] = all.flatMap((one) => one.overdue).sort((a, b) => b.days - a.days);
  return {
    ...{ title, state: 'attention', now },
    finding: `${count(overdue, 'action is', 'actions are')} overdue, the longest by ${count(longest?.days ?? 0, 'day')}`,
    next: 'Do it, move its due day with a reason, or say that it will not be done',
    evidence: [...new Map(named.map((one) => [`${one.repo} ${one.number}`, one])).values()]
      .slice(0, 5)
      .map((one) => numberLink(period, one)),
  };
}

function toggles({ repositories, policy }: Period): Signal {
  const title = 'Stale feature toggles';
  const known = repositories.flatMap(({ commitments }) =>
    commitments.toggles.state === 'value' ? commitments.toggles.value : [],
  );
  if (known.length === 0) return { title, state: 'not set up', now: 'no label for them is configured' };
  const stale = known.reduce((sum, one) => sum + one, 0);
  const limit = count(policy.resilience.toggles['stale-after'].days, 'day');
  if (stale === 0) return { title, state: 'good', now: `none is older than ${limit}` };
  return {
    ...{ title, state: 'attention', now: `${stale} older than ${limit}` },
    finding: `${count(stale, 'toggle waits', 'toggles wait')} to be removed for more than ${limit}`,
    next: 'Remove the oldest: each one is a way through the code that nobody tests',
  };
}
