import type { World } from '../../github/world.ts';
import type { Story } from './teller.ts';
import { LAST, type Weeks } from './weeks.ts';

interface Planned {
  repo: string;
  week: number;
  due: number;
  title: string;
  description: string;
  reached?: number;
}

/** What is planned for; one does not say what it is good for. */
const PLANNED: readonly Planned[] = [
  {
    ...{ repo: 'acme/front-desk', week: 10, due: LAST + 6, title: 'Check in without the desk' },
    description: 'A third of all patients check in by themselves.\n\nOutcome: activation',
  },
  // Named like the outcome itself.
  { repo: 'acme/booking', week: 6, due: LAST + 4, title: 'The booking page is always up', description: '' },
  {
    repo: 'acme/payments',
    week: 12,
    due: LAST + 3,
    title: 'Invoices by e-mail',
    description: 'As sales has promised.',
  },
  {
    ...{ repo: 'acme/payments', week: 2, due: 13, reached: 14, title: 'Refunds within a day' },
    description: 'Outcome: patient-trust',
  },
];

export const milestonesOf = (world: World, weeks: Weeks): Story[] =>
  PLANNED.map((planned) => reach(world, weeks, planned));

function* reach(world: World, weeks: Weeks, { repo, week, due, title, description, reached }: Planned): Story {
  const at = weeks.at(week, 1, 10);
  yield at;
  const milestone = world.addMilestone(repo, { title, description, dueAt: weeks.at(due, 5, 0), by: 'pia', at });
  if (reached === undefined) return;
  const then = weeks.at(reached, 5, 15);
  yield then;
  world.closeMilestone(repo, milestone, { by: 'pia', at: then });
}
