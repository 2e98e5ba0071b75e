import type { World } from '../../github/world.ts';
import type { Story } from './teller.ts';
import type { Weeks } from './weeks.ts';

/** Who has worked where before, so that nobody takes them for newcomers. */
const COLLEAGUES: Record<string, readonly string[]> = {
  'acme/clinic-web': ['grace', 'linus', 'mei'],
  'acme/scheduler': ['linus', 'ada', 'mei'],
  'acme/patient-api': ['ada'],
  'acme/handbook': ['grace'],
};

/** One change of each, early on. */
export const colleaguesIn = (world: World, weeks: Weeks): Story[] =>
  Object.entries(COLLEAGUES).flatMap(([repo, people]) =>
    people.map((by, day) => contribute(world, repo, by, weeks.at(4, day + 1, 10))),
  );

function* contribute(world: World, repo: string, by: string, at: number): Story {
  yield at;
  const files = { [`docs/${by}.md`]: `# What ${by} looks after\n` };
  world.merge(world.openPull({ repo, by, title: `What ${by} looks after`, files, at }), { by, at: at + 3_600_000 });
}
