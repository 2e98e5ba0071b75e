import type { Digest } from '../health/digest.ts';
import { DIGEST_LABEL, digestTitle } from '../health/digest-issue.ts';
import { dueAt, lastWeek, spreadOut } from '../health/schedule.ts';
import type { Week } from '../health/week.ts';
import type { Action } from '../model/action.ts';
import { Fault } from '../model/fault.ts';
import type { Publication, RepositoryMemory } from '../model/memory.ts';
import { type RepoRef, repoKey } from '../model/ref.ts';
import { HOUR } from '../model/time.ts';
import { ORGANISATION_REPOSITORY } from '../model/well-known.ts';
import { Policy } from '../policy/schema.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job, Queue } from '../ports/queue.ts';
import type { Log } from '../ports/runtime.ts';
import { isBehind, SOON } from './behind.ts';
import { type DigestPorts as ComposePorts, composeDigest, digestName, type Wanted } from './compose-digest.ts';
import { noteTold, wasHere } from './digest-age.ts';
import { freezeWeek, type Telling } from './gather-health.ts';
import { gatherRules, type RulesPorts, rulesOfAll } from './gather-rules.ts';
import { isTold, LAST } from './publish-health.ts';
import { reasonItFails, rememberTrouble } from './unwritable.ts';
import { writeIn } from './write-in.ts';

export type DigestPorts = RulesPorts &
  ComposePorts & {
    github: Pick<GitHub, 'write'>;
    ledger: Pick<Ledger, 'savePublication' | 'saveLabels'>;
    queue: Pick<Queue, 'add' | 'due'>;
    log: Log;
  };

type DigestJob = Job & { installation: number; owner: string };

/**
 * Tells an organisation's week once it is due, and asks for its repositories' after it; then waits for the next. What was due while
 * Truenorth was not running is told when it runs again: the last complete week, under its own name.
 */
export async function publishDigest(job: DigestJob, ports: DigestPorts): Promise<void> {
  const { installation, owner } = job;
  const defaults: RepoRef = { installation, owner, name: ORGANISATION_REPOSITORY };
  const rules = await gatherRules(defaults, ports);
  const policy = rules?.inForce?.policy ?? Policy.parse({ version: 1 });
  const { timezone: zone, digest } = policy.communication;
  const now = ports.clock.now();
  const due = dueAt(digest.at, zone, now);
  await ports.queue.add([{ subject: { kind: 'digest', installation, owner }, notBefore: due.next }]);
  // Asked for by a command, it is told before its time.
  const isAsked = job.facts.some(({ kind }) => kind === 'again');
  const week = isAsked ? lastWeek(now, zone) : due.week;
  if (!isAsked && !(await wasHere(defaults, due.at, ports)))
    return ports.log.info({ next: iso(due.next) }, 'the first week is told when it is due');
  if (await isBehind(`${owner}/`, due.at, ports))
    return ports.queue.add([{ subject: job.subject, facts: job.facts, notBefore: now + SOON }]);
  const covered = await rulesOfAll(installation, ports);
  const isOff = digest.repository === undefined || digest.level === 'off';
  const because = isOff
    ? undefined
    : await reasonItFails(() =>
        publish({ defaults, rules, week, covered, policy, repository: digest.repository ?? '' }, ports),
      );
  // The repositories' own weeks are told all the same.
  await rememberTrouble(defaults, 'digest trouble', because && `${digest.repository}: ${because}`, CANNOT, ports);
  if (because === undefined) await noteTold(defaults, isOff ? undefined : week, ports);
  else await ports.queue.add([{ subject: { kind: 'digest', installation, owner }, notBefore: now + LATER }]);
  // After it, since it counts the answers to what they asked last.
  await tellRepositories(installation, week, covered, isAsked, ports);
}

/** Somebody may have mended it by then, ms. */
const LATER = 6 * HOUR;

const CANNOT =
  'the digest cannot be written: its repository (communication.digest.repository) has to exist, not be archived, have issues turned on, and be one that the app is installed on and may write issues in';

const iso = (instant: number): string => new Date(instant).toISOString();

/** The repositories' own weeks, one after the other, those that were told it apart. */
async function tellRepositories(
  installation: number,
  week: Week,
  covered: Telling['covered'],
  isAsked: boolean,
  { ledger, queue, clock }: DigestPorts,
): Promise<void> {
  const standing = new Map(
    (await ledger.publications(installation, LAST)).map(({ repo, publication }) => [repo, publication]),
  );
  const due = covered.filter(({ repository, policy }) => {
    const told = standing.get(repoKey(repository.repo))?.week;
    return isTold(repository, policy) && (told === undefined || told < week.name);
  });
  // Where there is no issue yet, it is opened by a request of its own.
  const starts = spreadOut(due.map(({ repository: { repo } }) => (standing.get(repoKey(repo))?.id ? 1 : 2)));
  await queue.add(
    due.map(({ repository: { repo } }, i) => ({
      ...{ subject: { kind: 'health', repo }, notBefore: clock.now() + (starts[i] ?? 0) },
      ...(isAsked ? { facts: [{ kind: 'again' }] } : {}),
    })),
  );
}

async function publish(wanted: Wanted & { repository: string }, ports: DigestPorts): Promise<void> {
  const { ledger, log } = ports;
  const { week } = wanted;
  const [owner = '', name = ''] = wanted.repository.split('/');
  const repo: RepoRef = { installation: wanted.defaults.installation, owner, name };
  const standing = await ledger.publication(repo, digestName(week));
  if (standing && !standing.unsure) return log.debug({ week: week.name }, 'the week was told');
  const desk = await gatherRules(repo, ports);
  if (desk === undefined) throw new Fault('terminal', 'it is missing, archived or not ours to see');
  const found = await ports.github.ownIssue(repo, digestTitle(week), DIGEST_LABEL.name);
  if (found) {
    // Written by a try whose end nobody remembers, or before the ledger was lost, and what it asked with it.
    await ledger.savePublication(repo, digestName(week), { print: '', ...standing, ...found, unsure: false });
    return log.info({ week: week.name, number: found.number }, 'the week was told before');
  }
  const { telling, period, digest, body, previous } = await composeDigest(wanted, desk.repository, ports);
  await freezeWeek(telling, week, period, true, ports);
  await write(repo, week, { body, digest, previous }, desk.repository, ports);
}

async function write(
  repo: RepoRef,
  week: Week,
  { body, digest, previous }: { body: string; digest: Digest; previous: Publication | undefined },
  repository: RepositoryMemory,
  ports: DigestPorts,
): Promise<void> {
  const { ledger, log } = ports;
  const begun: Publication = {
    ...{ id: '', number: 0, print: '', week: week.name },
    decisions: digest.decisions.map(({ title }) => title),
    notSetUp: digest.checklist.filter(({ state }) => state === 'not set up').map(({ id }) => id),
    unsure: true,
  };
  await ledger.savePublication(repo, digestName(week), begun);
  const close: Action[] = previous?.id ? [{ kind: 'close-issue', id: previous.id }] : [];
  const wish: Action = { kind: 'create-issue', title: digestTitle(week), body, labels: [DIGEST_LABEL] };
  const answers = await writeIn(repository, [wish, ...close], ports);
  await ledger.savePublication(repo, digestName(week), { ...begun, ...answers['create-issue'], unsure: false });
  log.info({ week: week.name, number: answers['create-issue']?.number }, 'the week was told');
}
