import { Fault } from '../model/fault.ts';
import { code } from '../model/markdown.ts';
import type { PullMemory, RepositoryMemory } from '../model/memory.ts';
import {
  type ChangedFile,
  type Findings,
  isUnread,
  type LinkedIssue,
  type Listing,
  type PullFacts,
  type Team,
  type Unread,
} from '../model/pull.ts';
import type { PullRef } from '../model/ref.ts';
import type { InForce } from '../policy/resolve.ts';
import type { Policy } from '../policy/schema.ts';
import type { GitHub } from '../ports/github.ts';
import type { FilesReading } from '../ports/readings.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import type { Extract, ReadFile } from '../practices/practice.ts';
import { issuesNamed } from '../practices/shared/issue-links.ts';
import { needsOf, type RuleInForce, rulesInForce } from '../review/evaluate.ts';
import type { Seen } from './gather-pull.ts';
import { type LearningPorts, resembling } from './learn-outcomes.ts';
import { type DebtPorts, openDebt } from './publish-debt.ts';

export interface FactsPorts {
  github: Pick<GitHub, 'files' | 'texts' | 'issues' | 'newcomer' | 'team'>;
  history: DebtPorts['history'] & LearningPorts['history'];
  ledger: Pick<DebtPorts['ledger'], 'publication' | 'publications'> & LearningPorts['ledger'];
  learned: LearningPorts['learned'];
  clock: Clock;
  print: (text: string) => string;
  log: Log;
}

/** What was read besides the pull request itself, kept so that the next event reads only what changed. */
export type Kept = Pick<PullMemory, 'files' | 'linked' | 'people' | 'newcomer'>;

/** Everything that the rules in force may know of a pull request: read once, and again only where it may have changed. */
export async function gatherFacts(
  ref: PullRef,
  seen: Seen,
  memory: PullMemory | undefined,
  repository: RepositoryMemory,
  { policy, print }: InForce & { policy: Policy },
  ports: FactsPorts,
): Promise<{ facts: PullFacts; kept: Kept }> {
  const { state } = seen;
  const rules = rulesInForce(policy);
  const needs = needsOf(rules);
  const declared = declaredIn(policy);
  const files = await readFiles(ref, seen, memory, { rules, print, declared }, ports);
  const newcomer = needs.has('newcomer') ? await readNewcomer(ref, seen, memory, ports) : false;
  const teams = await readTeams(ref, rules, ports);
  const linked = needs.has('linked-issues') ? await readLinked(ref, seen, memory, teams, ports) : undefined;
  const gathered: PullFacts = {
    ...{ number: state.number, title: state.title, body: state.body, author: state.author },
    ...{ draft: state.draft, fork: state.fork, base: state.base },
    ...{ labels: seen.labels, dismissed: seen.dismissed, closes: seen.closes },
    ...{ files: files.listing, findings: files.findings, templates: repository.templates },
    ...{ codeowners: repository.codeowners, newcomer, teams, declared },
    debt: needs.has('debt') ? await openDebt(ref.repo, policy, ports) : { points: 0, issues: [] },
    commanded: memory?.commanded,
    people: seen.people ?? { because: 'Who reviews it could not be read', cause: 'elsewhere' },
    linked: linked === undefined ? [] : isUnread(linked) ? linked : linked.issues,
  };
  const isLearned = needs.has('experience') && declared.outcomes.length > 0;
  const facts = { ...gathered, resembles: isLearned ? await resembling(ref.repo, gathered, ports) : undefined };
  const kept: Kept = {
    ...(files.kept ? { files: { ...files.kept, listing: files.listing, findings: files.findings } } : {}),
    ...(linked === undefined || isUnread(linked) ? {} : { linked }),
    ...(seen.people ? { people: seen.people } : {}),
    ...(typeof newcomer === 'boolean' && needs.has('newcomer') ? { newcomer } : {}),
  };
  return { facts, kept };
}

/** What a configuration declares, for rules of any practice. */
export const declaredIn = (policy: Policy): PullFacts['declared'] => ({
  outcomes: policy['north-star'].outcomes,
  decisions: policy.communication['decision-record'].paths,
});

/** What GitHub refuses for good leaves the rules that need it unknown; the others still count. */
async function orUnread<T>(what: string, reading: Promise<T>): Promise<T | Unread> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof Fault && error.kind === 'terminal')) throw error;
    return { because: `${what} could not be read: ${error.message}`, cause: 'elsewhere' };
  }
}

interface Extracting {
  rules: readonly RuleInForce[];
  print: string;
  declared: PullFacts['declared'];
}

interface FilesRead {
  listing: Listing;
  findings: Record<string, Findings>;
  /** Of what they were read; absent if they could not be. */
  kept?: { head: string; base: string; policy: string };
}

/** The changed files and what is found in them: those remembered, while neither head nor base nor rules have changed. */
async function readFiles(
  ref: PullRef,
  { state }: Seen,
  memory: PullMemory | undefined,
  extracting: Extracting,
  ports: FactsPorts,
): Promise<FilesRead> {
  const of = { head: state.headSha, base: state.base, policy: extracting.print };
  const known = memory?.files;
  if (known && known.head === of.head && known.base === of.base && known.policy === of.policy)
    return { listing: known.listing, findings: known.findings ?? {}, kept: of };
  const extracts = extractsOf(extracting.rules);
  const wanted = (file: ChangedFile) => extracts.some(({ one, options }) => one.of(file, options));
  const reading = await orUnread('The changed files', ports.github.files(ref, of.head, state.changedFiles, wanted));
  if (isUnread(reading)) return { listing: { whole: false, files: [], ...reading }, findings: {} };
  return { listing: reading.listing, findings: await extract(ref, of.head, reading, extracting, ports), kept: of };
}

