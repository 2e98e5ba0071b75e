import type { Action, CheckContent } from '../model/action.ts';
import type { CommitMemory, PullMemory } from '../model/memory.ts';
import type { RepoRef } from '../model/ref.ts';
import { HOUR } from '../model/time.ts';
import type { Report } from '../model/verdict.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job, Queue } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import { checkOf, sharedCheckOf, troubleCheck } from '../review/check.ts';
import { annotatedBy, checkPrint, updateOf } from '../review/plan.ts';
import type { RulePage } from '../review/words.ts';
import { gatherRules, type RulesPorts } from './gather-rules.ts';
import { targetOf } from './target.ts';

export interface CommitPorts extends RulesPorts {
  github: Pick<GitHub, 'pullsBetween' | 'checkOn' | 'write' | 'rules' | 'earlierPolicies' | 'seesAll'>;
  ledger: Pick<Ledger, 'pull' | 'openPullsAt' | 'commit' | 'saveCommit' | 'repository' | 'saveRepository' | 'savePull'>;
  queue: Pick<Queue, 'add'>;
  clock: Clock;
  log: Log;
  print: (text: string) => string;
  page: RulePage;
}

/** Each pull request tells its commits once it is judged; they look again by themselves after this long, ms. */
const WAIT = 30_000;
/** Beyond this, ms, somebody has to look. */
const PATIENCE = HOUR;

/**
 * Gives a commit that speaks for several pull requests its one check: a head they share, or a merge queue's commit. Their
 * verdicts are those already known; nothing is read twice.
 */
export async function reconcileCommit(job: Job & { repo: RepoRef; sha: string }, ports: CommitPorts): Promise<void> {
  const rules = await gatherRules(job.repo, ports);
  if (rules?.inForce?.policy === undefined) return ports.log.debug({}, 'no configuration in force');
  const known = await membersOf(job, ports);
  const pulls = await Promise.all(known.pulls.map((number) => ports.ledger.pull({ repo: job.repo, number })));
  const waiting = known.pulls.filter((_, i) => !isJudged(pulls[i]));
  const { waitingSince = ports.clock.now(), ...judgedAlready } = known;
  const memory = waiting.length > 0 ? { ...known, waitingSince } : judgedAlready;
  const isLost = ports.clock.now() - waitingSince > PATIENCE;
  if (waiting.length > 0) await waitFor(waiting, job, isLost, ports);
  else if (asksAgain(job)) await passOn(job, memory.pulls, ports);

  const reports = pulls.flatMap((pull) => (pull?.report ? [{ number: pull.ref.number, report: pull.report }] : []));
  const content = waiting.length > 0 ? waitingCheck(waiting, job, isLost, ports) : contentOf(reports, ports.page);
  if (content === undefined) return ports.log.debug({}, 'no pull request left on this commit');
  const standing = await standingCheck(memory, pulls, ports);
  const actions: Action[] = standing
    ? updateOf(standing, content, asksAgain(job), ports.print)
    : [{ kind: 'create-check', sha: job.sha, content }];
  if (actions.length === 0 && standing) return saveWith(standing, memory, ports);

  await ports.ledger.saveCommit({ ...memory, unsure: true });
  const target = targetOf({ kind: 'commit', repo: job.repo, sha: job.sha }, rules.repository.nodeId);
  const { answers } = await ports.github.write(target, actions);
  const written = {
    ...{ id: standing?.id ?? answers['create-check'] ?? '', print: checkPrint(content, ports.print) },
    annotated: annotatedBy(content, undefined, ports.print),
  };
  await saveWith(written, memory, ports);
  ports.log.info({ conclusion: content.state, pulls: memory.pulls }, 'written');
}

