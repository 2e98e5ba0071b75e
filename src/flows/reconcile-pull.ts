import { Fault } from '../model/fault.ts';
import { tellingOf } from '../model/hint.ts';
import type { PullMemory } from '../model/memory.ts';
import type { Listing, PullFacts, PullState } from '../model/pull.ts';
import { keyOf, type PullRef } from '../model/ref.ts';
import type { Report } from '../model/verdict.ts';
import type { InForce } from '../policy/resolve.ts';
import type { Clock, GitHub, Hints, Job, Ledger, Log, Queue } from '../ports.ts';
import { brokenPolicyCheck, checkOf } from '../review/check.ts';
import { commentOf } from '../review/comment.ts';
import { evaluate, needsOf, reportOf } from '../review/evaluate.ts';
import { after, checkPrint, type Desired, labelsOf, type Observed, plan } from '../review/plan.ts';
import { unjudged } from '../review/unjudged.ts';
import type { RulePage } from '../review/words.ts';
import { filesOf, type Seen, sight } from './gather-pull.ts';
import { gatherRules, type Rules, type RulesPorts } from './gather-rules.ts';

export interface PullPorts extends RulesPorts {
  github: Pick<GitHub, 'pull' | 'files' | 'own' | 'rules' | 'earlierPolicies' | 'seesAll' | 'write'>;
  ledger: Pick<
    Ledger,
    | 'pull'
    | 'savePull'
    | 'openPullsAt'
    | 'commit'
    | 'commitsOf'
    | 'repository'
    | 'saveRepository'
    | 'voidRepository'
    | 'saveLabels'
  >;
  queue: Pick<Queue, 'add'>;
  hints: Hints;
  clock: Clock;
  log: Log;
  /** A digest, to tell whether a text changed without keeping it. */
  print: (text: string) => string;
  page: RulePage;
}

/** Judges a pull request and makes GitHub show it: gather, decide, act. Nothing is written where nothing changed. */
export async function reconcilePull(job: Job & { ref: PullRef }, ports: PullPorts): Promise<void> {
  const rules = await gatherRules(job.ref.repo, ports);
  if (rules === undefined) throw new Fault('terminal', 'The repository is gone, archived or not ours to see');
  const { inForce } = rules;
  if (inForce === undefined) return ports.log.debug({}, 'no configuration, so nothing is written');

  const memory = await ports.ledger.pull(job.ref);
  const needs = inForce.policy ? needsOf(inForce.policy) : new Set<never>();
  const seen = await sight(job, memory, needs, ports);
  if (seen === 'nothing new') return ports.log.debug({}, 'nothing new');

  const claimed = remembering(job.ref, seen, memory, ports);
  await claim(claimed, memory, ports);
  const shared = await sharesHead(claimed, ports);
  if (!seen.state.open && memory?.report && memory.check?.sha === claimed.headSha) await ports.ledger.savePull(claimed);
  else {
    const judged = await judge(job, seen, claimed, rules, inForce, ports);
    await act(job, judged, rules, inForce, shared, ports);
    if (judged.memory.report?.conclusion !== memory?.report?.conclusion) await tellQueue(job.ref, ports);
  }
  if (shared) await ports.queue.add([{ subject: { kind: 'commit', repo: job.ref.repo, sha: claimed.headSha } }]);
}

/**
 * Makes the head known before it is judged: of two pull requests with one head, at least one sees the other. What was
 * last judged stays the state that the next event is compared with, so that a run that fails here is not taken for done.
 */
async function claim(claimed: PullMemory, memory: PullMemory | undefined, { ledger }: PullPorts): Promise<void> {
  if (memory?.headSha === claimed.headSha && memory.open === claimed.open) return;
  await ledger.savePull({ ...claimed, updatedAt: memory?.updatedAt ?? '', print: memory?.print ?? '' });
}

/** Whether the check on the head is the commit's own work, since the head is, or was, that of another pull request too. */
async function sharesHead({ ref, headSha }: PullMemory, { ledger }: PullPorts): Promise<boolean> {
  if (await ledger.commit(ref.repo, headSha)) return true;
  return (await ledger.openPullsAt(ref.repo, headSha)).some((other) => other.ref.number !== ref.number);
}

/** What is remembered once this state was seen; what was written stays as it was. */
function remembering(ref: PullRef, seen: Seen, memory: PullMemory | undefined, { print }: PullPorts): PullMemory {
  const { state } = seen;
  return {
    ...memory,
    ref,
    nodeId: state.nodeId,
    open: state.open,
    draft: state.draft,
    updatedAt: state.updatedAt,
    headSha: state.headSha,
    base: state.base,
    print: print(tellingOf(state)),
    body: print(state.body),
    labels: seen.labels,
    dismissed: seen.dismissed,
    closes: seen.closes,
    ownLabels: memory?.ownLabels.length ? stillOwn(memory, seen) : foundOwn(seen),
    unsure: memory?.unsure ?? false,
  };
}

/** A label of Truenorth's that a person took away, or set themselves, is Truenorth's no longer. */
const stillOwn = (memory: PullMemory, seen: Seen): PullMemory['ownLabels'] =>
  memory.ownLabels.filter(({ name }) =>
    seen.labels.some((label) => label.by === 'truenorth' && label.name.toLowerCase() === name.toLowerCase()),
  );

