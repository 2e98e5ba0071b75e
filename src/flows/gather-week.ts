import { DEPLOY_WEEKS, type RepositoryPast } from '../health/figures.ts';
import { isIn, type Week, weeksUpTo } from '../health/week.ts';
import type { RecordKind, RecordOf } from '../model/history.ts';
import type { History, Past, Scope } from '../ports.ts';
import { WEEKS_BACK } from './read-history.ts';

/** Weeks of merged pull requests that a week's figures look back on: the shares of change are taken over these. */
const PULL_WEEKS = 4;

/**
 * What a week's figures are computed from, by repository: what came to its end within the weeks that they look back on or
 * since, which may have been open in that week or repaired something of it, and what is open. What is read does not grow with
 * the past.
 */
export async function gatherWeek(
  scope: Scope,
  week: Week,
  history: Pick<History, 'settled' | 'open' | 'progressIn'>,
): Promise<Map<string, RepositoryPast>> {
  const from = (weeks: number) => weeksUpTo(week, weeks)[0]?.from ?? week.from;
  const all = new Map<string, RepositoryPast>();
  const pastOf = (repo: string): RepositoryPast => {
    const known = all.get(repo) ?? {
      ...{ repo, pulls: [], deployments: [], releases: [], runs: [], issues: [] },
      ...{ milestones: [], alerts: [], lacks: {} },
    };
    all.set(repo, known);
    return known;
  };
  async function load<Kind extends RecordKind>(kind: Kind, into: keyof RepositoryPast, weeks: number, andOpen = false) {
    const found: Past<Kind>[] = await history.settled(scope, kind, { from: from(weeks), to: Number.MAX_SAFE_INTEGER });
    if (andOpen) found.push(...(await history.open(scope, kind)));
    for (const { repo, record } of found) (pastOf(repo)[into] as RecordOf<Kind>[]).push(record);
  }
  async function openOnly<Kind extends RecordKind>(kind: Kind, into: keyof RepositoryPast) {
    for (const { repo, record } of await history.open(scope, kind))
      (pastOf(repo)[into] as RecordOf<Kind>[]).push(record);
  }
  await Promise.all([
    load('pull', 'pulls', PULL_WEEKS, true),
    load('deployment', 'deployments', DEPLOY_WEEKS),
    load('release', 'releases', DEPLOY_WEEKS),
    load('run', 'runs', 1),
    load('issue', 'issues', DEPLOY_WEEKS, true),
    openOnly('milestone', 'milestones'),
    openOnly('alert', 'alerts'),
  ]);
  for (const { repo, progress } of await history.progressIn(scope)) {
    const { lacks } = pastOf(repo);
    for (const kind of Object.keys(progress) as RecordKind[]) {
      const because = progress[kind]?.lacks;
      if (because !== undefined) lacks[kind] = because;
    }
  }
  for (const past of all.values()) {
    const since = deployedUpTo(past, week);
    if (since === undefined || since >= from(PULL_WEEKS)) continue;
    const [owner = '', name = ''] = past.repo.split('/');
    const repo = 'repo' in scope ? scope.repo : { installation: scope.installation, owner, name };
    const older = { from: Math.max(since, from(WEEKS_BACK)), to: from(PULL_WEEKS) };
    const pulls = await history.settled({ repo }, 'pull', older);
    past.pulls = [...past.pulls, ...pulls.map(({ record }) => record)];
  }
  return all;
}

/** Up to which commit everything was in production before the week, where something was deployed in it. */
function deployedUpTo({ deployments, releases }: RepositoryPast, week: Week): number | undefined {
  const deploys = [
    ...deployments.map(({ commit, statuses }) => ({
      commit,
      at: statuses.find(({ state }) => state === 'success')?.at,
    })),
    ...releases.map(({ commit, publishedAt }) => ({ commit, at: publishedAt })),
  ];
  if (!deploys.some(({ at }) => isIn(at, week))) return undefined;
  return Math.max(0, ...deploys.flatMap(({ commit, at }) => (at !== undefined && at < week.from ? commit.at : [])));
}
