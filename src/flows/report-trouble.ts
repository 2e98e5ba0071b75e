import type { Fault } from '../model/fault.ts';
import type { PullRef } from '../model/ref.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job } from '../ports/queue.ts';
import type { Log } from '../ports/runtime.ts';
import { troubleCheck } from '../review/check.ts';
import { checkPrint } from '../review/plan.ts';
import { targetOf } from './target.ts';

export interface TroublePorts {
  github: Pick<GitHub, 'checkOn' | 'write'>;
  ledger: Pick<Ledger, 'pull' | 'savePull' | 'commit' | 'repository'>;
  log: Log;
  print: (text: string) => string;
}

/**
 * Says on the check that a pull request could not be judged: `in_progress` while it is retried, `action_required` once
 * it is given up, with a reference that is in the log. "Could not evaluate" is never success or failure.
 */
export async function reportTrouble(
  job: Job & { ref: PullRef },
  trouble: { fault: Fault; final: boolean },
  { github, ledger, log, print }: TroublePorts,
): Promise<void> {
  const memory = await ledger.pull(job.ref);
  const { memory: repository } = await ledger.repository(job.ref.repo);
  // Nothing was ever seen of it, or nothing is in force: there is no commit to speak on.
  if (!memory?.open || repository === undefined || (await ledger.commit(job.ref.repo, memory.headSha))) return;
  // The same for every try of this work, so that trying again changes nothing on the check.
  const reference = print(`${job.key} ${job.since}`).slice(0, 8);
  log.warn({ reference, final: trouble.final, err: trouble.fault }, 'a pull request could not be judged');
  const because =
    trouble.fault.kind === 'terminal'
      ? `${trouble.fault.message}.`
      : `GitHub did not give what is needed to judge.${trouble.final ? ' It was tried several times.' : ''}`;
  const content = troubleCheck({ reference, because, final: trouble.final });
  const onHead = memory.check?.sha === memory.headSha ? memory.check : undefined;
  const standing = memory.unsure ? await github.checkOn(job.ref.repo, memory.headSha) : onHead;
  const printed = checkPrint(content, print);
  if (onHead?.print === printed) return;
  const target = targetOf({ kind: 'pull', ...job.ref }, repository.nodeId);
  // Nobody may hear whether this took effect, or be able to remember it: whoever comes next looks at what stands.
  await ledger.savePull({ ...memory, unsure: true });
  const { answers } = await github.write(target, [
    standing
      ? { kind: 'update-check', id: standing.id, content }
      : { kind: 'create-check', sha: memory.headSha, content },
  ]);
  const id = standing?.id ?? answers['create-check'] ?? '';
  await ledger.savePull({ ...memory, check: { ...onHead, id, sha: memory.headSha, print: printed } });
}
