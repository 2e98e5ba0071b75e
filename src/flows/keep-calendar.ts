import { type Turn, turnAt } from '../health/calendar.ts';
import { kpiStates } from '../health/kpis.ts';
import { OCCASION_LABEL, occasionIssue, occasionMarker, occasionTitle } from '../health/occasion-issue.ts';
import { teamsOf } from '../health/records.ts';
import type { Action } from '../model/action.ts';
import type { Known } from '../model/history.ts';
import type { KpiState, OccasionFacts } from '../model/occasion.ts';
import { nameOf, type RepoRef } from '../model/ref.ts';
import { HOUR } from '../model/time.ts';
import { ORGANISATION_REPOSITORY } from '../model/well-known.ts';
import type { Policy } from '../policy/schema.ts';
import type { GitHub } from '../ports/github.ts';
import type { History } from '../ports/history.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job, Queue } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import { occasionsOf, remindersOf } from '../review/calendar.ts';
import { isReading, SOON } from './behind.ts';
import { type Desk, deskOf, gatherOccasion, type OccasionPorts } from './gather-occasion.ts';
import { gatherRules, type RulesPorts } from './gather-rules.ts';
import { isHeard, remind } from './remind-calendar.ts';
import { reasonItFails, rememberTrouble } from './unwritable.ts';
import { writeIn } from './write-in.ts';

export type CalendarPorts = RulesPorts &
  OccasionPorts & {
    github: Pick<GitHub, 'ownMarked' | 'documents' | 'write'>;
    ledger: Pick<Ledger, 'publication' | 'savePublication' | 'saveLabels' | 'kpis'>;
    history: Pick<History, 'progressIn'>;
    queue: Pick<Queue, 'add' | 'due'>;
    clock: Clock;
    log: Log;
    print: (text: string) => string;
  };

/**
 * Opens the issue of whatever comes again and again once its day is near, each once, in the digest repository. Looks once a day, as the
 * zone's days begin; a day on which nothing is due costs no call.
 */
export async function keepCalendar(job: Job & { installation: number; owner: string }, ports: CalendarPorts) {
  const { installation, owner } = job;
  const defaults = await gatherRules({ installation, owner, name: ORGANISATION_REPOSITORY }, ports);
  const policy = defaults?.inForce?.policy;
  const repo = policy && deskOf(installation, policy);
  if (defaults === undefined || policy === undefined || repo === undefined)
    return ports.log.debug({}, 'there is no calendar');
  const reminders = remindersOf(policy);
  const heard = await Promise.all(reminders.map((rule) => isHeard(repo, rule, ports)));
  if (occasionsOf(policy).length === 0 && !heard.includes(true))
    return ports.log.debug({}, 'nothing is asked for by the calendar');
  const zone = policy.communication.timezone;
  const now = ports.clock.now();
  await ports.queue.add([{ subject: job.subject, notBefore: turnAt({ days: 1 }, now, zone).to }]);
  const kpis = kpiStates(policy, await ports.ledger.kpis(defaults.repository.repo), now);
  const due = await pending(repo, policy, now, ports);
  const wait = due.length > 0 ? await unreadFor(job, ports) : undefined;
  if (wait !== undefined) return ports.queue.add([{ subject: job.subject, notBefore: now + wait }]);
  const wanted = [
    ...due.map((one) => (desk: Desk) => open(desk, one, kpis, now, ports)),
    ...reminders.filter((_, i) => heard[i]).map((rule) => (desk: Desk) => remind(desk, rule, kpis, ports)),
  ];
  await speak(repo, { defaults, policy }, wanted, ports);
}

/** While no repository was ever begun to be read, it is looked again after so long, ms. */
const LATER = HOUR;

/** How long to wait where repositories have not been read yet: an agenda would be drawn from less than there is. */
async function unreadFor(
  { installation, owner }: { installation: number; owner: string },
  { history, queue }: CalendarPorts,
): Promise<number | undefined> {
  const all = await history.progressIn({ installation });
  if (all.length === 0) return LATER;
  if (!(await isReading(`${owner}/`, queue))) return undefined;
  const isUnread = (known: Known | undefined) => known?.to === undefined && known?.lacks === undefined;
  return all.some(({ progress: { issue, pull } }) => isUnread(issue) || isUnread(pull)) ? SOON : undefined;
}

