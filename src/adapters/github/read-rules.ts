import { z } from 'zod';
import { Fault } from '../../model/fault.ts';
import type { Codeowners } from '../../model/pull.ts';
import type { RepoRef } from '../../model/ref.ts';
import { CODEOWNERS_PATHS, POLICY_PATH } from '../../model/well-known.ts';
import type { RulesReading } from '../../ports/readings.ts';
import { RulesAnswer, TextsAnswer } from './answers.ts';
import type { Client } from './client.ts';
import { isMissing } from './faults.ts';
import { RULES } from './queries.ts';

/** A larger configuration is not read; it is told as an error in it. */
const POLICY_BYTES = 32 * 1024;

/** A template's text beyond this is no template. */
const TEMPLATES = 10;

/** Reads the files that decide how a repository is judged; `undefined` where the repository is not there or not ours to see. */
export async function readRules(client: Client, repo: RepoRef): Promise<RulesReading | undefined> {
  const variables = { owner: repo.owner, name: repo.name };
  let answer: RulesAnswer['repository'];
  try {
    answer = RulesAnswer.parse(await client.read(repo.installation, RULES, variables)).repository;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return {
    nodeId: answer.id,
    private: answer.isPrivate,
    archived: answer.isArchived,
    organisation: answer.owner.__typename === 'Organization',
    defaultBranch: answer.defaultBranchRef?.name ?? '',
    policy: policyOf(answer),
    codeowners: codeownersOf(answer),
    updates: hasUpdates(answer),
    templates: await readTemplates(client, repo, answer),
    labels: Object.fromEntries((answer.labels?.nodes ?? []).map(({ id, name }) => [name.toLowerCase(), id])),
  };
}

function policyOf({ config, defaultBranchRef }: RulesAnswer['repository']): RulesReading['policy'] {
  if (config?.byteSize === undefined) return { state: 'absent' };
  const commit = defaultBranchRef?.target?.oid;
  const common = { state: 'present' as const, ...(commit === undefined ? {} : { commit }) };
  const readable =
    config.byteSize <= POLICY_BYTES && !config.isTruncated && !config.isBinary && typeof config.text === 'string';
  return readable ? { ...common, text: config.text ?? '' } : { ...common, tooLarge: config.byteSize };
}

const OWNERS = [
  ['owners0', CODEOWNERS_PATHS[0]],
  ['owners1', CODEOWNERS_PATHS[1]],
  ['owners2', CODEOWNERS_PATHS[2]],
] as const;

/** As much of CODEOWNERS as is remembered; GitHub itself ignores one over 3 MB. */
const OWNERS_BYTES = 512 * 1024;

function codeownersOf(answer: RulesAnswer['repository']): Codeowners {
  const [field, path] = OWNERS.find(([name]) => answer[name]?.byteSize !== undefined) ?? [];
  const found = field && answer[field];
  if (!found || path === undefined) return 'absent';
  if (typeof found.text === 'string' && !found.isTruncated && (found.byteSize ?? 0) <= OWNERS_BYTES)
    return { path, text: found.text };
  return { because: `\`${path}\` is no text of at most 512 KB, so it was not read`, cause: 'elsewhere' };
}

/** Where Dependabot and Renovate are configured. */
const UPDATES = /^(dependabot\.ya?ml|\.?renovate(rc)?(\.json5?)?)$/i;

const hasUpdates = ({ github, root }: RulesAnswer['repository']): boolean =>
  [github, root].some((folder) => folder?.entries?.some(({ name }) => UPDATES.test(name)) ?? false);

/** GitHub finds templates in three folders, whatever the case of the name, and in a folder of several. */
async function readTemplates(client: Client, repo: RepoRef, answer: RulesAnswer['repository']): Promise<string[]> {
  const entries = [answer.github, answer.root, answer.docs].flatMap((folder) => folder?.entries ?? []);
  const named = entries.filter(({ name }) => /^pull_request_template(\.(md|txt))?$/i.test(name));
  const oids = named.filter(({ type }) => type === 'blob').map(({ oid }) => oid);
  for (const folder of named.filter(({ type }) => type === 'tree'))
    oids.push(...(await filesIn(client, repo, folder.oid)));
  if (oids.length === 0) return [];
  const fields = oids
    .slice(0, TEMPLATES)
    .map((oid, i) => `t${i}: object(oid: ${JSON.stringify(oid)}) { ... on Blob { text } }`)
    .join('\n');
  const query = `query Templates($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${fields} } }`;
  const texts = TextsAnswer.parse(await client.read(repo.installation, query, { owner: repo.owner, name: repo.name }));
  return Object.values(texts.repository).flatMap((blob) => blob?.text ?? []);
}

const Folder = z.object({
  repository: z.object({
    object: z.object({ entries: z.array(z.object({ type: z.string(), oid: z.string() })).nullish() }).nullable(),
  }),
});

async function filesIn(client: Client, repo: RepoRef, tree: string): Promise<string[]> {
  const query =
    'query Folder($owner: String!, $name: String!, $oid: GitObjectID!) { repository(owner: $owner, name: $name) { object(oid: $oid) { ... on Tree { entries { type oid } } } } }';
  const answer = Folder.parse(
    await client.read(repo.installation, query, { owner: repo.owner, name: repo.name, oid: tree }),
  );
  return (answer.repository.object?.entries ?? []).filter(({ type }) => type === 'blob').map(({ oid }) => oid);
}

const Commits = z.array(z.object({ sha: z.string() }));
const Content = z.object({ content: z.string(), encoding: z.string(), size: z.number() });

/** The configuration's texts before the present one, newest first; so a ledger that was lost finds the last good one again. */
export async function readEarlierPolicies(client: Client, repo: RepoRef): Promise<{ commit: string; text: string }[]> {
  const where = { owner: repo.owner, repo: repo.name };
  const commits = Commits.parse(
    await client.rest(repo.installation, 'GET /repos/{owner}/{repo}/commits', {
      ...where,
      path: POLICY_PATH,
      per_page: 10,
    }),
  );
  const texts: { commit: string; text: string }[] = [];
  for (const { sha } of commits.slice(1)) {
    try {
      const answer = await client.rest(repo.installation, 'GET /repos/{owner}/{repo}/contents/{path}', {
        ...where,
        path: POLICY_PATH,
        ref: sha,
      });
      const file = Content.parse(answer);
      if (file.size <= POLICY_BYTES && file.encoding === 'base64')
        texts.push({ commit: sha, text: Buffer.from(file.content, 'base64').toString('utf8') });
    } catch (error) {
      // The file did not exist at this commit; the ones before it may still hold a good one.
      if (!(error instanceof Fault && error.kind === 'terminal')) throw error;
    }
  }
  return texts;
}