/** Which pull requests the commit belongs to: for a merge queue's commit asked once, for a head as the ledger has it. */
async function membersOf(
  job: Job & { repo: RepoRef; sha: string },
  { github, ledger }: CommitPorts,
): Promise<CommitMemory> {
  const known = await ledger.commit(job.repo, job.sha);
  const group = job.facts.findLast((fact) => fact.kind === 'merge-group');
  if (group === undefined && known?.base !== undefined) return known;
  const base = {
    repo: job.repo,
    sha: job.sha,
    unsure: known?.unsure ?? false,
    ...(known?.check ? { check: known.check } : {}),
  };
  if (group === undefined) {
    const pulls = (await ledger.openPullsAt(job.repo, job.sha)).map(({ ref }) => ref.number);
    return { ...base, pulls: pulls.sort((a, b) => a - b) };
  }
  if (known?.base === group.base) return known;
  const named = Number(/\/pr-(\d+)-[0-9a-f]+$/.exec(group.ref)?.[1] ?? Number.NaN);
  const before = (await ledger.commit(job.repo, group.base))?.pulls ?? [];
  const between = await github.pullsBetween(job.repo, group.base, job.sha);
  const pulls = [...new Set([...before, ...between, ...(Number.isNaN(named) ? [] : [named])])].sort((a, b) => a - b);
  const memory = { ...base, pulls, base: group.base };
  await ledger.saveCommit(memory);
  return memory;
}

const isJudged = (pull: PullMemory | undefined): boolean => pull?.report !== undefined && !pull.unsure;

const asksAgain = (job: Job): boolean => job.facts.some(({ kind }) => kind === 'rerun');

/** GitHub's Re-run of a check that speaks for several pull requests: each is judged anew. */
async function passOn(job: Job & { repo: RepoRef }, numbers: readonly number[], { queue }: CommitPorts): Promise<void> {
  await queue.add(
    numbers.map((number) => ({ subject: { kind: 'pull', repo: job.repo, number }, facts: [{ kind: 'rerun' }] })),
  );
}

/** Pull requests that are not judged yet are asked for; waiting for them is no failure, and counts as no try. */
async function waitFor(
  numbers: readonly number[],
  job: Job & { repo: RepoRef; sha: string },
  isLost: boolean,
  { queue, clock, log }: CommitPorts,
): Promise<void> {
  log.debug({ pulls: numbers }, 'waiting for pull requests to be judged');
  const again = { subject: { kind: 'commit' as const, repo: job.repo, sha: job.sha }, notBefore: clock.now() + WAIT };
  const pulls = numbers.map((number) => ({ subject: { kind: 'pull' as const, repo: job.repo, number } }));
  await queue.add(isLost ? pulls : [...pulls, again]);
}

function waitingCheck(numbers: readonly number[], job: Job, isLost: boolean, { print }: CommitPorts): CheckContent {
  const because = `Waiting for ${numbers.map((number) => `#${number}`).join(', ')} to be judged.`;
  return troubleCheck({ reference: print(job.key).slice(0, 8), because, final: isLost });
}

function contentOf(reports: readonly { number: number; report: Report }[], page: RulePage) {
  const [first, ...others] = reports;
  if (first === undefined) return undefined;
  return others.length === 0 ? checkOf(first.report, page) : sharedCheckOf(reports, page);
}

/** The check that stands on the commit: the commit's own, one that a pull request wrote before it shared its head, or found. */
async function standingCheck(
  memory: CommitMemory,
  pulls: readonly (PullMemory | undefined)[],
  { github, print }: CommitPorts,
) {
  if (memory.unsure) {
    const found = await github.checkOn(memory.repo, memory.sha);
    return (
      found && {
        id: found.id,
        print: checkPrint(found.content, print),
        annotated: annotatedBy(found.content, undefined, print),
      }
    );
  }
  return memory.check ?? pulls.map((pull) => pull?.check).find((check) => check?.sha === memory.sha);
}

async function saveWith(
  check: NonNullable<CommitMemory['check']>,
  memory: CommitMemory,
  { ledger }: CommitPorts,
): Promise<void> {
  await ledger.saveCommit({
    ...memory,
    check: { id: check.id, print: check.print, annotated: check.annotated },
    unsure: false,
  });
}
