import { pairing } from '../metrics/people.ts';
import type { Period } from '../period.ts';
import type { Signal } from '../signal.ts';
import { amount, count } from '../told.ts';
import { occasionSignal, occurrencesOf } from './occasions.ts';

export function trust(period: Period): Signal[] {
  const { policy } = period;
  return [
    pulse(period),
    spread(period),
    absence(period),
    pairs(period),
    occasionSignal(
      'Expectations',
      occurrencesOf(period, 'expectations'),
      policy.trust.expectations.paths.length === 0 ? 'no documents are configured' : undefined,
    ),
  ];
}

function pulse({ pulse: measure }: Period): Signal {
  const title = 'Pulse';
  if (measure.state !== 'value')
    return { title, state: measure.state === 'no data' ? 'no data' : 'not set up', now: measure.because };
  const { good, mixed, hard } = measure.value;
  const all = good + mixed + hard;
  if (all < 3) return { title, state: 'quiet', now: 'fewer than 3 answers: not shown' };
  const now = `${good} good, ${mixed} mixed, ${hard} hard, of ${all} answers to last week's question`;
  if (hard <= all / 3 || all < 5) return { title, state: 'told', now };
  return {
    ...{ title, state: 'attention', now },
    finding: `${hard} of ${all} answers said that the week was hard`,
    next: 'Ask in the teams what made it so; nobody need say who answered what',
  };
}

function spread({ people: { reviewers } }: Period): Signal {
  const title = 'Review-load spread';
  if (reviewers.state !== 'value') return { title, state: 'quiet', now: 'fewer than 3 reviewers: not shown' };
  return {
    title,
    state: 'told',
    now: `as if ${amount(reviewers.value)} people shared all reviews evenly, over four weeks`,
  };
}

function absence({ people: { absence: factor } }: Period): Signal {
  const title = 'Absence factor';
  if (factor === undefined) return { title, state: 'quiet', now: 'fewer than 3 people: not shown' };
  const now = `${count(factor, 'person', 'people')} did half of what was merged over four weeks`;
  if (factor > 1) return { title, state: 'good', now };
  return {
    ...{ title, state: 'attention', now, finding: 'Half of what is merged hangs on one person' },
    next: 'Let the next change in the busiest place be made by somebody else, with them beside',
  };
}

function pairs({ newcomers, policy }: Period): Signal {
  const title = 'Newcomers with a mentor';
  if (policy.trust.mentors === undefined) return { title, state: 'not set up', now: 'no mentors’ team is configured' };
  const paired = pairing(newcomers);
  if (paired.state !== 'value') return { title, state: 'quiet', now: 'fewer than 3 newcomers in 90 days: not shown' };
  const { k, n } = paired.value;
  if (k === n) return { title, state: 'good', now: `${k} of ${n}` };
  return {
    ...{ title, state: 'attention', now: `${k} of ${n}`, finding: `${n - k} of ${n} newcomers have no mentor named` },
    next: 'Ask somebody of the mentors’ team for a review of their next pull request',
  };
}