type Due = ReturnType<typeof occasionsOf>[number] & { turn: Turn };

const nameFor = ({ id, turn }: Due): string => `occasion ${id} ${turn.last}`;

/** Occasions whose day is near, and whose issue is not known to be there. */
async function pending(repo: RepoRef, policy: Policy, now: number, { ledger }: CalendarPorts): Promise<Due[]> {
  const all = occasionsOf(policy).map((one) => ({
    ...one,
    turn: turnAt(one.every, now, policy.communication.timezone),
  }));
  const near = all.filter(({ turn }) => turn.opensAt <= now);
  const known = await Promise.all(near.map((one) => ledger.publication(repo, nameFor(one))));
  return near.filter((_, i) => known[i] === undefined || known[i]?.unsure);
}

/** Does each by itself, so that one that cannot be done holds up no other; why is told once, with what to do. */
async function speak(
  repo: RepoRef,
  { defaults, policy }: Pick<Desk, 'defaults' | 'policy'>,
  wanted: readonly ((desk: Desk) => Promise<void>)[],
  ports: CalendarPorts,
): Promise<void> {
  if (wanted.length === 0) return;
  const rules = await gatherRules(repo, ports);
  const problems: string[] = [];
  if (rules === undefined) problems.push('it is missing, archived or not ours to see');
  else
    for (const act of wanted) {
      const because = await reasonItFails(() => act({ repo, rules, defaults, policy }));
      if (because !== undefined) problems.push(because);
    }
  const because = problems[0] === undefined ? undefined : `${nameOf(repo)}: ${problems[0]}`;
  await rememberTrouble(defaults.repository.repo, 'calendar trouble', because, CANNOT, ports);
}

const CANNOT =
  'the calendar cannot speak: the digest repository (communication.digest.repository) has to exist, not be archived, have issues turned on, and be one that the app is installed on and may write issues in';

/** Opens the issue of a turn, unless it is there, written by a try whose end nobody knows or before the ledger was lost. */
async function open(desk: Desk, due: Due, kpis: readonly KpiState[], now: number, ports: CalendarPorts) {
  const { repo, rules, policy } = desk;
  const { ledger, github, log } = ports;
  const remember = (found: { id: string; number: number }, unsure = false) =>
    ledger.savePublication(repo, nameFor(due), { id: found.id, number: found.number, print: '', unsure });
  const found = await github.ownMarked(repo, occasionMarker(due, due.turn), OCCASION_LABEL.name);
  if (found) return remember(found);
  const facts = await factsFor(desk, due, kpis, now, ports);
  if (due.isSpared?.(facts)) return remember({ id: '', number: 0 });
  const body = occasionIssue(due, due.turn, facts, { teams: teamsOf(policy), named: rules.repository.private });
  await remember({ id: '', number: 0 }, true);
  const wish: Action = { kind: 'create-issue', title: occasionTitle(due, due.turn), body, labels: [OCCASION_LABEL] };
  const made = (await writeIn(rules.repository, [wish], ports))['create-issue'] ?? { id: '', number: 0 };
  await remember(made);
  log.info({ occasion: due.id, by: due.turn.last, number: made.number }, 'an occasion was opened');
}

async function factsFor(
  { repo, rules, defaults, policy }: Desk,
  { documents, turn }: Due,
  kpis: readonly KpiState[],
  now: number,
  ports: CalendarPorts,
): Promise<OccasionFacts> {
  const home = defaults.repository;
  return {
    ...(await gatherOccasion(repo.installation, policy, turn, now, ports)),
    ...{ kpis, named: rules.repository.private || !home.private },
    ...(documents === undefined ? {} : { documents: await ports.github.documents(home.repo, documents) }),
  };
}
