import { z } from 'zod';
import type { IssuePast, MilestonePast, PastPage } from '../../../model/past.ts';
import type { RepoRef } from '../../../model/ref.ts';
import type { Client } from '../client.ts';
import { type Identity, loginOf } from '../read-pull.ts';
import { Actor, Instant, Names, readPage } from './page.ts';

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
          author { __typename login }
          state
          stateReason
          createdAt
          updatedAt
          closedAt
          labels(first: 50) { nodes { name } }
          assignees(first: 10) { nodes { login } }
          subIssues(first: 20) { nodes { title closedAt assignees(first: 3) { nodes { login } } } }
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

const Logins = z.object({ nodes: z.array(z.object({ login: z.string() })) }).nullish();
const loginsIn = (found: z.infer<typeof Logins>): string[] => found?.nodes.map(({ login }) => login) ?? [];

const Issue = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  author: Actor,
  stateReason: z.string().nullish(),
  createdAt: Instant,
  updatedAt: Instant,
  closedAt: Instant.nullish(),
  labels: Names,
  assignees: Logins,
  subIssues: z
    .object({ nodes: z.array(z.object({ title: z.string(), closedAt: Instant.nullish(), assignees: Logins })) })
    .nullish(),
  timelineItems: z.object({
    nodes: z.array(z.object({ __typename: z.string(), createdAt: Instant, label: z.object({ name: z.string() }) })),
  }),
});

/** A page of a repository's issues that changed since then, or of the open ones with a label; of each the first 100 labels set and taken away. */
export async function readPastIssues(
  client: Client,
  self: Identity,
  repo: RepoRef,
  { cursor, since, label }: { cursor?: string | undefined; since: number; label?: string },
): Promise<PastPage<IssuePast>> {
  const of = label === undefined ? {} : { labels: [label], states: ['OPEN'] };
  return readPage(client, repo, {
    ...{
      query: PAST_ISSUES,
      field: 'issues',
      node: Issue,
      itemOf: (issue: z.infer<typeof Issue>) => issueOf(issue, self),
      size: PAGE,
      cursor,
    },
    variables: { since: new Date(since).toISOString(), ...of },
  });
}

const issueOf = (issue: z.infer<typeof Issue>, self: Identity): IssuePast => ({
  ...{ number: issue.number, title: issue.title, body: issue.body ?? '' },
  own: loginOf(issue.author).toLowerCase() === self.login.toLowerCase(),
  ...{ createdAt: issue.createdAt, updatedAt: issue.updatedAt, closedAt: issue.closedAt ?? undefined },
  reason: issue.closedAt ? (issue.stateReason === 'COMPLETED' ? 'completed' : 'not planned') : undefined,
  labels: issue.labels?.nodes.map(({ name }) => name) ?? [],
  labelled: issue.timelineItems.nodes.map(({ __typename, createdAt, label }) => ({
    ...{ at: createdAt, name: label.name, set: __typename === 'LabeledEvent' },
  })),
  assignees: loginsIn(issue.assignees),
  steps: (issue.subIssues?.nodes ?? []).map(({ title, closedAt, assignees }) => ({
    ...{ text: title, done: closedAt != null, doneAt: closedAt ?? undefined, owners: loginsIn(assignees) },
  })),
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

/** A page of a repository's milestones. */
export async function readPastMilestones(
  client: Client,
  repo: RepoRef,
  cursor: string | undefined,
): Promise<PastPage<MilestonePast>> {
  return readPage(client, repo, {
    ...{ query: PAST_MILESTONES, field: 'milestones', node: Milestone, size: PAGE, cursor },
    itemOf: ({ description, closedAt, dueOn, ...rest }) => ({
      ...{ ...rest, description: description ?? '' },
      ...{ closedAt: closedAt ?? undefined, dueAt: dueOn ?? undefined },
    }),
  });
}
