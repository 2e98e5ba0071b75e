import { stateOf } from '../alerts.ts';
import type { Alert, Deployment, Milestone, Release, Repo } from '../entities.ts';
import { updatedAt } from '../operation-shapes.ts';
import { iso, isoOrNull } from '../shapes.ts';
import { actorNode } from './basic-nodes.ts';
import { connection, type PageArguments } from './connection.ts';

export interface Ordered extends PageArguments {
  orderBy?: { field: string; direction: 'ASC' | 'DESC' };
}

/** What leads to Git. */
interface Git {
  object(of: { oid: string }): object | null;
  ref(name: string): object | null;
}

type Value = number | string;

/** In the order asked for, the oldest first by default; of two alike, the one made first counts as less. */
function ordered<Thing extends { createdAt: number }>(
  things: readonly Thing[],
  { orderBy }: Ordered,
  values: Record<string, (thing: Thing) => Value> = {},
): Thing[] {
  const measure = values[orderBy?.field ?? ''] ?? ((thing: Thing) => thing.createdAt);
  const compare = (a: Value, b: Value) => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = things.toSorted((a, b) => compare(measure(a), measure(b)));
  return orderBy?.direction === 'DESC' ? sorted.reverse() : sorted;
}

export const milestoneNode = (one: Milestone) => ({
  ...{ __typename: 'Milestone', id: one.nodeId, number: one.number, title: one.title },
  ...{ description: one.description === '' ? null : one.description, state: one.open ? 'OPEN' : 'CLOSED' },
  ...{ creator: actorNode(one.creator), createdAt: iso(one.createdAt), updatedAt: iso(one.updatedAt) },
  ...{ closedAt: isoOrNull(one.closedAt), dueOn: isoOrNull(one.dueAt) },
});

const MILESTONE_VALUES: Record<string, (one: Milestone) => number> = {
  DUE_DATE: ({ dueAt }) => dueAt ?? Number.POSITIVE_INFINITY,
  NUMBER: ({ number }) => number,
  UPDATED_AT: ({ updatedAt: at }) => at,
};

const alertNode = (alert: Alert) => ({
  ...{ __typename: 'RepositoryVulnerabilityAlert', id: alert.nodeId, number: alert.number },
  ...{ state: stateOf(alert).toUpperCase(), createdAt: iso(alert.createdAt) },
  ...{ fixedAt: isoOrNull(alert.fixedAt), dismissedAt: isoOrNull(alert.dismissedAt) },
  securityVulnerability: {
    // REST says medium, GraphQL moderate.
    severity: alert.severity === 'medium' ? 'MODERATE' : alert.severity.toUpperCase(),
    package: { name: alert.package.name, ecosystem: alert.package.ecosystem.toUpperCase() },
  },
});

/** A repository's deployments, releases, milestones and alerts. */
export function operationNodes(repo: Repo, git: Git) {
  const deploymentNode = (deployment: Deployment) => ({
    ...{ __typename: 'Deployment', id: deployment.nodeId, databaseId: deployment.id, commitOid: deployment.sha },
    ...{ environment: deployment.environment, creator: actorNode(deployment.creator) },
    ...{ createdAt: iso(deployment.createdAt), updatedAt: iso(updatedAt(deployment)) },
    commit: () => git.object({ oid: deployment.sha }),
    ref: () => git.ref(deployment.ref),
    statuses: (page: PageArguments) => connection(statusNodes(deployment), page, 'statuses'),
  });
  const releaseNode = ({ nodeId, id, tag, name, sha, prerelease, createdAt, publishedAt, author }: Release) => ({
    ...{ __typename: 'Release', id: nodeId, databaseId: id, tagName: tag, name, isPrerelease: prerelease },
    ...{ isDraft: publishedAt === undefined, createdAt: iso(createdAt), publishedAt: isoOrNull(publishedAt) },
    author: actorNode(author),
    // The tag is made when the release is published.
    tagCommit: () => (publishedAt === undefined ? null : git.object({ oid: sha })),
  });
  return {
    deployments: ({ environments, ...page }: Ordered & { environments?: string[] }) => {
      const wanted = repo.deployments.filter(({ environment }) => !environments || environments.includes(environment));
      return connection(ordered(wanted, page).map(deploymentNode), page, 'deployments');
    },
    releases: (page: Ordered) =>
      connection(ordered(repo.releases, page, { NAME: ({ name }) => name }).map(releaseNode), page, 'releases'),
    hasVulnerabilityAlertsEnabled: repo.hasAlerts,
    vulnerabilityAlerts: ({ states, ...page }: PageArguments & { states?: string[] }) => {
      const nodes = (repo.hasAlerts ? repo.alerts : [])
        .map(alertNode)
        .filter(({ state }) => !states || states.includes(state));
      return connection(nodes, page, 'vulnerabilityAlerts');
    },
    milestones: ({ states, ...page }: Ordered & { states?: string[] }) => {
      const nodes = ordered(repo.milestones, page, MILESTONE_VALUES).map(milestoneNode);
      return connection(
        nodes.filter(({ state }) => !states || states.includes(state)),
        page,
        'milestones',
      );
    },
  };
}

/** The newest first, as GitHub lists them. */
const statusNodes = ({ statuses }: Deployment) =>
  statuses
    .toSorted((a, b) => b.at - a.at || b.id - a.id)
    .map(({ state, at, creator }) => ({
      ...{ state: state.toUpperCase(), createdAt: iso(at), updatedAt: iso(at), creator: actorNode(creator) },
    }));
