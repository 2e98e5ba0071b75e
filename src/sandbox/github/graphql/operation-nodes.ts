import type { Deployment, Milestone, Release, Repo } from '../entities.ts';
import { iso, isoOrNull } from '../shapes.ts';
import { connection, type PageArguments } from './connection.ts';

interface Ordered {
  orderBy?: { direction: 'ASC' | 'DESC' };
}

const newestFirst = <Thing extends { createdAt: number }>(things: readonly Thing[], { orderBy }: Ordered): Thing[] =>
  things.toSorted((a, b) => (orderBy?.direction === 'DESC' ? b.createdAt - a.createdAt : a.createdAt - b.createdAt));

/** A repository's deployments, releases and milestones. */
export function operationNodes(repo: Repo, commitNode: (sha: string) => object | null) {
  const deploymentNode = ({ nodeId, id, environment, sha, createdAt, statuses }: Deployment) => ({
    ...{ id: nodeId, databaseId: id, environment, createdAt: iso(createdAt), commitOid: sha },
    commit: () => commitNode(sha),
    statuses: (page: PageArguments) => {
      const newest = statuses.map(({ state, at }) => ({ state: state.toUpperCase(), createdAt: iso(at) })).reverse();
      return connection(newest, page, 'statuses');
    },
  });
  const releaseNode = ({ nodeId, id, tag, sha, prerelease, createdAt }: Release) => ({
    ...{ id: nodeId, databaseId: id, tagName: tag, name: tag, isPrerelease: prerelease, isDraft: false },
    ...{ createdAt: iso(createdAt), publishedAt: iso(createdAt), tagCommit: () => commitNode(sha) },
  });
  const milestoneNode = (one: Milestone) => ({
    ...{ number: one.number, title: one.title, description: one.description, state: one.open ? 'OPEN' : 'CLOSED' },
    ...{ createdAt: iso(one.createdAt), updatedAt: iso(one.updatedAt) },
    ...{ closedAt: isoOrNull(one.closedAt), dueOn: isoOrNull(one.dueAt) },
  });
  return {
    deployments: (page: PageArguments & Ordered) =>
      connection(newestFirst(repo.deployments, page).map(deploymentNode), page, 'deployments'),
    releases: (page: PageArguments & Ordered) =>
      connection(newestFirst(repo.releases, page).map(releaseNode), page, 'releases'),
    milestones: (page: PageArguments & Ordered) =>
      connection(newestFirst(repo.milestones, page).map(milestoneNode), page, 'milestones'),
  };
}
