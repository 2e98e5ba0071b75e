import type { World } from '../../github/world.ts';
import type { Story } from './teller.ts';
import { LAST, type Weeks } from './weeks.ts';

/** Something that is tried: from a week on, to be decided in another, and what was decided when. */
interface Experiment {
  repo: string;
  week: number;
  due: number;
  title: string;
  hypothesis: string;
  metric: string;
  decided?: { week: number; as: string };
}

const EXPERIMENTS: readonly Experiment[] = [
  {
    ...{ repo: 'acme/booking', week: 3, due: 9, title: 'The next free slot comes first' },
    hypothesis: 'Patients who see the next free slot first book sooner.',
    metric: 'Minutes from the first look to the booking, from 9 to 6.',
    decided: { week: 9, as: 'Ship it: from 9 to 5 minutes, and nobody asked for the old order.' },
  },
  {
    ...{ repo: 'acme/booking', week: 8, due: 14, title: 'Two reminders instead of one' },
    hypothesis: 'A second reminder on the day itself keeps patients from forgetting.',
    metric: 'Appointments missed, from 9% to 6%.',
    decided: { week: 15, as: 'Stop it: still 9%, and four clinics complained.' },
  },
  {
    ...{ repo: 'acme/booking', week: 18, due: LAST, title: 'Clinics set how long a slot is' },
    hypothesis: 'Clinics that set their own length overrun less.',
    metric: 'Appointments that begin late, from 30% to 20%.',
    decided: { week: LAST, as: 'Ship it to all: from 30% to 19% in the six clinics that tried.' },
  },
  {
    ...{ repo: 'acme/booking', week: 20, due: LAST - 1, title: 'A waiting list for every doctor' },
    hypothesis: 'Patients wait for their own doctor rather than take another’s slot.',
    metric: 'Free slots that are filled within a day, from 40% to 60%.',
  },
  {
    ...{ repo: 'acme/booking', week: 23, due: LAST + 5, title: 'Book without an account' },
    hypothesis: 'Half of those who give up do so where they are asked to sign up.',
    metric: 'Bookings begun and not ended, from 22% to 15%.',
  },
  {
    ...{ repo: 'acme/payments', week: 15, due: LAST - 4, title: 'Pay by a link in the message' },
    hypothesis: 'Whoever can pay at once pays at once.',
    metric: 'Invoices paid within a week, from 55% to 70%.',
  },
];

export const experimentsOf = (world: World, weeks: Weeks): Story[] =>
  EXPERIMENTS.map((experiment) => attempt(world, weeks, experiment));

function* attempt(world: World, weeks: Weeks, experiment: Experiment): Story {
  const { repo, week, due, title, hypothesis, metric, decided } = experiment;
  const at = weeks.at(week, 2, 14);
  yield at;
  const decideBy = weeks.day(weeks.at(due, 4, 12));
  const body = `## Hypothesis\n\n${hypothesis}\n\n## Metric\n\n${metric}\n\nDecide by: ${decideBy}`;
  const issue = world.openIssue({ repo, title, body, labels: ['experiment'], by: 'pia', at });
  if (decided === undefined) return;
  const then = weeks.at(decided.week, 4, 15);
  yield then;
  world.edit(issue, { body: `${body}\n\n## Decision\n\n${decided.as}`, by: 'pia', at: then });
  world.close(issue, { by: 'pia', at: then });
}
