import type { DeploymentRecord, PullRecord, ReleaseRecord } from '../../model/history.ts';

/** A change of production, whatever tells of it: a deployment, a release, or a merge. */
export interface Deploy {
  /** The deployment's, release's or pull request's own number. */
  id: number;
  /** The commit that production then ran, and its time on the branch. */
  commit: { sha: string; at: number };
  /** When it first succeeded. */
  at: number;
}

/** Deployments to production that succeeded, by their first success; one that never did is a failed pipeline, no deploy. */
export const deploysOf = (
  deployments: readonly DeploymentRecord[],
  isProduction: (environment: string) => boolean,
): Deploy[] =>
  deployments
    .filter(({ environment }) => isProduction(environment))
    .flatMap(({ id, commit, statuses }) => {
      const successes = statuses.filter(({ state }) => state === 'success').map(({ at }) => at);
      return successes.length === 0 ? [] : [{ id, commit, at: Math.min(...successes) }];
    })
    .sort(byTime);

/** For those who deploy what they release. */
export const deploysOfReleases = (releases: readonly ReleaseRecord[]): Deploy[] =>
  releases
    .filter(({ prerelease }) => !prerelease)
    .map(({ id, commit, publishedAt }) => ({ id, commit, at: publishedAt }))
    .sort(byTime);

/** For those whose default branch is production. */
export const deploysOfMerges = (pulls: readonly PullRecord[]): Deploy[] =>
  pulls
    .flatMap(({ number, mergedAt, mergeCommit, onDefault }) =>
      onDefault && mergedAt !== undefined && mergeCommit ? [{ id: number, commit: mergeCommit, at: mergedAt }] : [],
    )
    .sort(byTime);

const byTime = (a: Deploy, b: Deploy): number => a.at - b.at || a.id - b.id;

/** A deploy with what it brought to production for the first time. */
export interface Shipment extends Deploy {
  changes: readonly PullRecord[];
  /** It took production back to an older commit. */
  isRollback: boolean;
  /** It brought a commit to production that was there already. */
  isRedeploy: boolean;
}

export interface Shipped {
  shipments: Shipment[];
  /** Deployed before it was merged, as the clocks have it: neither can be believed. */
  tooEarly: PullRecord[];
  /** Merged, and in no deploy yet. */
  waiting: PullRecord[];
}

/**
 * Which deploy first contained which change, by the times of their commits on the branch: a deploy contains every merge
 * commit that is not younger than its own. So squashed, rebased and merged pull requests are found alike.
 */
export function ship(deploys: readonly Deploy[], pulls: readonly PullRecord[]): Shipped {
  const merged = pulls
    .filter(({ onDefault, mergedAt, mergeCommit }) => onDefault && mergedAt !== undefined && mergeCommit !== undefined)
    .sort((a, b) => mergeTime(a) - mergeTime(b));
  const shipped: Shipped = { shipments: [], tooEarly: [], waiting: [] };
  let next = 0;
  let last: Deploy | undefined;
  for (const deploy of [...deploys].sort(byTime)) {
    const changes: PullRecord[] = [];
    for (let pull = merged[next]; pull && mergeTime(pull) <= deploy.commit.at; pull = merged[++next]) {
      if ((pull.mergedAt ?? 0) > deploy.at) shipped.tooEarly.push(pull);
      else changes.push(pull);
    }
    const isRedeploy = last?.commit.sha === deploy.commit.sha;
    const isRollback = !isRedeploy && last !== undefined && deploy.commit.at < last.commit.at;
    shipped.shipments.push({ ...deploy, changes, isRollback, isRedeploy });
    last = deploy;
  }
  shipped.waiting = merged.slice(next);
  return shipped;
}

const mergeTime = ({ mergeCommit, mergedAt }: PullRecord): number => mergeCommit?.at ?? mergedAt ?? 0;
