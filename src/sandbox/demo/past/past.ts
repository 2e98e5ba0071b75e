import type { World } from '../../github/world.ts';
import { alertsOf } from './alerts.ts';
import { CHAPTERS } from './chapters.ts';
import { debtsOf } from './debts.ts';
import { trains } from './deployments.ts';
import { experimentsOf } from './experiments.ts';
import { incidentsOf } from './incidents.ts';
import { milestonesOf } from './milestones.ts';
import { changeAndBeyond, changesOf } from './pulls.ts';
import { ritualsOf } from './rituals.ts';
import type { Story } from './teller.ts';
import type { Weeks } from './weeks.ts';

/** Half a year of the demo organisation, in repositories that are there: what a weekly digest is told from. */
export const pastOf = (world: World, weeks: Weeks): Story[] => [
  ...CHAPTERS.flatMap((chapter) => [
    trains(world, weeks, chapter),
    ...[...changesOf(chapter, weeks)].map((plan) => changeAndBeyond(world, weeks, chapter, plan)),
  ]),
  ...debtsOf(world, weeks),
  ...incidentsOf(world, weeks),
  ...experimentsOf(world, weeks),
  ...milestonesOf(world, weeks),
  ...ritualsOf(world, weeks),
  ...alertsOf(world),
];
