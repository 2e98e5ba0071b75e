import { z } from 'zod';
import type { Document, Documents } from '../../model/occasion.ts';
import type { RepoRef } from '../../model/ref.ts';
import { matcher } from '../../practices/shared/paths.ts';
import type { Client } from './client.ts';

/** So many documents are asked about; who has more of them reads the first, by their path. */
const MOST = 50;
/** How many folders deep a pattern is followed from where its first wildcard stands. */
const DEPTH = 5;

/** When the documents that paths and patterns lead to changed last on the default branch, and which lead to none. */
export async function readDocuments(client: Client, repo: RepoRef, patterns: readonly string[]): Promise<Documents> {
  const literal = patterns.filter((pattern) => !isPattern(pattern));
  const listed = await filesUnder(client, repo, [...new Set(patterns.filter(isPattern).map(folderOf))]);
  const matches = matcher(patterns.filter(isPattern));
  const wanted = [...new Set([...literal, ...listed.filter(matches).sort()])].slice(0, MOST);
  const found = await changesOf(client, repo, wanted);
  const paths = found.map(({ path }) => path);
  return { found, missing: patterns.filter((pattern) => !paths.some(matcher([pattern]))) };
}

const isPattern = (path: string): boolean => /[*?[{]/.test(path);

/** The folder above a pattern's first wildcard. */
const folderOf = (pattern: string): string => {
  const steps = pattern.split('/');
  return steps.slice(0, steps.findIndex(isPattern)).join('/');
};

const Entry = z.object({
  name: z.string(),
  type: z.string(),
  get object() {
    return z.object({ entries: z.array(Entry).nullish() }).nullish();
  },
});
type Entry = z.infer<typeof Entry>;
const Trees = z.object({
  repository: z.record(z.string(), z.object({ entries: z.array(Entry).nullish() }).nullable()),
});

const nested = (depth: number): string =>
  depth === 0 ? '' : `... on Tree { entries { name type ${depth > 1 ? `object { ${nested(depth - 1)} }` : ''} } }`;

async function filesUnder(client: Client, repo: RepoRef, folders: readonly string[]): Promise<string[]> {
  if (folders.length === 0) return [];
  const { repository } = Trees.parse(
    await ask(client, repo, 'Folders', folders, (i) => `f${i}: object(expression: $e${i}) { ${nested(DEPTH)} }`),
  );
  return folders.flatMap((folder, i) => filesIn(repository[`f${i}`]?.entries ?? [], folder));
}

const filesIn = (entries: readonly Entry[], folder: string): string[] =>
  entries.flatMap(({ name, type, object }) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    return type === 'blob' ? [path] : filesIn(object?.entries ?? [], path);
  });

/** One query over what stands at these paths of the default branch. */
async function ask(
  client: Client,
  { installation, owner, name }: RepoRef,
  operation: string,
  paths: readonly string[],
  field: (i: number) => string,
) {
  const parameters = paths.map((_, i) => `$e${i}: String!`).join(', ');
  const expressions = Object.fromEntries(paths.map((path, i) => [`e${i}`, `HEAD:${path}`]));
  const query = `query ${operation}($owner: String!, $name: String!, ${parameters}) { repository(owner: $owner, name: $name) { ${paths.map((_, i) => field(i)).join('\n')} } }`;
  return client.read(installation, query, { owner, name, ...expressions });
}

const There = z.object({ repository: z.record(z.string(), z.object({ __typename: z.string() }).nullable()) });
const Histories = z.object({
  repository: z.object({
    object: z.record(z.string(), z.object({ nodes: z.array(z.object({ committedDate: z.string() })) })).nullable(),
  }),
});

async function changesOf(client: Client, repo: RepoRef, paths: readonly string[]): Promise<Document[]> {
  if (paths.length === 0) return [];
  const there = There.parse(
    await ask(client, repo, 'Documents', paths, (i) => `d${i}: object(expression: $e${i}) { __typename }`),
  );
  const files = paths.filter((_, i) => there.repository[`d${i}`]?.__typename === 'Blob');
  if (files.length === 0) return [];
  const parameters = files.map((_, i) => `$p${i}: String!`).join(', ');
  const fields = files.map((_, i) => `h${i}: history(first: 1, path: $p${i}) { nodes { committedDate } }`).join('\n');
  const query = `query Changes($owner: String!, $name: String!, ${parameters}) { repository(owner: $owner, name: $name) { object(expression: "HEAD") { ... on Commit { ${fields} } } } }`;
  const variables = Object.fromEntries(files.map((path, i) => [`p${i}`, path]));
  const { object } = Histories.parse(
    await client.read(repo.installation, query, { owner: repo.owner, name: repo.name, ...variables }),
  ).repository;
  return files.flatMap((path, i) => {
    const at = object?.[`h${i}`]?.nodes[0]?.committedDate;
    return at === undefined ? [] : [{ path, changedAt: Date.parse(at) }];
  });
}
