import type { PullMemory } from '../model/memory.ts';
import type { PullFacts, PullState } from '../model/pull.ts';
import type { PullRef } from '../model/ref.ts';
import type { Report } from '../model/verdict.ts';
import type { InForce } from '../policy/resolve.ts';
import type { Job } from '../ports/queue.ts';
import { evaluate, reportOf } from '../review/evaluate.ts';
import { waive } from '../review/waivers.ts';
import { type FactsPorts, gatherFacts } from './gather-facts.ts';
import type { Seen } from './gather-pull.ts';
import type { Rules } from './gather-rules.ts';
import { judgeProposal, type ProposalPorts } from './judge-proposal.ts';

export interface JudgePorts extends FactsPorts {
  github: FactsPorts['github'] & ProposalPorts['github'];
}

/** A pull request as it was judged; `report` is absent where no configuration was ever without problems. */
export interface Judgement {
  state: PullState;
  memory: PullMemory;
  report: Report | undefined;
  facts?: PullFacts;
}

/** Gathers what the rules need and judges by them, waivers included. */
export async function judge(
  job: Job & { ref: PullRef },
  seen: Seen,
  memory: PullMemory,
  rules: Rules,
  inForce: InForce,
  ports: JudgePorts,
): Promise<Judgement> {
  const { state } = seen;
  const { policy } = inForce;
  if (policy === undefined) return { state, memory, report: undefined };
  const believed = asksAnew(job) ? immutable(memory) : memory;
  const { facts, kept } = await gatherFacts(job.ref, seen, believed, rules.repository, { ...inForce, policy }, ports);
  const reference = ports.print(job.token).slice(0, 8);
  const { judged, mishaps } = evaluate(facts, policy, reference);
  for (const { rule, error } of mishaps) ports.log.error({ rule, reference, err: error }, 'a rule failed');
  const waived = waive(judged, memory.waivers ?? [], ports.clock.now(), policy.communication.timezone);
  const proposal = await judgeProposal(job.ref, state.headSha, facts, memory, { ...rules, inForce }, ports);
  const report = reportOf(waived, inForce.name, inForce.notes, proposal?.told);
  return { state, report, facts, memory: { ...memory, ...kept, proposal, report } };
}

/** Who asks for a judgement wants one about the present: nobody tells when a linked issue changes, or who merged elsewhere. */
const asksAnew = (job: Job): boolean => job.facts.some(({ kind }) => kind === 'rerun' || kind === 'command');

const immutable = ({ linked: _, newcomer: __, ...memory }: PullMemory): PullMemory => memory;
