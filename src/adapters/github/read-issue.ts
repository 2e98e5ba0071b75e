import { z } from 'zod';
import type { PullRef } from '../../model/ref.ts';
import type { IssueReading } from '../../ports/readings.ts';
import type { Client } from './client.ts';
import { isMissing } from './faults.ts';
import { Actor, Instant, Names } from './past/page.ts';
import { type Identity, provenance } from './read-pull.ts';

const ISSUE = /* GraphQL */ `
  query Issue($owner: String!, $name: String!, $number: Int!) {
    repository(owner: $owner, name: $name) {
      isArchived
      issue(number: $number) {
        id
        title
        body
        state
        createdAt
        closedAt
        assignees(first: 20) { nodes { login } }
        labels(first: 100) { nodes { name } }
        timelineItems(last: 100, itemTypes: [LABELED_EVENT, UNLABELED_EVENT]) {
          nodes {
            __typename
            ... on LabeledEvent { actor { __typename login } label { name } }
            ... on UnlabeledEvent { actor { __typename login } label { name } }
          }
        }
        subIssues(first: 100) { nodes { number title state assignees(first: 10) { nodes { login } } } }
      }
    }
  }
`;

const Logins = z.object({ nodes: z.array(z.object({ login: z.string() })) }).nullish();
const Answer = z.object({
  repository: z.object({
    isArchived: z.boolean(),
    issue: z.object({
      id: z.string(),
      title: z.string(),
      body: z.string().nullish(),
      state: z.string(),
      createdAt: Instant,
      closedAt: Instant.nullish(),
      assignees: Logins,
      labels: Names,
      timelineItems: z.object({
        nodes: z.array(
          z.object({
            __typename: z.enum(['LabeledEvent', 'UnlabeledEvent']),
            actor: Actor,
            label: z.object({ name: z.string() }),
          }),
        ),
      }),
      subIssues: z
        .object({
          nodes: z.array(z.object({ number: z.number(), title: z.string(), state: z.string(), assignees: Logins })),
        })
        .nullish(),
    }),
  }),
});

/** An issue as it is now; `undefined` where there is none of this number any more, or it is a pull request. */
export async function readIssue(client: Client, self: Identity, ref: PullRef): Promise<IssueReading | undefined> {
  const variables = { owner: ref.repo.owner, name: ref.repo.name, number: ref.number };
  const answer = await client.read(ref.repo.installation, ISSUE, variables).catch((error) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (answer === undefined) return undefined;
  const { isArchived, issue } = Answer.parse(answer).repository;
  if (isArchived) return undefined;
  const logins = (found: z.infer<typeof Logins>) => found?.nodes.map(({ login }) => login) ?? [];
  const names = issue.labels?.nodes.map(({ name }) => name) ?? [];
  return {
    nodeId: issue.id,
    labels: provenance(names, issue.timelineItems.nodes, self).labels,
    facts: {
      ...{ number: ref.number, title: issue.title, body: issue.body ?? '', labels: names },
      ...{ open: issue.state === 'OPEN', createdAt: issue.createdAt, closedAt: issue.closedAt ?? undefined },
      assignees: logins(issue.assignees),
      subIssues: (issue.subIssues?.nodes ?? []).map((one) => ({
        ...{ text: one.title, done: one.state !== 'OPEN', owners: logins(one.assignees), number: one.number },
      })),
    },
  };
}
