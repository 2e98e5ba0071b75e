import { z } from 'zod';
import { code } from '../../model/markdown.ts';
import type { LinkedIssue, Unread } from '../../model/pull.ts';
import type { PullRef, RepoRef } from '../../model/ref.ts';
import { replyMarker } from '../../review/replies.ts';
import { type BlobAnswer, blob } from './answers.ts';
import type { Client } from './client.ts';

/** What only some rules ask for: whole files, issues that a description names, an author's history. */

/** Files of one question; GitHub answers with all of them or, when they are too large together, with none. */
const FILES = 40;

const Texts = z.object({ repository: z.record(z.string(), blob) });

/** Whole files as they are at a commit, by path; what is no text of a readable size says so. */
export async function readTexts(
  client: Client,
  { installation, owner, name }: RepoRef,
  sha: string,
  paths: readonly string[],
): Promise<Map<string, { text: string } | Unread>> {
  const texts = new Map<string, { text: string } | Unread>();
  for (let at = 0; at < paths.length; at += FILES) {
    const some = paths.slice(at, at + FILES);
    const parameters = some.map((_, i) => `$e${i}: String!`).join(', ');
    const fields = some.map(
      (_, i) => `f${i}: object(expression: $e${i}) { ... on Blob { byteSize isBinary isTruncated text } }`,
    );
    const query = `query Texts($owner: String!, $name: String!, ${parameters}) { repository(owner: $owner, name: $name) { ${fields.join('\n')} } }`;
    const expressions = Object.fromEntries(some.map((path, i) => [`e${i}`, `${sha}:${path}`]));
    const answer = Texts.parse(await client.read(installation, query, { owner, name, ...expressions }));
    for (const [i, path] of some.entries()) texts.set(path, textOf(path, answer.repository[`f${i}`] ?? null));
  }
  return texts;
}

function textOf(path: string, found: BlobAnswer): { text: string } | Unread {
  if (found?.byteSize === undefined) return { because: `${code(path)} could not be read`, cause: 'elsewhere' };
  if (found.isBinary || typeof found.text !== 'string')
    return { because: `${code(path)} is no text`, cause: 'subject' };
  if (found.isTruncated) return { because: `${code(path)} is too large to be read`, cause: 'subject' };
  return { text: found.text };
}

const Issues = z.object({
  repository: z.record(
    z.string(),
    z
      .object({
        number: z.number().optional(),
        labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullish(),
        milestone: z.object({ title: z.string() }).nullish(),
        participants: z.object({ nodes: z.array(z.object({ login: z.string() })) }).nullish(),
      })
      .nullable(),
  ),
});

/** The issues among these numbers; those of pull requests, and those that are nothing, are left out. */
export async function readIssues(
  client: Client,
  { installation, owner, name }: RepoRef,
  numbers: readonly number[],
): Promise<LinkedIssue[]> {
  if (numbers.length === 0) return [];
  const fields = numbers.map((number) => `i${number}: issueOrPullRequest(number: ${number}) { ...Linked }`).join('\n');
  const query = `query Issues($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${fields} } }
  fragment Linked on Issue {
    number
    labels(first: 50) { nodes { name } }
    milestone { title }
    participants(first: 100) { nodes { login } }
  }`;
  const { repository } = Issues.parse(await client.readSome(installation, query, { owner, name }));
  return Object.values(repository).flatMap((issue) =>
    issue?.number === undefined
      ? []
      : {
          number: issue.number,
          labels: issue.labels?.nodes.map((label) => label.name) ?? [],
          ...(issue.milestone ? { milestone: issue.milestone.title } : {}),
          participants: issue.participants?.nodes.map(({ login }) => login) ?? [],
        },
  );
}

const NEWCOMER = /* GraphQL */ `
  query Newcomer($merged: String!) {
    search(type: ISSUE, query: $merged, first: 1) { issueCount }
  }
`;
const Newcomer = z.object({ search: z.object({ issueCount: z.number() }) });

/** Whether nothing of this author's was merged into the repository yet. */
export async function readNewcomer(client: Client, { installation, owner, name }: RepoRef, login: string) {
  const merged = `repo:${owner}/${name} is:pr is:merged author:${login}`;
  return Newcomer.parse(await client.read(installation, NEWCOMER, { merged })).search.issueCount === 0;
}

const COMMENTS = /* GraphQL */ `
  query Replies($owner: String!, $name: String!, $number: Int!, $after: String) {
    repository(owner: $owner, name: $name) {
      issueOrPullRequest(number: $number) {
        ... on Issue { id comments(first: 100, after: $after) { ...Written } }
        ... on PullRequest { id comments(first: 100, after: $after) { ...Written } }
      }
    }
  }
  fragment Written on IssueCommentConnection {
    pageInfo { hasNextPage endCursor }
    nodes { id body viewerDidAuthor }
  }
`;
const Comments = z.object({
  repository: z.object({
    issueOrPullRequest: z.object({
      id: z.string(),
      comments: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
        nodes: z.array(z.object({ id: z.string(), body: z.string(), viewerDidAuthor: z.boolean() })),
      }),
    }),
  }),
});

/** Whether this app replied to that comment: GitHub says who wrote a comment, so nothing that a marker claims is believed. */
export const hasReplied = async (client: Client, ref: PullRef, comment: number): Promise<boolean> =>
  (await ownComment(client, ref, replyMarker(comment))) !== undefined;

/** The comment that begins like this; GitHub says who wrote it, so nothing that a marker claims is believed. */
export async function ownComment(client: Client, { repo, number }: PullRef, marker: string) {
  const variables = { owner: repo.owner, name: repo.name, number };
  for (let after: string | null = null; ; ) {
    const answer: z.infer<typeof Comments> = Comments.parse(
      await client.read(repo.installation, COMMENTS, { ...variables, after }),
    );
    const { nodes, pageInfo } = answer.repository.issueOrPullRequest.comments;
    const found = nodes.find(({ body, viewerDidAuthor }) => viewerDidAuthor && body.startsWith(marker));
    if (found || !pageInfo.hasNextPage || !pageInfo.endCursor) return found && { id: found.id, body: found.body };
    after = pageInfo.endCursor;
  }
}

export async function nodeOf(client: Client, { repo, number }: PullRef): Promise<string> {
  const variables = { owner: repo.owner, name: repo.name, number, after: null };
  return Comments.parse(await client.read(repo.installation, COMMENTS, variables)).repository.issueOrPullRequest.id;
}
