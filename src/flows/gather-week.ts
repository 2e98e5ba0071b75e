import { DEPLOY_WEEKS, type RepositoryPast } from '../health/figures.ts';
import { WORK_WEEKS } from '../health/spread.ts';
import { isIn, type Week, weeksUpTo } from '../health/week.ts';
import type { RecordKind, RecordOf } from '../model/history.ts';
import type { History, Past, Scope } from '../ports/history.ts';
import { WEEKS_BACK } from './read-history.ts';

/** Weeks of merged pull requests that a week's figures look back on: the shares of change are taken over these, too. */
const PULL_WEEKS = WORK_WEEKS;

/**
 * What the figures of some weeks are computed from, by repository: what came to its end within the weeks that they look back on or
 * since, which may have been open in those weeks or repaired something of them, and what is open. What is read does not grow with
 * the past.
 */
export async function gatherWeeks(
  scope: Scope,
  weeks: readonly [Week, ...Week[]],
  history: Pick<History, 'settled' | 'open' | 'progressIn'>,
): Promise<Map<string, RepositoryPast>> {
  const first = weeks.reduce((least, week) => (week.from < least.from ? week : least));
  const from = (back: number) => weeksUpTo(first, back)[0]?.from ?? first.from;
  const all = new Map<string, RepositoryPast>();
  const pastOf = (repo: string): RepositoryPast => {
    const known = all.get(repo) ?? {
      ...{ repo, pulls: [], deployments: [], releases: [], runs: [], issues: [] },
      ...{ milestones: [], alerts: [], lacks: {} },
    };
    all.set(repo, known);
    return known;
  };
  async function load<Kind extends RecordKind>(kind: Kind, into: keyof RepositoryPast, back: number, andOpen = false) {
    const found: Past<Kind>[] = await history.settled(scope, kind, { from: from(back), to: Number.MAX_SAFE_INTEGER });
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
    const since = Math.min(...weeks.map((week) => deployedUpTo(past, week) ?? Number.POSITIVE_INFINITY));
    if (since >= from(PULL_WEEKS)) continue;
    const [owner = '', name = ''] = past.repo.split('/');
    // A repository's records are found by its name alone.
    const repo = { installation: 0, owner, name };
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
