import { z } from 'zod';
import { Actor, Instant, Names } from './page.ts';

/** One page of pull requests, what changed last first, with how each came to be as it is. */
export const PAST_PULLS = /* GraphQL */ `
  query PastPulls($owner: String!, $name: String!, $first: Int!, $after: String, $states: [PullRequestState!]) {
    rateLimit { limit remaining resetAt }
    repository(owner: $owner, name: $name) {
      pullRequests(states: $states, first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
        pageInfo { hasNextPage endCursor }
        nodes {
          number
          title
          body
          isDraft
          isCrossRepository
          baseRefName
          headRefOid
          createdAt
          updatedAt
          closedAt
          mergedAt
          mergeCommit { oid committedDate }
          additions
          deletions
          changedFiles
          author { __typename login }
          labels(first: 50) { nodes { name } }
          closingIssuesReferences(first: 10) {
            nodes { number labels(first: 20) { nodes { name } } milestone { title } }
          }
          commits(first: 10) { nodes { commit { authoredDate } } }
          files(first: 100) { nodes { path additions deletions changeType } }
          timelineItems(
            first: 100
            itemTypes: [
              READY_FOR_REVIEW_EVENT
              CONVERT_TO_DRAFT_EVENT
              REVIEW_REQUESTED_EVENT
              PULL_REQUEST_REVIEW
              LABELED_EVENT
              UNLABELED_EVENT
            ]
          ) {
            nodes {
              __typename
              ... on ReadyForReviewEvent { createdAt }
              ... on ConvertToDraftEvent { createdAt }
              ... on ReviewRequestedEvent { createdAt }
              ... on PullRequestReview { submittedAt state author { __typename login } }
              ... on LabeledEvent { createdAt actor { __typename login } label { name } }
              ... on UnlabeledEvent { createdAt actor { __typename login } label { name } }
            }
          }
        }
      }
    }
  }
`;

const timed = { createdAt: z.string() };
const Event = z.discriminatedUnion('__typename', [
  z.object({ __typename: z.literal('ReadyForReviewEvent'), ...timed }),
  z.object({ __typename: z.literal('ConvertToDraftEvent'), ...timed }),
  z.object({ __typename: z.literal('ReviewRequestedEvent'), ...timed }),
  z.object({
    __typename: z.literal('PullRequestReview'),
    /** Null while it is pending. */
    submittedAt: z.string().nullable(),
    state: z.string(),
    author: Actor,
  }),
  z.object({
    __typename: z.enum(['LabeledEvent', 'UnlabeledEvent']),
    ...timed,
    actor: Actor,
    label: z.object({ name: z.string() }),
  }),
]);
export type Event = z.infer<typeof Event>;

/** A pull request in the answer. */
export const Node = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  isDraft: z.boolean(),
  isCrossRepository: z.boolean(),
  baseRefName: z.string(),
  headRefOid: z.string(),
  createdAt: Instant,
  updatedAt: Instant,
  closedAt: Instant.nullish(),
  mergedAt: Instant.nullish(),
  mergeCommit: z.object({ oid: z.string(), committedDate: Instant }).nullish(),
  additions: z.number(),
  deletions: z.number(),
  changedFiles: z.number(),
  author: Actor,
  labels: Names,
  closingIssuesReferences: z
    .object({
      nodes: z.array(
        z.object({ number: z.number(), labels: Names, milestone: z.object({ title: z.string() }).nullish() }),
      ),
    })
    .nullish(),
  commits: z.object({ nodes: z.array(z.object({ commit: z.object({ authoredDate: Instant }) })) }),
  files: z
    .object({
      nodes: z.array(
        z.object({ path: z.string(), additions: z.number(), deletions: z.number(), changeType: z.string() }),
      ),
    })
    .nullish(),
  timelineItems: z.object({ nodes: z.array(Event) }),
});
export type Node = z.infer<typeof Node>;
