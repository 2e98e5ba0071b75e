import { z } from 'zod';
import type { DeploymentRecord, ReleaseRecord } from '../../../model/history.ts';
import type { PastPage } from '../../../model/past.ts';
import type { RepoRef } from '../../../model/ref.ts';
import type { Client } from '../client.ts';
import { Instant, readPage } from './page.ts';

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

/** A page of a repository's deployments, with the first 30 statuses of each. */
export async function readPastDeployments(
  client: Client,
  repo: RepoRef,
  cursor: string | undefined,
): Promise<PastPage<DeploymentRecord>> {
  return readPage(client, repo, {
    ...{ query: PAST_DEPLOYMENTS, field: 'deployments', node: Deployment, size: PAGE, cursor },
    itemOf: (one) => ({
      ...{ id: one.databaseId, environment: one.environment ?? '', createdAt: one.createdAt },
      commit: { sha: one.commitOid, at: one.commit?.committedDate ?? one.createdAt },
      statuses: (one.statuses?.nodes ?? [])
        .map(({ state, createdAt }) => ({ state: state.toLowerCase(), at: createdAt }))
        .sort((a, b) => a.at - b.at),
    }),
  });
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

/** A page of a repository's published releases. */
export async function readPastReleases(
  client: Client,
  repo: RepoRef,
  cursor: string | undefined,
): Promise<PastPage<ReleaseRecord>> {
  const page = await readPage(client, repo, {
    ...{ query: PAST_RELEASES, field: 'releases', node: Release, size: PAGE, cursor },
    itemOf: releaseOf,
  });
  return { ...page, items: page.items.flat() };
}

/** A draft was never published, and a release whose tag is gone deployed nothing that could be found. */
const releaseOf = ({ databaseId: id, isPrerelease, isDraft, publishedAt, tagCommit }: z.infer<typeof Release>) =>
  isDraft || !publishedAt || !tagCommit
    ? []
    : [{ id, prerelease: isPrerelease, publishedAt, commit: { sha: tagCommit.oid, at: tagCommit.committedDate } }];
