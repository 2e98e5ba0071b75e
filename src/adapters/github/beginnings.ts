import { z } from 'zod';
import type { Beginning, Installed } from '../../model/beginning.ts';
import type { RepoRef } from '../../model/ref.ts';
import { CODEOWNERS_PATHS, POLICY_PATH } from '../../model/well-known.ts';
import type { Client } from './client.ts';
import { PAGE, paged } from './paging.ts';

const Repositories = z.object({
  repositories: z.array(
    z.object({
      ...{ name: z.string(), owner: z.object({ login: z.string(), type: z.string().optional() }) },
      ...{ private: z.boolean(), has_issues: z.boolean(), archived: z.boolean(), disabled: z.boolean().optional() },
    }),
  ),
});

/** The repositories that an installation sees and may write in, in GitHub's order. */
export async function readInstalled(client: Client, installation: number): Promise<Installed[]> {
  const route = 'GET /installation/repositories';
  const all = await paged(
    async (page) => Repositories.parse(await client.rest(installation, route, { per_page: PAGE, page })).repositories,
  );
  return all
    .filter(({ archived, disabled }) => !archived && !disabled)
    .map(({ name, owner, private: hidden, has_issues: hasIssues }) => ({
      repo: { installation, owner: owner.login, name },
      ...{ private: hidden, organisation: owner.type === 'Organization', hasIssues },
    }));
}

/** Where most keep it, in the spellings that most use. */
const TEMPLATES = [
  '.github/pull_request_template.md',
  '.github/PULL_REQUEST_TEMPLATE.md',
  'pull_request_template.md',
  'PULL_REQUEST_TEMPLATE.md',
];

const file = (name: string, path: string) =>
  `${name}: object(expression: "HEAD:${path}") { ... on Blob { text isTruncated } }`;
const folder = (name: string, path: string) =>
  `${name}: object(expression: "HEAD:${path}") { ... on Tree { entries { name type } } }`;

const BEGINNING = `fragment Beginning on Repository {
  id
  defaultBranchRef { name }
  labels(first: 100) { nodes { name } }
  ${[file('config', POLICY_PATH), ...CODEOWNERS_PATHS.map((path, i) => file(`owners${i}`, path)), ...TEMPLATES.map((path, i) => file(`template${i}`, path))].join('\n')}
  ${[folder('root', ''), folder('docs', 'docs'), folder('github', '.github'), folder('forms', '.github/ISSUE_TEMPLATE')].join('\n')}
}`;

const Blob = z.object({ text: z.string().nullish(), isTruncated: z.boolean().optional() }).nullish();
const Tree = z.object({ entries: z.array(z.object({ name: z.string(), type: z.string() })).optional() }).nullish();
const Answer = z.object({
  ...{ id: z.string(), defaultBranchRef: z.object({ name: z.string() }).nullish() },
  labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullish(),
  ...{ config: Blob, owners0: Blob, owners1: Blob, owners2: Blob },
  ...{ template0: Blob, template1: Blob, template2: Blob, template3: Blob },
  ...{ root: Tree, docs: Tree, github: Tree, forms: Tree },
});
type Answer = z.infer<typeof Answer>;

/** What is in a few repositories of one installation, in one call; those that are not there are left out. */
export async function readBeginnings(client: Client, repos: readonly RepoRef[]): Promise<Beginning[]> {
  const found = await aliased(client, repos, 'Beginnings', '...Beginning', BEGINNING);
  return found.flatMap(({ repo, answer }) => {
    const parsed = Answer.nullable().parse(answer);
    return parsed === null ? [] : [beginningOf(repo, parsed)];
  });
}

function beginningOf(repo: RepoRef, answer: Answer): Beginning {
  const { id, defaultBranchRef, config, root, docs, github, forms, template0, template1, template2, template3 } =
    answer;
  const named = (tree: z.infer<typeof Tree>, type: 'blob' | 'tree') =>
    (tree?.entries ?? []).filter((entry) => entry.type === type).map(({ name }) => name);
  return {
    ...{ repo, nodeId: id, defaultBranch: defaultBranchRef?.name ?? '', configured: config?.text !== undefined },
    labels: (answer.labels?.nodes ?? []).map(({ name }) => name),
    folders: [...named(root, 'tree'), ...named(docs, 'tree').map((name) => `docs/${name}`)],
    files: [...named(root, 'blob'), ...named(github, 'blob')],
    forms: named(forms, 'blob'),
    templates: [template0, template1, template2, template3].flatMap((one) => one?.text ?? []),
    codeowners: codeownersOf(answer),
  };
}

/** As much as is read of it elsewhere; a longer one says nothing here. */
function codeownersOf({ owners0, owners1, owners2 }: Answer): Beginning['codeowners'] {
  const index = [owners0, owners1, owners2].findIndex((one) => one?.text != null && !one.isTruncated);
  const [path, text] = [CODEOWNERS_PATHS[index], [owners0, owners1, owners2][index]?.text];
  return path === undefined || text == null ? 'absent' : { path, text };
}

const Issues = z.object({
  issues: z.object({
    nodes: z.array(z.object({ id: z.string(), number: z.number(), body: z.string(), viewerDidAuthor: z.boolean() })),
  }),
});

/** The issue of this label that this app opened and that begins with this line, wherever it is among repositories of one installation. */
export async function findOwnIn(
  client: Client,
  repos: readonly RepoRef[],
  line: string,
  label: string,
): Promise<{ id: string; number: number } | undefined> {
  const fields = `issues(first: 10, labels: [${JSON.stringify(label)}]) { nodes { id number body viewerDidAuthor } }`;
  for (let from = 0; from < repos.length; from += PAGE) {
    const found = await aliased(client, repos.slice(from, from + PAGE), 'OwnIn', fields);
    const issues = found.flatMap(({ answer }) => Issues.nullable().parse(answer)?.issues.nodes ?? []);
    const own = issues.find(({ viewerDidAuthor, body }) => viewerDidAuthor && body.startsWith(line));
    if (own) return { id: own.id, number: own.number };
  }
  return undefined;
}

/** Asks the same of several repositories of one installation at once. */
async function aliased(client: Client, repos: readonly RepoRef[], operation: string, fields: string, fragment = '') {
  const [first] = repos;
  if (first === undefined) return [];
  const asked = repos.map(
    ({ owner, name }, i) =>
      `r${i}: repository(owner: ${JSON.stringify(owner)}, name: ${JSON.stringify(name)}) { ${fields} }`,
  );
  const query = `query ${operation} { ${asked.join('\n')} }\n${fragment}`;
  const answer = await client.readSome<Record<string, unknown>>(first.installation, query, {});
  return repos.map((repo, i) => ({ repo, answer: answer[`r${i}`] ?? null }));
}
