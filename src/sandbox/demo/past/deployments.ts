import { MINUTE } from '../../../model/time.ts';
import type { Deployment, Pull } from '../../github/entities.ts';
import { resolveRef } from '../../github/git.ts';
import type { World } from '../../github/world.ts';
import { chanceOf } from './chance.ts';
import type { Chapter, Deploys } from './chapters.ts';
import type { Story } from './teller.ts';
import { WEEKS, type Weeks } from './weeks.ts';

/** Deploys a commit; what ran there before is not active any more. One in twenty does not get through, and is tried again. */
export function* deploy(
  world: World,
  repo: string,
  { environment, by }: Pick<Deploys, 'environment' | 'by'>,
  { sha, at }: { sha: string; at: number },
): Story<Deployment> {
  const chance = chanceOf(`${repo} deployment ${world.repoOf(repo).deployments.length}`);
  yield at;
  const deployment = world.deploy(repo, { environment, sha, by, at });
  world.setDeployment(repo, deployment, 'in_progress', { by, at });
  const until = at + chance.between(3, 7) * MINUTE;
  yield until;
  if (chance.is(0.05)) {
    world.setDeployment(repo, deployment, 'failure', { by, at: until });
    return yield* deploy(world, repo, { environment, by }, { sha, at: until + 20 * MINUTE });
  }
  retire(world, repo, environment, until);
  world.setDeployment(repo, deployment, 'success', { by, at: until });
  return deployment;
}

/** What runs in an environment now. */
export const running = (world: World, repo: string, environment: string): Deployment | undefined =>
  world
    .repoOf(repo)
    .deployments.findLast((one) => one.environment === environment && one.statuses.at(-1)?.state === 'success');

function retire(world: World, repo: string, environment: string, at: number): void {
  const before = running(world, repo, environment);
  if (before) world.setDeployment(repo, before, 'inactive', { by: before.creator.login, at });
}

/** At its hour, whatever was merged since the last time goes to production. */
export function* trains(world: World, weeks: Weeks, { repo, from, deploys }: Chapter): Story {
  if (deploys === undefined || deploys.when === 'each change') return;
  const { days, hour, weeks: apart } = deploys.when;
  for (let week = from; week <= WEEKS; week += apart)
    for (const day of days) {
      yield weeks.at(week, day, hour);
      const head = resolveRef(world.repoOf(repo), 'HEAD');
      if (head === undefined || head.sha === running(world, repo, deploys.environment)?.sha) continue;
      yield* deploy(world, repo, deploys, { sha: head.sha, at: weeks.at(week, day, hour) });
    }
}

/** A branch to look at before it is merged. */
export function preview(world: World, { repo, number, head, createdAt }: Pull): void {
  const at = createdAt + 4 * MINUTE;
  const by = 'preview-bot[bot]';
  const deployment = world.deploy(repo, { environment: `preview-${number}`, sha: head.sha, by, at });
  world.setDeployment(repo, deployment, 'success', { by, at: at + MINUTE });
}
