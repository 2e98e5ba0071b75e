import { z } from 'zod';
import type { DeploymentRecord, ReleaseRecord } from '../../../model/history.ts';
import type { PastPage } from '../../../model/past.ts';
import type { RepoRef } from '../../../model/ref.ts';
import type { Client } from '../client.ts';
import { connection, halved, Instant, Limit, pageOf } from './page.ts';

const PAGE = 50;

const PAST_DEPLOYMENTS = /* GraphQL */ `
  query PastDeployments($owner: String!, $name: String!, $first: Int!, $after: String) {
    rateLimit { limit remaining resetAt }
    repository(owner: $owner, name: $name) {
      deployments(first: $first, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
        pageInfo { hasNextPage endCursor }
        nodes {
          databaseId
          environment
          createdAt
          commitOid
          commit { committedDate }
          statuses(first: 30) { nodes { state createdAt } }
        }
      }
    }
  }
`;

const Deployment = z.object({
  databaseId: z.number(),
  environment: z.string().nullish(),
  createdAt: Instant,
  commitOid: z.string(),
  /** Null once the commit is gone. */
  commit: z.object({ committedDate: Instant }).nullish(),
  statuses: z.object({ nodes: z.array(z.object({ state: z.string(), createdAt: Instant })) }).nullish(),
});
const Deployments = z.object({ rateLimit: Limit, repository: z.object({ deployments: connection(Deployment) }) });

/** A page of a repository's deployments, with the first 30 statuses of each. */
export async function readPastDeployments(
  client: Client,
  repo: RepoRef,
  cursor: string | undefined,
): Promise<PastPage<DeploymentRecord>> {
  const variables = { owner: repo.owner, name: repo.name, after: cursor };
  const ask = (first: number) => client.read(repo.installation, PAST_DEPLOYMENTS, { ...variables, first });
  const { rateLimit, repository } = Deployments.parse(await halved(PAGE, ask));
  return pageOf(repository.deployments, rateLimit, (one) => ({
    ...{ id: one.databaseId, environment: one.environment ?? '', createdAt: one.createdAt },
    commit: { sha: one.commitOid, at: one.commit?.committedDate ?? one.createdAt },
    statuses: (one.statuses?.nodes ?? [])
      .map(({ state, createdAt }) => ({ state: state.toLowerCase(), at: createdAt }))
      .sort((a, b) => a.at - b.at),
  }));
}

const PAST_RELEASES = /* GraphQL */ `
  query PastReleases($owner: String!, $name: String!, $first: Int!, $after: String) {
    rateLimit { limit remaining resetAt }
    repository(owner: $owner, name: $name) {
      releases(first: $first, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
        pageInfo { hasNextPage endCursor }
        nodes { databaseId isPrerelease isDraft createdAt publishedAt tagCommit { oid committedDate } }
      }
    }
  }
`;

const Release = z.object({
  databaseId: z.number(),
  isPrerelease: z.boolean(),
  isDraft: z.boolean(),
  createdAt: Instant,
  publishedAt: Instant.nullish(),
  tagCommit: z.object({ oid: z.string(), committedDate: Instant }).nullish(),
});
const Releases = z.object({ rateLimit: Limit, repository: z.object({ releases: connection(Release) }) });

/** A page of a repository's published releases. */
export async function readPastReleases(
  client: Client,
  repo: RepoRef,
  cursor: string | undefined,
): Promise<PastPage<ReleaseRecord>> {
  const variables = { owner: repo.owner, name: repo.name, after: cursor, first: PAGE };
  const { rateLimit, repository } = Releases.parse(await client.read(repo.installation, PAST_RELEASES, variables));
  const page = pageOf(repository.releases, rateLimit, (release) => release);
  return {
    ...page,
    items: page.items.flatMap(({ databaseId, isPrerelease, isDraft, publishedAt, tagCommit }) =>
      isDraft || !publishedAt || !tagCommit
        ? []
        : [
            {
              ...{ id: databaseId, prerelease: isPrerelease, publishedAt },
              commit: { sha: tagCommit.oid, at: tagCommit.committedDate },
            },
          ],
    ),
  };
}
