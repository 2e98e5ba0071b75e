import {
  HEALTH_LABEL,
  HEALTH_TITLE,
  healthIssue,
  healthState,
  isActive,
  weekComment,
  weekMarker,
} from '../health/health-issue.ts';
import type { Period } from '../health/period.ts';
import { dueAt, lastWeek } from '../health/schedule.ts';
import type { Week } from '../health/week.ts';
import type { Action } from '../model/action.ts';
import type { Publication, RepositoryMemory } from '../model/memory.ts';
import { nameOf, type RepoRef, repoKey } from '../model/ref.ts';
import { ORGANISATION_REPOSITORY } from '../model/well-known.ts';
import type { Policy } from '../policy/schema.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job, Queue } from '../ports/queue.ts';
import type { Log } from '../ports/runtime.ts';
import { isBehind, SOON } from './behind.ts';
import { composeHealth } from './compose-health.ts';
import { freezeWeek, type HealthPorts } from './gather-health.ts';
import { gatherRules, type Rules, type RulesPorts } from './gather-rules.ts';
import { reasonItFails, rememberTrouble } from './unwritable.ts';
import { writeIn } from './write-in.ts';

export type RepositoryHealthPorts = RulesPorts &
  HealthPorts & {
    github: Pick<GitHub, 'ownIssue' | 'ownComment' | 'write'>;
    ledger: Pick<Ledger, 'publication' | 'savePublication' | 'saveLabels'>;
    queue: Pick<Queue, 'add' | 'due'>;
    print: (text: string) => string;
    log: Log;
  };

/** The name under which a repository's health issue is remembered. */
export const LAST = 'health';

/**
 * Whether a repository's health is told in it: `weekly` where it has a configuration of its own, unless it says otherwise. The file in
 * the organisation's repository is everybody's.
 */
export function isTold({ repo, policy: file }: RepositoryMemory, { communication }: Policy): boolean {
  const hasOwn = file.state === 'present' && repo.name.toLowerCase() !== ORGANISATION_REPOSITORY;
  return (communication.health ?? (hasOwn ? 'weekly' : 'off')) !== 'off';
}

/** Tells how a repository is doing: its issue shows the present, and one comment a week what changed. */
export async function publishHealth(job: Job & { repo: RepoRef }, ports: RepositoryHealthPorts): Promise<void> {
  const { repo } = job;
  const { ledger, log, print } = ports;
  const rules = await gatherRules(repo, ports);
  const policy = rules?.inForce?.policy;
  if (rules === undefined || policy === undefined || !isTold(rules.repository, policy)) return;
  const { timezone: zone, digest, health } = policy.communication;
  const now = ports.clock.now();
  const isAsked = job.facts.some(({ kind }) => kind === 'again');
  const due = dueAt(digest.at, zone, now);
  const last = lastWeek(now, zone);
  // Its own hour comes after the organisation's.
  if (due.week.name < last.name) await ports.queue.add([{ subject: job.subject, notBefore: due.next }]);
  const week = isAsked ? last : due.week;
  const standing = await ledger.publication(repo, LAST);
  if (standing && !standing.unsure && standing.week !== undefined && standing.week >= week.name) return;
  if (await isBehind(repoKey(repo), due.at, ports))
    return ports.queue.add([{ subject: job.subject, facts: job.facts, notBefore: now + SOON }]);
  const { telling, period } = await composeHealth(rules, policy, week, standing, ports);
  if (period.repositories.length === 0) return log.debug({}, 'the past is not known yet');
  const state = print(healthState(period));
  const isNews = health === 'on-change' ? state !== standing?.print : true;
  await freezeWeek(telling, week, period, true, ports);
  const told = { period, state, comments: isNews && isActive(period) };
  const because = await reasonItFails(() => write(repo, week, told, standing, rules, ports));
  await rememberTrouble(repo, 'health trouble', because && `${nameOf(repo)}: ${because}`, CANNOT, ports);
}

const CANNOT = "the repository's week cannot be written: issues have to be turned on, and the app may write them";

interface Told {
  period: Period;
  state: string;
  comments: boolean;
}

/** The issue is made or edited, then the comment is written, unless it was written by a try that failed. */
async function write(
  repo: RepoRef,
  week: Week,
  { period, state, comments }: Told,
  standing: Publication | undefined,
  { repository }: Rules,
  ports: RepositoryHealthPorts,
): Promise<void> {
  const { ledger, github, log } = ports;
  const isSure = standing !== undefined && standing.id !== '' && !standing.unsure;
  const known = isSure ? standing : await github.ownIssue(repo, HEALTH_TITLE, HEALTH_LABEL.name);
  // What was told last stays until this is: a try that follows is to find the same news.
  const begun: Publication = { id: '', number: 0, print: '', ...standing, ...known, unsure: true };
  await ledger.savePublication(repo, LAST, begun);
  const body = healthIssue(period);
  const issue = known ?? (await create());
  const wrote =
    comments && known && !isSure
      ? await github.ownComment({ repo, number: issue.number }, weekMarker(period))
      : undefined;
  const actions: Action[] = [
    ...(known ? [{ kind: 'edit-issue' as const, id: issue.id, body }] : []),
    ...(comments && !wrote ? [{ kind: 'create-comment' as const, body: weekComment(period) }] : []),
  ];
  const answers = await writeIn(repository, actions, ports, issue);
  const comment = wrote?.id ?? answers['create-comment'];
  await ledger.savePublication(repo, LAST, {
    ...{ ...begun, id: issue.id, number: issue.number, week: week.name, print: state },
    ...(comment === undefined ? {} : { comment: { id: comment, week: week.name } }),
    unsure: false,
  });
  log.info({ week: week.name, comment: comment !== undefined }, "the repository's week was told");

  async function create(): Promise<{ id: string; number: number }> {
    const wish: Action = { kind: 'create-issue', title: HEALTH_TITLE, body, labels: [HEALTH_LABEL] };
    return (await writeIn(repository, [wish], ports))['create-issue'] ?? { id: '', number: 0 };
  }
}
