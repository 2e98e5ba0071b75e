import { WEEK } from '../../../model/time.ts';
import type { World } from '../../github/world.ts';
import type { Story } from './teller.ts';
import { WEEKS, type Weeks } from './weeks.ts';

/** Where the digest is, and with it what comes again and again. */
export const HEALTH = 'acme/engineering-health';

/** The label and the first line by which Truenorth knows the issues that it opened for an occasion. */
const LABEL = 'truenorth-calendar';
const marker = (id: string, by: string) => `<!-- truenorth:occasion id=${id} by=${by} -->`;

type End = 'held' | 'skipped' | 'alone';

interface Ritual {
  id: string;
  title: string;
  /** How often, in weeks, and how it ended, the last time first; before those it was held. */
  every: number;
  ends: readonly End[];
}

/** As the organisation's configuration has them. */
const RITUALS: readonly Ritual[] = [
  { id: 'roadmap-review', title: 'Roadmap review', every: 2, ends: ['held', 'alone', 'held', 'skipped'] },
  { id: 'clinic-visit', title: 'A day in a clinic', every: 4, ends: ['held', 'skipped'] },
];

/** Turns are counted from the first Monday since the epoch. */
const ANCHOR = Date.parse('1970-01-05');

/** Every turn that has ended. What is open now is Truenorth's to open. */
export const ritualsOf = (world: World, weeks: Weeks): Story[] =>
  RITUALS.flatMap((ritual) => {
    const ending = Array.from({ length: WEEKS }, (_, week) => week).filter((week) => isLast(weeks, week, ritual.every));
    return ending.reverse().map((week, ago) => hold(world, weeks, ritual, { week, end: ritual.ends[ago] ?? 'held' }));
  });

/** Whether a turn ends with this week. */
function isLast(weeks: Weeks, week: number, every: number): boolean {
  const nextMonday = Date.parse(weeks.day(weeks.at(week + 1, 1, 12)));
  return Math.round((nextMonday - ANCHOR) / WEEK) % every === 0;
}

function* hold(world: World, weeks: Weeks, { id, title }: Ritual, { week, end }: { week: number; end: End }): Story {
  const at = weeks.at(week, 1, 9);
  const by = weeks.day(weeks.at(week, 7, 12));
  yield at;
  const body = `${marker(id, by)}\n**By ${by}.** Product and engineering hold it together.\n\n## Notes\n`;
  const opened = { repo: HEALTH, title: `${title}: by ${by}`, labels: [LABEL], by: world.bot.login, at };
  const issue = world.openIssue({ ...opened, body });
  const then = weeks.at(week, 4, 15);
  yield then;
  if (end === 'skipped') world.comment(issue, 'Skipped because half of us are on holiday.', { by: 'pia', at: then });
  else world.comment(issue, 'What engineering has learned is in the notes below.', { by: 'grace', at: then });
  if (end === 'held')
    world.comment(issue, 'We go on with check-in, and leave the bell for later.', { by: 'pia', at: then });
  const reason = end === 'skipped' ? 'not_planned' : 'completed';
  world.close(issue, { by: end === 'skipped' ? 'pia' : 'grace', reason, at: then });
}