/** What the rules read in files; what several of them read is read once. */
const extractsOf = (rules: readonly RuleInForce[]) => {
  const all = rules.flatMap(({ rule, options }) =>
    (rule.extracts ?? ([] as readonly Extract<never>[])).map((one) => ({ one, options })),
  );
  return [...new Map(all.map((each) => [each.one.id, each])).values()];
};

/** Runs every extract over the files it is for; whole files are read together, and only those that one asks for. */
export async function extract(
  ref: PullRef,
  head: string,
  { listing, patches }: FilesReading,
  { rules, declared }: Extracting,
  { github, log }: { github: Pick<GitHub, 'texts'>; log: Log },
): Promise<Record<string, Findings>> {
  const jobs = extractsOf(rules).map(({ one, options }) => ({
    ...{ one, options },
    files: listing.files.filter((file) => one.of(file, options)),
  }));
  const whole = jobs.filter(({ one }) => one.from === 'text').flatMap(({ files }) => files);
  const paths = [...new Set(whole.filter(({ status }) => status !== 'removed').map(({ path }) => path))];
  const texts = paths.length > 0 ? await orUnread('The files', github.texts(ref.repo, head, paths)) : new Map();
  const findings: Record<string, Findings> = {};
  for (const { one, options, files } of jobs) {
    const all: Findings[] = [];
    for (const file of files) {
      await breath();
      const text = one.from === 'text' && file.status !== 'removed' ? textOf(texts, file.path) : { text: '' };
      const reader = (read: ReadFile) => one.read(read, options, { files: listing.files, declared });
      if (isUnread(text)) all.push({ found: [], unread: [{ ...text, path: file.path }] });
      else all.push(attempted({ file, patch: patches.get(file.path), text: text.text }, reader, log));
    }
    findings[one.id] = firstOf({
      found: all.flatMap(({ found }) => found),
      unread: all.flatMap(({ unread }) => unread),
    });
  }
  return findings;
}

/** Lets whoever waits have their turn: a file may take a parser a third of a second, and a pull request has up to 3,000. */
const breath = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What breaks a reader leaves its rule unknown, and the others alone; the log has the error. */
function attempted(read: ReadFile, reader: (read: ReadFile) => Findings, log: Log): Findings {
  try {
    return reader(read);
  } catch (error) {
    const { path } = read.file;
    log.error({ path, err: error }, 'a changed file broke what reads it');
    return { found: [], unread: [{ path, because: `${code(path)} could not be read`, cause: 'subject' }] };
  }
}

/** Nobody reads more findings of one kind than this, and each is kept. */
const MOST = 1_000;

/** The first findings. Whoever adds more than are looked at hides nothing by it: the files of the others count as not read. */
function firstOf({ found, unread }: Findings): Findings {
  const paths = new Set(found.slice(MOST).map(({ path }) => path));
  const cut = [...paths].map((path) => ({
    path,
    because: `Only the first ${MOST.toLocaleString('en')} findings are looked at; ${code(path)} holds others`,
    cause: 'subject' as const,
  }));
  return { found: found.slice(0, MOST), unread: [...cut, ...unread] };
}

const textOf = (texts: Unread | Map<string, { text: string } | Unread>, path: string): { text: string } | Unread =>
  texts instanceof Map ? (texts.get(path) ?? { text: '' }) : texts;

async function readNewcomer(
  { repo }: PullRef,
  { state }: Seen,
  memory: PullMemory | undefined,
  { github }: FactsPorts,
): Promise<boolean | Unread> {
  if (state.author.bot) return false;
  return memory?.newcomer ?? orUnread("The author's history here", github.newcomer(repo, state.author.login));
}

async function readTeams(
  { repo }: PullRef,
  rules: readonly RuleInForce[],
  { github }: FactsPorts,
): Promise<Record<string, Team>> {
  const names = new Set(rules.flatMap(({ rule, options }) => rule.teams?.(options) ?? []));
  const teams: Record<string, Team> = {};
  for (const name of names) {
    const team = await orUnread('The team', github.team(repo.installation, name));
    teams[name.toLowerCase()] = team;
  }
  return teams;
}

/** The issues that the description names or that it closes; of those who took part, only members of a team asked about. */
async function readLinked(
  { repo }: PullRef,
  { state, closes }: Seen,
  memory: PullMemory | undefined,
  teams: Record<string, Team>,
  { github, print }: FactsPorts,
): Promise<NonNullable<PullMemory['linked']> | Unread> {
  const numbers = [...new Set([...closes.map(({ number }) => number), ...issuesNamed(state.body, repo)])];
  const members = new Set(
    Object.values(teams).flatMap((team) => (isUnread(team) ? [] : team.members.map((login) => login.toLowerCase()))),
  );
  // Participants are kept for these members alone, so another team asks again.
  const of = print(JSON.stringify([numbers, [...members].sort()]));
  if (memory?.linked?.of === of) return memory.linked;
  const issues = await orUnread('The linked issues', github.issues(repo, numbers));
  if (isUnread(issues)) return issues;
  const kept = ({ participants, ...issue }: LinkedIssue): LinkedIssue => ({
    ...issue,
    participants: participants.filter((login) => members.has(login.toLowerCase())),
  });
  return { of, issues: issues.map(kept) };
}
