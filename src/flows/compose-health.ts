import { ownKpis } from '../health/kpis.ts';
import { type Period, periodOf } from '../health/period.ts';
import { weekBefore } from '../health/schedule.ts';
import type { Week } from '../health/week.ts';
import type { Publication } from '../model/memory.ts';
import { nameOf } from '../model/ref.ts';
import type { Policy } from '../policy/schema.ts';
import { gatherHealth, type HealthPorts, type Telling } from './gather-health.ts';
import type { Rules } from './gather-rules.ts';

/** What a repository's week is told from; nothing is written. `standing`: what was told there last. */
export async function composeHealth(
  { repository, inherited }: Rules,
  policy: Policy,
  week: Week,
  standing: Publication | undefined,
  ports: HealthPorts,
): Promise<{ telling: Telling; period: Period }> {
  const { repo } = repository;
  const wasAsked = standing?.comment?.week === weekBefore(week).name && policy.trust.pulse === 'on';
  const telling: Telling = {
    ...{ scope: nameOf(repo), of: { repo }, installation: repo.installation, policy, decisions: [], gaps: [] },
    ...{ kpis: ownKpis(policy, inherited()?.policy), kpisOf: repo },
    covered: [{ repository, policy }],
    isPublic: !repository.private,
    asked: wasAsked && standing?.comment ? [standing.comment.id] : [],
  };
  // What is public here is read by those who can read the repository itself.
  const facts = await gatherHealth(telling, week, ports);
  const shown = facts.repositories.map((one) => ({ ...one, shown: true }));
  return { telling, period: periodOf({ ...facts, repositories: shown }) };
}
