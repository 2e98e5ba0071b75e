import type { PullMemory } from '../model/memory.ts';
import type { PullRef } from '../model/ref.ts';
import type { Policy } from '../policy/schema.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job, Queue, Wanted } from '../ports/queue.ts';
import type { Clock } from '../ports/runtime.ts';
import { needsOf, rulesInForce } from '../review/evaluate.ts';
import { nextEnd } from '../review/waivers.ts';
import { gatherRules, type RulesPorts } from './gather-rules.ts';

export interface RemindPorts extends RulesPorts {
  ledger: RulesPorts['ledger'] & Pick<Ledger, 'pull'>;
  queue: Pick<Queue, 'add'>;
  clock: Clock;
}

/** Who looks after a pull request has changed: it is judged again where a rule asks about that, and only there. */
export async function peopleChanged({ ref }: Job & { ref: PullRef }, ports: RemindPorts): Promise<void> {
  const policy = (await gatherRules(ref.repo, ports))?.inForce?.policy;
  if (policy === undefined || !needsOf(rulesInForce(policy)).has('people')) return;
  await ports.queue.add([{ subject: { kind: 'pull', ...ref }, facts: [{ kind: 'people' }] }]);
}

/** A waiver's last day is over: the pull request is judged again, and the next waiver's end is waited for. */
export async function waiverEnded({ ref }: Job & { ref: PullRef }, ports: RemindPorts): Promise<void> {
  const memory = await ports.ledger.pull(ref);
  if (!memory?.open || !memory.waivers?.length) return;
  const policy = (await gatherRules(ref.repo, ports))?.inForce?.policy;
  if (policy === undefined) return;
  await ports.queue.add([
    { subject: { kind: 'pull', ...ref }, facts: [{ kind: 'again' }] },
    ...nextReminder(memory, policy, ports.clock),
  ]);
}

/** The work of the day on which the next waiver ends; none where no waiver is in force. */
export function nextReminder({ ref, waivers = [] }: PullMemory, policy: Policy, clock: Clock): Wanted[] {
  const end = nextEnd(waivers, clock.now(), policy.communication.timezone);
  return end === undefined ? [] : [{ subject: { kind: 'waivers', ...ref }, notBefore: end }];
}
