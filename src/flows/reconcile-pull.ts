import { Fault } from '../model/fault.ts';
import { tellingOf } from '../model/hint.ts';
import type { PullMemory } from '../model/memory.ts';
import type { PullRef } from '../model/ref.ts';
import type { OnJudged } from '../model/verdict.ts';
import type { InForce } from '../policy/resolve.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job, Queue } from '../ports/queue.ts';
import type { Need } from '../practices/practice.ts';
import { needsOf, rulesInForce } from '../review/evaluate.ts';
import { type ActPorts, act, retire } from './act-on-pull.ts';
import { type ButtonPorts, pressed } from './add-sections.ts';
import { type GatherPorts, type Seen, type Sight, sight } from './gather-pull.ts';
import { gatherRules, type Rules, type RulesPorts } from './gather-rules.ts';
import { type JudgePorts, judge } from './judge-pull.ts';
import { learnFrom } from './learn-outcomes.ts';
import { nextReminder } from './remind.ts';
import { answerCommands, type CommandPorts, decideCommands } from './run-commands.ts';

export type PullPorts = RulesPorts &
  GatherPorts &
  JudgePorts &
  CommandPorts &
  ButtonPorts &
  ActPorts & {
    ledger: Pick<Ledger, 'openPullsAt' | 'commit' | 'commitsOf' | 'teach'>;
    queue: Pick<Queue, 'add'>;
    onJudged: OnJudged;
  };

/** Judges a pull request and makes GitHub show it: gather, decide, act. Nothing is written where nothing changed. */
export async function reconcilePull(job: Job & { ref: PullRef }, ports: PullPorts): Promise<void> {
  const rules = await gatherRules(job.ref.repo, ports);
  if (rules === undefined) throw new Fault('terminal', 'The repository is gone, archived or not ours to see');
  const { inForce } = rules;
  const { repo } = job.ref;
  if (rules.isNew && inForce?.policy) await ports.queue.add([{ subject: { kind: 'history', repo } }]);
  const remembered = await ports.ledger.pull(job.ref);
  if (inForce === undefined) return retire(remembered, rules, ports);

  const needs = inForce.policy ? needsOf(rulesInForce(inForce.policy)) : new Set<never>();
  const { seen, memory } = await recognise(job, remembered, needs, ports);
  if (seen === 'nothing new') return ports.log.debug({}, 'nothing new');

  let claimed = remembering(job.ref, seen, memory, ports);
  await claim(claimed, memory, ports);
  if (inForce.policy) {
    claimed = await decideCommands(job.facts, seen, claimed, { policy: inForce.policy, rules }, ports);
    // The day on which a waiver ends judges again by itself.
    if (claimed.waivers !== memory?.waivers) await ports.queue.add(nextReminder(claimed, inForce.policy, ports.clock));
  }
  const shared = await sharesHead(claimed, ports);
  if (isOver(seen, memory, claimed)) await ports.ledger.savePull(claimed);
  else claimed = await judgeAndAct(job, seen, { memory, claimed }, rules, inForce, shared, ports);
  await answerCommands(claimed, rules.repository.nodeId, ports);
  if (shared) await ports.queue.add([{ subject: { kind: 'commit', repo: job.ref.repo, sha: claimed.headSha } }]);
}

/** What is remembered of another pull request, which had this number in a repository that is gone, is not believed: least of all its waivers. */
async function recognise(
  job: Job & { ref: PullRef },
  memory: PullMemory | undefined,
  needs: ReadonlySet<Need>,
  ports: GatherPorts,
): Promise<{ seen: Sight; memory: PullMemory | undefined }> {
  const seen = await sight(job, memory, needs, ports);
  const isSame = seen === 'nothing new' || memory === undefined || memory.nodeId === seen.state.nodeId;
  return isSame ? { seen, memory } : { seen: await sight(job, undefined, needs, ports), memory: undefined };
}

async function judgeAndAct(
  job: Job & { ref: PullRef },
  seen: Seen,
  { memory, claimed }: { memory: PullMemory | undefined; claimed: PullMemory },
  rules: Rules,
  inForce: InForce,
  shared: boolean,
  ports: PullPorts,
): Promise<PullMemory> {
  const judgeAs = (state: Seen, from: PullMemory) => judge(job, state, from, rules, inForce, ports);
  const first = await judgeAs(seen, claimed);
  const judged = await pressed(job, seen, first, rules, judgeAs, ports);
  const renew = job.facts.some(({ kind }) => kind === 'rerun');
  const taught = judged.facts ? await learnFrom(judged.facts, judged.memory, ports) : judged.memory;
  const written = await act({ ...judged, memory: taught }, rules, inForce, { shared, renew }, ports);
  ports.onJudged(written.report?.judged ?? []);
  // A try that failed may have saved its verdict already.
  if (memory?.unsure || written.report?.conclusion !== memory?.report?.conclusion) await tellQueue(job.ref, ports);
  return written;
}

/**
 * Closed, and judged while it was open: nothing is said any more. One that was closed before Truenorth knew it is left
 * alone, unless its closing is the event that told of it.
 */
function isOver(seen: Seen, memory: PullMemory | undefined, claimed: PullMemory): boolean {
  if (seen.state.open) return false;
  if (memory?.report) return memory.check?.sha === claimed.headSha && !memory.unsure;
  return !(memory?.open || seen.closing);
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
    ownLabels: ownAmong(seen, memory),
    // Not remembered, and not opened just now: a database that was lost or restored may have known it.
    unsure: memory?.unsure ?? !seen.opening,
  };
}

/**
 * The labels that Truenorth set, each with its rule where that is remembered: the answer to a write may have been lost. One that a person
 * took away, or set themselves, is Truenorth's no longer.
 */
function ownAmong(seen: Seen, memory: PullMemory | undefined): PullMemory['ownLabels'] {
  const rules = new Map(memory?.ownLabels.map(({ name, rule }) => [name.toLowerCase(), rule]));
  return seen.labels
    .filter(({ by }) => by === 'truenorth')
    .map(({ name }) => ({ name, rule: rules.get(name.toLowerCase()) ?? '' }));
}

/** A merge queue's commit carries the worst verdict of its pull requests, so it hears of every change. */
async function tellQueue(ref: PullRef, { ledger, queue }: PullPorts): Promise<void> {
  const commits = await ledger.commitsOf(ref);
  const groups = commits.filter(({ base }) => base !== undefined);
  if (groups.length > 0) await queue.add(groups.map(({ repo, sha }) => ({ subject: { kind: 'commit', repo, sha } })));
}
