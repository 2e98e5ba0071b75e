import { z } from 'zod';
import type { IssuePast, MilestonePast, PastPage } from '../../../model/past.ts';
import type { RepoRef } from '../../../model/ref.ts';
import type { Client } from '../client.ts';
import { connection, halved, Instant, Limit, Names, pageOf } from './page.ts';

const PAGE = 50;

const PAST_ISSUES = /* GraphQL */ `
  query PastIssues($owner: String!, $name: String!, $first: Int!, $after: String, $since: DateTime, $labels: [String!], $states: [IssueState!]) {
    rateLimit { limit remaining resetAt }
    repository(owner: $owner, name: $name) {
      issues(
        first: $first
        after: $after
        labels: $labels
        states: $states
        filterBy: { since: $since }
        orderBy: { field: UPDATED_AT, direction: DESC }
      ) {
        pageInfo { hasNextPage endCursor }
        nodes {
          number
          title
          body
          state
          stateReason
          createdAt
          updatedAt
          closedAt
          labels(first: 50) { nodes { name } }
          assignees(first: 10) { nodes { login } }
          timelineItems(first: 100, itemTypes: [LABELED_EVENT, UNLABELED_EVENT]) {
            nodes {
              __typename
              ... on LabeledEvent { createdAt label { name } }
              ... on UnlabeledEvent { createdAt label { name } }
            }
          }
        }
      }
    }
  }
`;

const Issue = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  stateReason: z.string().nullish(),
  createdAt: Instant,
  updatedAt: Instant,
  closedAt: Instant.nullish(),
  labels: Names,
  assignees: z.object({ nodes: z.array(z.object({ login: z.string() })) }).nullish(),
  timelineItems: z.object({
    nodes: z.array(z.object({ __typename: z.string(), createdAt: Instant, label: z.object({ name: z.string() }) })),
  }),
});
const Issues = z.object({ rateLimit: Limit, repository: z.object({ issues: connection(Issue) }) });

/** A page of a repository's issues that changed since then, or of the open ones with a label; of each the first 100 labels set and taken away. */
export async function readPastIssues(
  client: Client,
  repo: RepoRef,
  { cursor, since, label }: { cursor?: string | undefined; since: number; label?: string },
): Promise<PastPage<IssuePast>> {
  const variables = {
    ...{ owner: repo.owner, name: repo.name, after: cursor, since: new Date(since).toISOString() },
    ...(label === undefined ? {} : { labels: [label], states: ['OPEN'] }),
  };
  const ask = (first: number) => client.read(repo.installation, PAST_ISSUES, { ...variables, first });
  const { rateLimit, repository } = Issues.parse(await halved(PAGE, ask));
  return pageOf(repository.issues, rateLimit, issueOf);
}

const issueOf = (issue: z.infer<typeof Issue>): IssuePast => ({
  ...{ number: issue.number, title: issue.title, body: issue.body ?? '' },
  ...{ createdAt: issue.createdAt, updatedAt: issue.updatedAt, closedAt: issue.closedAt ?? undefined },
  reason: issue.closedAt ? (issue.stateReason === 'COMPLETED' ? 'completed' : 'not planned') : undefined,
  labels: issue.labels?.nodes.map(({ name }) => name) ?? [],
  labelled: issue.timelineItems.nodes.map(({ __typename, createdAt, label }) => ({
    ...{ at: createdAt, name: label.name, set: __typename === 'LabeledEvent' },
  })),
  assignees: issue.assignees?.nodes.map(({ login }) => login) ?? [],
});

const PAST_MILESTONES = /* GraphQL */ `
  query PastMilestones($owner: String!, $name: String!, $first: Int!, $after: String) {
    rateLimit { limit remaining resetAt }
    repository(owner: $owner, name: $name) {
      milestones(first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
        pageInfo { hasNextPage endCursor }
        nodes { number title description createdAt updatedAt closedAt dueOn }
      }
    }
  }
`;

const Milestone = z.object({
  number: z.number(),
  title: z.string(),
  description: z.string().nullish(),
  createdAt: Instant,
  updatedAt: Instant,
  closedAt: Instant.nullish(),
  dueOn: Instant.nullish(),
});
const Milestones = z.object({
  rateLimit: Limit,
  repository: z.object({ milestones: connection(Milestone).nullable() }),
});

/** A page of a repository's milestones. */
export async function readPastMilestones(
  client: Client,
  repo: RepoRef,
  cursor: string | undefined,
): Promise<PastPage<MilestonePast>> {
  const variables = { owner: repo.owner, name: repo.name, after: cursor, first: PAGE };
  const { rateLimit, repository } = Milestones.parse(await client.read(repo.installation, PAST_MILESTONES, variables));
  if (repository.milestones === null) return { items: [], next: undefined };
  return pageOf(repository.milestones, rateLimit, ({ description, closedAt, dueOn, ...rest }) => ({
    ...{ ...rest, description: description ?? '' },
    ...{ closedAt: closedAt ?? undefined, dueAt: dueOn ?? undefined },
  }));
}
