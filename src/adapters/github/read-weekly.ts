import { z } from 'zod';
import type { PullRef } from '../../model/ref.ts';
import type { Reactions, ThreadReading } from '../../ports/readings.ts';
import type { Client } from './client.ts';
import { isMissing } from './faults.ts';
import { Actor } from './past/page.ts';

/** GitHub answers so many ids at once. */
const AT_ONCE = 100;

const Groups = z.object({
  nodes: z.array(
    z
      .object({
        id: z.string(),
        reactionGroups: z
          .array(z.object({ content: z.string(), reactors: z.object({ totalCount: z.number() }) }))
          .nullish(),
      })
      .nullable(),
  ),
});

const REACTIONS = /* GraphQL */ `
  query Reactions($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on IssueComment { id reactionGroups { content reactors { totalCount } } }
    }
  }
`;

/** Totals of reactions to comments, by the comment's node id; a comment that was deleted has none. Whose they are is not read. */
export async function readReactions(
  client: Client,
  installation: number,
  ids: readonly string[],
): Promise<Map<string, Reactions>> {
  const all = new Map<string, Reactions>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const { nodes } = Groups.parse(
      await client.read(installation, REACTIONS, { ids: ids.slice(from, from + AT_ONCE) }),
    );
    for (const node of nodes) {
      if (node === null) continue;
      const of = (content: string) =>
        node.reactionGroups?.find((group) => group.content === content)?.reactors.totalCount ?? 0;
      all.set(node.id, { up: of('THUMBS_UP'), confused: of('CONFUSED'), down: of('THUMBS_DOWN') });
    }
  }
  return all;
}

const Thread = z.object({
  repository: z.object({
    issue: z
      .object({
        body: z.string().nullish(),
        comments: z.object({
          nodes: z.array(z.object({ body: z.string().nullish(), author: Actor })),
        }),
        timelineItems: z.object({ nodes: z.array(z.object({ actor: Actor })) }),
      })
      .nullable(),
  }),
});

const THREAD = /* GraphQL */ `
  query Thread($owner: String!, $name: String!, $number: Int!) {
    repository(owner: $owner, name: $name) {
      issue(number: $number) {
        body
        comments(last: 100) { nodes { body author { __typename login } } }
        timelineItems(last: 1, itemTypes: [CLOSED_EVENT]) { nodes { ... on ClosedEvent { actor { __typename login } } } }
      }
    }
  }
`;

/** An issue's description and the last hundred comments that people wrote on it; `undefined` where it is gone. */
export async function readThread(client: Client, { repo, number }: PullRef): Promise<ThreadReading | undefined> {
  try {
    const variables = { owner: repo.owner, name: repo.name, number };
    const { issue } = Thread.parse(await client.read(repo.installation, THREAD, variables)).repository;
    if (issue === null) return undefined;
    const byPeople = issue.comments.nodes.filter(({ author }) => author?.__typename === 'User');
    const actors = [...byPeople.map(({ author }) => author), ...issue.timelineItems.nodes.map(({ actor }) => actor)];
    return {
      ...{ body: issue.body ?? '', comments: byPeople.map(({ body }) => body ?? '') },
      people: actors.flatMap((actor) => (actor?.__typename === 'User' ? actor.login : [])),
    };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
