import type { PullMemory } from '../model/memory.ts';
import { includes } from '../model/permission.ts';
import type { PullRef } from '../model/ref.ts';
import type { GitHub } from '../ports/github.ts';
import type { Job } from '../ports/queue.ts';
import type { Log } from '../ports/runtime.ts';
import { appended } from '../practices/shared/append.ts';
import { pastesOf } from '../review/words.ts';
import type { Seen } from './gather-pull.ts';
import type { Rules } from './gather-rules.ts';
import type { Judgement } from './judge-pull.ts';
import { targetOf } from './target.ts';

export interface ButtonPorts {
  github: Pick<GitHub, 'permission' | 'write'>;
  log: Log;
}

/** GitHub's limit on a description, in characters. */
const LIMIT = 65_536;

const TOO_LONG = `**Add missing sections** did nothing: with them the description would pass GitHub's ${LIMIT.toLocaleString('en')} characters. Shorten it, then press again.`;

const OPEN = `**Add missing sections** did nothing: the description leaves something open, such as a comment in a list, in which they would not be seen. Close it, then press again.`;

/**
 * The button on the check: what the rules ask for is appended to the description as it was just read, and that is judged
 * instead. Sections that are there are not asked for, so pressing twice, or trying again after a lost answer, adds nothing.
 */
export async function pressed(
  job: Job & { ref: PullRef },
  seen: Seen,
  judged: Judgement,
  rules: Rules,
  judgeAs: (seen: Seen, memory: PullMemory) => Promise<Judgement>,
  { github, log }: ButtonPorts,
): Promise<Judgement> {
  const press = job.facts.findLast((fact) => fact.kind === 'button');
  if (press === undefined || judged.report === undefined || !seen.state.open) return judged;
  const paste = pastesOf(judged.report);
  if (paste.length === 0) return judged;
  // GitHub shows the button to people with write access alone; nothing else is believed of who pressed it.
  const permission = await github.permission(job.ref.repo, press.by);
  if (!includes(permission, 'write')) {
    log.warn({ permission }, 'the button was pressed by somebody without write access');
    return judged;
  }
  const body = appended(seen.state.body, `${paste.join('\n').trimEnd()}\n`);
  if (body === undefined || body.length > LIMIT) {
    const report = { ...judged.report, notes: [...judged.report.notes, body === undefined ? OPEN : TOO_LONG] };
    return { ...judged, report, memory: { ...judged.memory, report } };
  }
  const target = targetOf({ kind: 'pull', ...job.ref }, rules.repository.nodeId, { pullId: seen.state.nodeId });
  await github.write(target, [{ kind: 'edit-description', body }]);
  log.info({ sections: paste.length }, 'the missing sections were added to the description');
  return judgeAs({ ...seen, state: { ...seen.state, body } }, { ...judged.memory, body: '' });
}
