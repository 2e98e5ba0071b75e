import { MINUTE } from '../../../model/time.ts';
import type { Commit, Pull } from '../../github/entities.ts';
import type { World } from '../../github/world.ts';
import { chanceOf } from './chance.ts';
import type { Chapter } from './chapters.ts';
import type { Story } from './teller.ts';
import type { Weeks } from './weeks.ts';

/**
 * Tests what was merged. Some runs are cancelled, some fail for good, and some fail and pass when they are run again.
 *
 * @returns when they passed; `undefined` if they did not.
 */
export function* buildMain(
  world: World,
  weeks: Weeks,
  { repo, tests, passes }: Chapter,
  { number, mergedAt = 0 }: Pull,
  { sha }: Commit,
): Story<number | undefined> {
  const chance = chanceOf(`${repo} run ${number}`);
  const minutes = tests(weeks.weekOf(mergedAt)) * chance.between(0.8, 1.3) * MINUTE;
  const times = { startedAt: mergedAt + MINUTE / 4, finishedAt: mergedAt + MINUTE / 4 + minutes };
  yield times.finishedAt;
  if (chance.is(0.04)) {
    world.workflowRun(repo, { sha, conclusion: 'cancelled', ...times, finishedAt: times.startedAt + minutes / 3 });
    return times.finishedAt;
  }
  const isFirst = chance.is(passes);
  const conclusion = isFirst ? 'success' : chance.is(0.1) ? 'timed_out' : 'failure';
  const run = world.workflowRun(repo, { sha, conclusion, ...times });
  if (isFirst) return times.finishedAt;
  const again = { startedAt: times.finishedAt + 10 * MINUTE, finishedAt: times.finishedAt + 10 * MINUTE + minutes };
  if (chance.is(0.4)) return undefined;
  yield again.finishedAt;
  world.rerun(repo, run, { conclusion: 'success', ...again });
  return again.finishedAt;
}
