import { tellingOf } from '../model/hint.ts';
import type { PullMemory } from '../model/memory.ts';
import type { PullState } from '../model/pull.ts';
import type { PullRef } from '../model/ref.ts';
import type { InForce } from '../policy/resolve.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Log } from '../ports/runtime.ts';
import { brokenPolicyCheck, checkOf, noPolicyCheck } from '../review/check.ts';
import { commentOf, NO_POLICY_COMMENT } from '../review/comment.ts';
import { annotatedBy, checkPrint, type Desired, labelsOf, type Observed, plan, standsAfter } from '../review/plan.ts';
import type { RulePage } from '../review/words.ts';
import type { Rules } from './gather-rules.ts';
import type { Judgement } from './judge-pull.ts';
import { targetOf } from './target.ts';

export interface ActPorts {
  github: Pick<GitHub, 'own' | 'write'>;
  ledger: Pick<Ledger, 'savePull' | 'voidRepository' | 'saveLabels'>;
  log: Log;
  /** A digest, to tell whether a text changed without keeping it. */
  print: (text: string) => string;
  page: RulePage;
}

/** What GitHub shows is made to agree with what was judged; only differences are written. */
export async function act(
  { state, memory, report }: Judgement,
  rules: Rules,
  inForce: InForce,
  { shared, renew }: { shared: boolean; renew: boolean },
  ports: ActPorts,
): Promise<PullMemory> {
  const observed = await observe(memory.ref, memory, ports);
  const check = report ? checkOf(report, ports.page) : brokenPolicyCheck(inForce.notes);
  const desired: Desired = {
    ...(report ? labelsOf(report) : { labels: [], undecided: [''] }),
    // The check of a head that several pull requests share is the commit's own work.
    check: shared ? undefined : check,
    renew,
    comment: report && commentOf(report, observed.comment !== undefined, ports.page),
  };
  return writeDifferences(memory, state, observed, desired, rules, ports);
}

/** The configuration is gone: Truenorth takes its labels away, lets its check pass, says so once, and is silent. */
export async function retire(memory: PullMemory | undefined, rules: Rules, ports: ActPorts): Promise<void> {
  if (memory?.report === undefined || !memory.open)
    return ports.log.debug({}, 'no configuration, so nothing is written');
  const observed = await observe(memory.ref, memory, ports);
  const desired: Desired = {
    ...{ labels: [], undecided: [], check: noPolicyCheck() },
    comment: observed.comment && NO_POLICY_COMMENT,
  };
  const { report: _, files: __, ...rest } = memory;
  await writeDifferences(rest, undefined, observed, desired, rules, ports);
}

/** While it is not known whether a write took effect, the next try looks before it writes. */
async function writeDifferences(
  before: PullMemory,
  state: PullState | undefined,
  observed: Observed,
  desired: Desired,
  { repository }: Rules,
  ports: ActPorts,
): Promise<PullMemory> {
  const { ledger, github, print, log } = ports;
  let memory = before;
  let stands = observed;
  const actions = plan(observed, desired, print);
  if (actions.length > 0) {
    memory = { ...memory, unsure: true };
    await ledger.savePull(memory);
    const { labels: known, nodeId } = repository;
    const target = targetOf({ kind: 'pull', ...memory.ref }, nodeId, { pullId: memory.nodeId, labels: known });
    const { answers, labels } = await github.write(target, actions).catch(async (error) => {
      // A label may have been deleted since its id was read.
      await ledger.voidRepository(repository.repo);
      throw error;
    });
    if (Object.keys(labels).length > Object.keys(known).length) await ledger.saveLabels(repository.repo, labels);
    stands = standsAfter(observed, actions, desired, answers, print);
    log.info({ actions: actions.map(({ kind }) => kind), conclusion: memory.report?.conclusion }, 'written');
  }
  // Also where nothing was to do: what stands may have been written by a try that never heard so.
  memory = { ...memory, ...remembered(stands, state, ports), unsure: false };
  await ledger.savePull(memory);
  return memory;
}

/** What stands on GitHub: what was written last, or, where that is not known, what is found there. */
async function observe(ref: PullRef, memory: PullMemory, { github, print }: ActPorts): Promise<Observed> {
  const { headSha, labels, ownLabels } = memory;
  if (!memory.unsure) return { headSha, labels, ownLabels, check: memory.check, comment: memory.comment };
  const { check, comment } = await github.own(ref, headSha);
  const annotated = check && [...annotatedBy(check.content, memory.check, print)];
  return {
    headSha,
    labels,
    ownLabels,
    check: check && { id: check.id, sha: headSha, print: checkPrint(check.content, print), annotated },
    comment: comment && { id: comment.id, print: print(comment.body) },
  };
}

/** Memory of what was written: the labels as they are now, and so the state that the next event will follow. */
function remembered(now: Observed, state: PullState | undefined, { print }: ActPorts): Partial<PullMemory> {
  const labels = now.labels.map(({ name }) => name);
  const { check } = now;
  return {
    labels: [...now.labels],
    ownLabels: [...now.ownLabels],
    check: check && { ...check, annotated: [...(check.annotated ?? [])] },
    comment: now.comment,
    ...(state ? { print: print(tellingOf({ ...state, labels })) } : {}),
  };
}
