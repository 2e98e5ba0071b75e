import type { PolicyFile, RepositoryMemory } from '../model/memory.ts';
import { nameOf, type RepoRef } from '../model/ref.ts';
import { ORGANISATION_REPOSITORY, POLICY_PATH } from '../model/well-known.ts';
import { type InForce, remember, type resolve } from '../policy/resolve.ts';
import type { Policy } from '../policy/schema.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';

export interface RulesPorts {
  github: Pick<GitHub, 'rules' | 'earlierPolicies' | 'seesAll'>;
  ledger: Pick<Ledger, 'repository' | 'saveRepository'>;
  /** `resolve` of the policy, which may remember its answers: the same files give the same rules. */
  resolve: typeof resolve;
}

/** What a repository is judged by, and what is remembered of its files. */
export interface Rules {
  repository: RepositoryMemory;
  /** Its files were read just now, for the first time. */
  isNew: boolean;
  inForce: InForce | undefined;
  /** What would be in force if this were the repository's file. */
  proposed(text: string, commit: string): InForce | undefined;
  /** What the organisation's file alone asks for; nothing for the repository that holds it. */
  inherited(): InForce | undefined;
}

/**
 * The rules in force for a repository: its own file over its organisation's, each read once and kept until a push
 * changes it, the answer "there is none" too. `undefined`: the repository is not there, not ours to see, or archived.
 */
export async function gatherRules(repo: RepoRef, ports: RulesPorts): Promise<Rules | undefined> {
  const found = await remembered(repo, ports);
  if (found === undefined) return undefined;
  const { memory: repository, isNew } = found;
  const defaults = { ...repo, name: ORGANISATION_REPOSITORY };
  const isDefaults = isDefaultsOf(repo);
  const defaultsMemory = isDefaults ? repository : await organisationFiles(defaults, repository, ports);
  const defaultsFile = defaultsMemory?.policy;
  const resolved = (organisation: PolicyFile | undefined, own: PolicyFile) =>
    ports.resolve(sourcesOf(repo, organisation, own));
  const inForce = resolved(defaultsFile, repository.policy);
  const proposed: Rules['proposed'] = (text, commit) => {
    const file = remember(undefined, { state: 'present', text, commit }, POLICY_PATH);
    return isDefaults ? resolved(file, repository.policy) : resolved(defaultsFile, file);
  };
  const inherited = () => (isDefaults ? undefined : resolved(defaultsFile, { state: 'absent' }));
  // GitHub gives a repository without templates of its own those of its organisation.
  const templates = repository.templates.length > 0 ? repository.templates : (defaultsMemory?.templates ?? []);
  return { repository: { ...repository, templates }, isNew, inForce, proposed, inherited };
}

const isDefaultsOf = ({ name }: RepoRef): boolean => name.toLowerCase() === ORGANISATION_REPOSITORY;

/** A repository's file over its organisation's, as `resolve` takes them. */
function sourcesOf(
  repo: RepoRef,
  organisation: PolicyFile | undefined,
  own: PolicyFile,
): Parameters<typeof resolve>[0] {
  const file = `${nameOf({ ...repo, name: ORGANISATION_REPOSITORY })}: ${POLICY_PATH}`;
  return {
    ...(organisation ? { organisation: { file, current: organisation } } : {}),
    ...(isDefaultsOf(repo) ? {} : { repository: { file: POLICY_PATH, current: own } }),
  };
}

type AllPorts = Pick<RulesPorts, 'resolve'> & { ledger: Pick<Ledger, 'repositories'> };

/** The repositories of an installation and what is in force for each, as they are remembered: nothing is read. */
export async function inForceOfAll(
  installation: number,
  { ledger, resolve: resolved }: AllPorts,
): Promise<{ repository: RepositoryMemory; inForce: InForce | undefined }[]> {
  const all = await ledger.repositories(installation);
  const defaults = all.find(({ repo }) => isDefaultsOf(repo))?.policy;
  return all.map((repository) => ({
    repository,
    inForce: resolved(sourcesOf(repository.repo, defaults, repository.policy)),
  }));
}

/** Those of them that have a configuration. */
export async function rulesOfAll(
  installation: number,
  ports: AllPorts,
): Promise<{ repository: RepositoryMemory; policy: Policy }[]> {
  return (await inForceOfAll(installation, ports)).flatMap(({ repository, inForce }) =>
    inForce?.policy === undefined || repository.nodeId === '' ? [] : [{ repository, policy: inForce.policy }],
  );
}

/** A repository's files from memory, or read and kept. */
async function remembered(
  repo: RepoRef,
  { github, ledger }: RulesPorts,
): Promise<{ memory: RepositoryMemory; isNew: boolean } | undefined> {
  const { memory: known, fresh, generation } = await ledger.repository(repo);
  if (known && fresh) return { memory: known, isNew: false };
  const reading = await github.rules(repo);
  if (reading === undefined || reading.archived) return undefined;
  const { archived: _, policy: read, ...rest } = reading;
  const policy = await withLastGood(repo, remember(known?.policy, read, POLICY_PATH), github);
  const memory: RepositoryMemory = { repo, ...rest, policy };
  await ledger.saveRepository(memory, generation);
  return { memory, isNew: known === undefined };
}

/** A broken file whose last good text nobody remembers: its history on GitHub does. */
async function withLastGood(repo: RepoRef, file: PolicyFile, github: RulesPorts['github']): Promise<PolicyFile> {
  if (file.state !== 'present' || file.good !== undefined) return file;
  for (const { commit, text } of await github.earlierPolicies(repo)) {
    const { good } = remember(undefined, { state: 'present', commit, text }, POLICY_PATH);
    if (good) return { ...file, good };
  }
  return file;
}

/**
 * The organisation's files. A configuration that cannot be seen is never taken for none: where only selected repositories are
 * installed it may exist unseen, and the last good one stays in force.
 */
async function organisationFiles(
  defaults: RepoRef,
  of: RepositoryMemory,
  ports: RulesPorts,
): Promise<RepositoryMemory | undefined> {
  if (!of.organisation) return undefined;
  const before = await ports.ledger.repository(defaults);
  if (before.memory && before.fresh) return before.memory;
  const found = await remembered(defaults, ports);
  if (found) return found.memory;
  const state = (await ports.github.seesAll(defaults.installation)) ? 'absent' : 'unreadable';
  const memory: RepositoryMemory = {
    ...{ repo: defaults, nodeId: '', private: true, organisation: true, defaultBranch: '', templates: [], labels: {} },
    codeowners: 'absent',
    policy: remember(before.memory?.policy, { state }, POLICY_PATH),
  };
  await ports.ledger.saveRepository(memory, before.generation);
  return memory;
}