/** Labels whose history says that Truenorth set them, though it does not remember for which rule. */
const foundOwn = (seen: Seen): PullMemory['ownLabels'] =>
  seen.labels.filter(({ by }) => by === 'truenorth').map(({ name }) => ({ name, rule: '' }));

interface Judgement {
  state: PullState;
  memory: PullMemory;
  report: Report | undefined;
}

async function judge(
  job: Job & { ref: PullRef },
  seen: Seen,
  memory: PullMemory,
  { repository }: Rules,
  inForce: InForce,
  ports: PullPorts,
): Promise<Judgement> {
  const { state } = seen;
  if (inForce.policy === undefined) return { state, memory, report: undefined };
  const needs = needsOf(inForce.policy);
  const listing = needs.has('files') ? await filesOf(job.ref, state, memory, ports) : NO_FILES;
  const facts: PullFacts = { ...state, ...seen, files: listing, templates: repository.templates, ...UNREAD };
  const reference = ports.print(job.token).slice(0, 8);
  const { judged, mishaps } = evaluate(facts, inForce.policy, reference);
  for (const { rule, error } of mishaps) ports.log.error({ rule, reference, err: error }, 'a rule failed');
  const report = reportOf(judged, inForce.name, [...inForce.notes, ...unjudged(inForce.policy)]);
  return { state, report, memory: { ...memory, report, files: { head: state.headSha, base: state.base, listing } } };
}

const UNREAD = {
  ...{ newcomer: false, people: { approvals: 0, involved: [] }, linked: [], teams: {}, codeowners: 'absent' as const },
  ...{ findings: {}, declared: { outcomes: [], decisions: [] } },
};

const NO_FILES: Listing = { whole: true, files: [] };

/** Writes the differences. While it is not known whether a write took effect, the next try looks before it writes. */
async function act(
  job: Job & { ref: PullRef },
  judgement: Judgement,
  rules: Rules,
  inForce: InForce,
  shared: boolean,
  ports: PullPorts,
): Promise<void> {
  const { ledger, github, print } = ports;
  let { memory } = judgement;
  const observed = await observe(job.ref, memory, ports);
  const desired = desire(judgement, inForce, observed, shared, ports);
  const actions = plan(observed, desired, print);
  if (actions.length > 0) {
    memory = { ...memory, unsure: true };
    await ledger.savePull(memory);
    const { repository } = rules;
    const target = {
      repo: job.ref.repo,
      repositoryId: repository.nodeId,
      key: keyOf({ kind: 'pull', ...job.ref }),
      pullId: memory.nodeId,
      labels: repository.labels,
    };
    const { answers, labels } = await github.write(target, actions).catch(async (error) => {
      // A label may have been deleted since its id was read.
      await ledger.voidRepository(repository.repo);
      throw error;
    });
    if (Object.keys(labels).length > Object.keys(repository.labels).length)
      await ledger.saveLabels(repository.repo, labels);
    memory = { ...memory, ...remembered(after(observed, actions, desired, answers, print), judgement.state, ports) };
    ports.log.info({ actions: actions.map(({ kind }) => kind), conclusion: memory.report?.conclusion }, 'written');
  }
  await ledger.savePull({ ...memory, unsure: false });
}

/** What stands on GitHub: what was written last, or, where that is not known, what is found there. */
async function observe(ref: PullRef, memory: PullMemory, { github, print }: PullPorts): Promise<Observed> {
  const { headSha, labels, ownLabels } = memory;
  if (!memory.unsure) return { headSha, labels, ownLabels, check: memory.check, comment: memory.comment };
  const { check, comment } = await github.own(ref, headSha);
  return {
    headSha,
    labels,
    ownLabels,
    check: check && { id: check.id, sha: headSha, print: checkPrint(check.content, print) },
    comment: comment && { id: comment.id, print: print(comment.body) },
  };
}

/** What should stand there. The check of a head that several pull requests share is the commit's own work. */
function desire(
  { report }: Judgement,
  inForce: InForce,
  observed: Observed,
  shared: boolean,
  { page }: PullPorts,
): Desired {
  if (report === undefined) {
    const check = shared ? undefined : brokenPolicyCheck(inForce.notes);
    return { labels: [], undecided: [''], check, comment: undefined };
  }
  return {
    ...labelsOf(report),
    check: shared ? undefined : checkOf(report, page),
    comment: commentOf(report, observed.comment !== undefined, page),
  };
}

/** Memory of what was written: the labels as they are now, and so the state that the next event will follow. */
function remembered(now: Observed, state: PullState, { print }: PullPorts) {
  const labels = now.labels.map(({ name }) => name);
  return {
    labels: [...now.labels],
    ownLabels: [...now.ownLabels],
    check: now.check,
    comment: now.comment,
    print: print(tellingOf({ ...state, labels })),
  };
}

/** A merge queue's commit carries the worst verdict of its pull requests, so it hears of every change. */
async function tellQueue(ref: PullRef, { ledger, queue }: PullPorts): Promise<void> {
  const commits = await ledger.commitsOf(ref);
  const groups = commits.filter(({ base }) => base !== undefined);
  if (groups.length > 0) await queue.add(groups.map(({ repo, sha }) => ({ subject: { kind: 'commit', repo, sha } })));
}
