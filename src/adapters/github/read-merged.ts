import { z } from 'zod';
import type { ChangedFile } from '../../model/pull.ts';
import type { RepoRef } from '../../model/ref.ts';
import type { MergedReading } from '../../ports.ts';
import type { Client } from './client.ts';
import { loginOf } from './read-pull.ts';

/** More at once make GitHub time out on repositories with large descriptions. */
const PAGE = 25;

const MERGED = /* GraphQL */ `
  query Merged($owner: String!, $name: String!, $first: Int!, $after: String) {
    repository(owner: $owner, name: $name) {
      pullRequests(states: [MERGED], first: $first, after: $after, orderBy: { field: UPDATED_AT, direction: DESC }) {
        pageInfo { hasNextPage endCursor }
        nodes {
          number
          title
          body
          isCrossRepository
          baseRefName
          changedFiles
          author { __typename login }
          labels(first: 50) { nodes { name } }
          closingIssuesReferences(first: 10) {
            nodes { number labels(first: 20) { nodes { name } } milestone { title } }
          }
          files(first: 100) { nodes { path additions deletions changeType } }
        }
      }
    }
  }
`;

const names = z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullish();
const Merged = z.object({
  repository: z.object({
    pullRequests: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      nodes: z.array(
        z.object({
          number: z.number(),
          title: z.string(),
          body: z.string().nullish(),
          isCrossRepository: z.boolean(),
          baseRefName: z.string(),
          changedFiles: z.number(),
          author: z.object({ __typename: z.string(), login: z.string() }).nullable(),
          labels: names,
          closingIssuesReferences: z
            .object({
              nodes: z.array(
                z.object({ number: z.number(), labels: names, milestone: z.object({ title: z.string() }).nullish() }),
              ),
            })
            .nullish(),
          files: z
            .object({
              nodes: z.array(
                z.object({ path: z.string(), additions: z.number(), deletions: z.number(), changeType: z.string() }),
              ),
            })
            .nullish(),
        }),
      ),
    }),
  }),
});
type MergedNode = z.infer<typeof Merged>['repository']['pullRequests']['nodes'][number];

/** Reads the last merged pull requests of a repository, newest first; of each the first 100 files. */
export async function readMerged(client: Client, repo: RepoRef, last: number): Promise<MergedReading[]> {
  const all: MergedReading[] = [];
  for (let after: string | null = null; all.length < last; ) {
    const variables = { owner: repo.owner, name: repo.name, first: Math.min(PAGE, last - all.length), after };
    const answer: z.infer<typeof Merged> = Merged.parse(await client.read(repo.installation, MERGED, variables));
    const { nodes, pageInfo } = answer.repository.pullRequests;
    all.push(...nodes.map((node) => readingOf(node)));
    if (!pageInfo.hasNextPage || !pageInfo.endCursor) break;
    after = pageInfo.endCursor;
  }
  return all;
}

/** Who set a label is not read: one that still stood when it was merged counts as a person's. */
function readingOf(node: MergedNode): MergedReading {
  const files = (node.files?.nodes ?? []).map(({ path, additions, deletions, changeType }) => ({
    ...{ path, additions, deletions, status: STATUS[changeType] ?? 'modified' },
  }));
  const more = node.changedFiles - files.length;
  return {
    ...{ number: node.number, title: node.title, body: node.body ?? '', base: node.baseRefName },
    ...{
      author: { login: loginOf(node.author), bot: node.author?.__typename === 'Bot' },
      draft: false,
      fork: node.isCrossRepository,
    },
    labels: (node.labels?.nodes ?? []).map(({ name }) => ({ name, by: 'unknown' })),
    closes: (node.closingIssuesReferences?.nodes ?? []).map(({ number, labels, milestone }) => ({
      number,
      labels: labels?.nodes.map(({ name }) => name) ?? [],
      ...(milestone ? { milestone: milestone.title } : {}),
    })),
    files:
      more <= 0
        ? { whole: true, files }
        : { whole: false, files, because: `${more} more files were not read`, cause: 'elsewhere' },
  };
}

const STATUS: Readonly<Record<string, ChangedFile['status']>> = {
  ...{
    ADDED: 'added',
    DELETED: 'removed',
    MODIFIED: 'modified',
    RENAMED: 'renamed',
    COPIED: 'copied',
    CHANGED: 'changed',
  },
};
