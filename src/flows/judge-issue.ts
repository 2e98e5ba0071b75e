import type { IssueMemory } from '../model/memory.ts';
import type { PullRef } from '../model/ref.ts';
import type { OnJudged } from '../model/verdict.ts';
import type { Policy } from '../policy/schema.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job, Queue } from '../ports/queue.ts';
import type { IssueReading } from '../ports/readings.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import { commentOf, MARKER } from '../review/comment.ts';
import { reportOf } from '../review/evaluate.ts';
import { evaluateIssue, issueRulesFor, nextLook } from '../review/issues.ts';
import { type Desired, labelsOf, type Observed, plan, standsAfter } from '../review/plan.ts';
import type { RulePage } from '../review/words.ts';
import { gatherRules, type Rules, type RulesPorts } from './gather-rules.ts';
import { targetOf } from './target.ts';

export interface IssuePorts extends RulesPorts {
  github: RulesPorts['github'] & Pick<GitHub, 'issue' | 'ownComment' | 'write'>;
  ledger: RulesPorts['ledger'] & Pick<Ledger, 'issue' | 'saveIssue' | 'saveLabels' | 'voidRepository'>;
  queue: Pick<Queue, 'add'>;
  clock: Clock;
  log: Log;
  print: (text: string) => string;
  page: RulePage;
  onJudged: OnJudged;
}

/** Judges an issue by the rules on issues of its labels, and makes GitHub show it: labels, and one comment. */
export async function judgeIssue({ ref }: Job & { ref: PullRef }, ports: IssuePorts): Promise<void> {
  const rules = await gatherRules(ref.repo, ports);
  const policy = rules?.inForce?.policy;
  if (rules === undefined || policy === undefined) return ports.log.debug({}, 'no configuration, so nothing is asked');
  const memory = await ports.ledger.issue(ref);
  const reading = await ports.github.issue(ref);
  if (reading === undefined) return ports.log.debug({}, 'there is no such issue');
  const inForce = issueRulesFor(policy, reading.facts.labels);
  if (inForce.length === 0 && memory === undefined) return;
  const facts = { ...reading.facts, now: ports.clock.now(), zone: policy.communication.timezone };
  const reference = ports.print(`${ref.number} ${facts.now}`).slice(0, 8);
  const { judged, mishaps } = evaluateIssue(facts, inForce, reference);
  for (const { rule, error } of mishaps) ports.log.error({ rule, reference, err: error }, 'a rule failed');
  ports.onJudged(judged);
  const report = reportOf(judged, rules.inForce?.name ?? '', []);
  const observed = await observe(ref, reading, memory, ports);
  const desired: Desired = {
    ...labelsOf(report),
    check: undefined,
    comment: commentOf(report, observed.comment !== undefined, ports.page, 'issue'),
  };
  await write({ ref, nodeId: reading.nodeId }, observed, desired, rules, ports);
  const at = nextLook(facts, inForce);
  if (at !== undefined)
    await ports.queue.add([{ subject: { kind: 'issue', ...ref }, facts: [{ kind: 'again' }], notBefore: at }]);
}

/** What stands on the issue: the labels as they were read, and the comment as it was written last, or is found. */
async function observe(
  ref: PullRef,
  { labels }: IssueReading,
  memory: IssueMemory | undefined,
  { github, print }: IssuePorts,
): Promise<Observed> {
  const own = labels.filter(({ by }) => by === 'truenorth').map(({ name }) => name);
  const ruleOf = (name: string) => memory?.ownLabels.find((label) => label.name === name)?.rule ?? '';
  // Not remembered: a database that was lost or restored may have known it.
  const isSure = memory !== undefined && !memory.unsure;
  const found = isSure ? undefined : await github.ownComment(ref, MARKER);
  const comment = isSure ? memory.comment : found && { id: found.id, print: print(found.body) };
  return {
    ...{ headSha: '', labels, check: undefined, comment },
    ownLabels: own.map((name) => ({ name, rule: ruleOf(name) })),
  };
}

/** Only differences are written; while it is not known whether a write took effect, the next try looks first. */
async function write(
  of: Pick<IssueMemory, 'ref' | 'nodeId'>,
  observed: Observed,
  desired: Desired,
  { repository }: Rules,
  { ledger, github, print, log }: IssuePorts,
): Promise<void> {
  const memoryOf = ({ ownLabels, comment }: Observed, unsure: boolean): IssueMemory => ({
    ...of,
    ...{ ownLabels: [...ownLabels], unsure },
    ...(comment ? { comment } : {}),
  });
  const actions = plan(observed, desired, print);
  if (actions.length === 0) return ledger.saveIssue(memoryOf(observed, false));
  await ledger.saveIssue(memoryOf(observed, true));
  const { nodeId: repositoryId, labels: known } = repository;
  const target = targetOf({ kind: 'issue', ...of.ref }, repositoryId, { pullId: of.nodeId, labels: known });
  const { answers, labels } = await github.write(target, actions).catch(async (error) => {
    // A label may have been deleted since its id was read.
    await ledger.voidRepository(of.ref.repo);
    throw error;
  });
  if (Object.keys(labels).length > Object.keys(known).length) await ledger.saveLabels(of.ref.repo, labels);
  await ledger.saveIssue(memoryOf(standsAfter(observed, actions, desired, answers, print), false));
  log.info({ actions: actions.map(({ kind }) => kind) }, 'written');
}

/** Whether a rule on issues speaks to people under this configuration, on an issue of these labels. */
export const isAsked = (policy: Policy, labels: readonly string[]): boolean => issueRulesFor(policy, labels).length > 0;
