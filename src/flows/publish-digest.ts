import { type Digest, digestOf } from '../health/digest.ts';
import { DIGEST_LABEL, digestIssue, digestTitle } from '../health/digest-issue.ts';
import { periodOf } from '../health/period.ts';
import { dueAt, lastWeek, spreadOut, weekBefore } from '../health/schedule.ts';
import { type Week, weekNamed, weeksUpTo } from '../health/week.ts';
import type { Action } from '../model/action.ts';
import { Fault } from '../model/fault.ts';
import type { Publication, RepositoryMemory } from '../model/memory.ts';
import { type RepoRef, repoKey } from '../model/ref.ts';
import { Policy } from '../policy/schema.ts';
import type { GitHub, Job, Ledger, Log, Queue } from '../ports.ts';
import { isBehind, SOON } from './behind.ts';
import { type GapsPorts, gatherGaps } from './gather-gaps.ts';
import { freezeWeek, gatherHealth, type HealthPorts, type Telling } from './gather-health.ts';
import { gatherRules, type Rules, type RulesPorts, rulesOfAll } from './gather-rules.ts';
import { isTold, LAST } from './publish-health.ts';
import { failing, rememberTrouble } from './trouble.ts';
import { writeIn } from './write-in.ts';

export type DigestPorts = RulesPorts &
  HealthPorts &
  GapsPorts & {
    github: Pick<GitHub, 'ownIssue' | 'thread' | 'write'>;
    ledger: Pick<Ledger, 'publication' | 'savePublication' | 'publications' | 'repositories' | 'saveLabels'>;
    queue: Pick<Queue, 'add' | 'due'>;
    log: Log;
  };

type DigestJob = Job & { installation: number; owner: string };

/** The name under which a week's digest is remembered. */
const nameFor = ({ name }: Week): string => `digest ${name}`;

/** Weeks back that are looked for where some were not published. */
const MISSED = 8;

/**
 * Tells an organisation's week once it is due, and asks for its repositories' after it; then waits for the next. What was due while
 * Truenorth was not running is told when it runs again: the last complete week, under its own name.
 */
export async function publishDigest(job: DigestJob, ports: DigestPorts): Promise<void> {
  const { installation, owner } = job;
  const defaults: RepoRef = { installation, owner, name: '.github' };
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
  const because =
    digest.repository === undefined || digest.level === 'off'
      ? undefined
      : await failing(() =>
          publish({ defaults, rules, week, covered, policy, repository: digest.repository ?? '' }, ports),
        );
  // The repositories' own weeks are told all the same.
  await rememberTrouble(defaults, 'digest trouble', because && `${digest.repository}: ${because}`, CANNOT, ports);
  if (because !== undefined)
    await ports.queue.add([{ subject: { kind: 'digest', installation, owner }, notBefore: now + LATER }]);
  // After it, since it counts the answers to what they asked last.
  await tellRepositories(installation, week, covered, isAsked, ports);
}

/** Somebody may have mended it by then, ms. */
const LATER = 6 * 3_600_000;

const CANNOT =
  'the digest cannot be written: its repository (communication.digest.repository) has to exist, not be archived, have issues turned on, and be one that the app is installed on and may write issues in';

const iso = (instant: number): string => new Date(instant).toISOString();

/**
 * Whether the time at which a week is due came while Truenorth knew of the organisation: who installs it in the middle of a week is
 * told of the first one at its end. When that was is remembered the first time.
 */
async function wasHere(defaults: RepoRef, at: number, { ledger, clock }: DigestPorts): Promise<boolean> {
  const known = await ledger.publication(defaults, SINCE);
  if (known) return Number(known.print) <= at;
  await ledger.savePublication(defaults, SINCE, { id: '', number: 0, print: String(clock.now()), unsure: false });
  return false;
}
const SINCE = 'weeks since';

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

interface Wanted {
  defaults: RepoRef;
  rules: Rules | undefined;
  week: Week;
  covered: Telling['covered'];
  policy: Policy;
  repository: string;
}

async function publish(
  { defaults, rules, week, covered, policy, repository }: Wanted,
  ports: DigestPorts,
): Promise<void> {
  const { ledger, log } = ports;
  const [owner = '', name = ''] = repository.split('/');
  const repo: RepoRef = { installation: defaults.installation, owner, name };
  const standing = await ledger.publication(repo, nameFor(week));
  if (standing && !standing.unsure) return log.debug({ week: week.name }, 'the week was told');
  const desk = await gatherRules(repo, ports);
  if (desk === undefined) throw new Fault('terminal', 'it is missing, archived or not ours to see');
  const found = await ports.github.ownIssue(repo, digestTitle(week), DIGEST_LABEL.name);
  if (found) {
    // Written by a try whose end nobody remembers, or before the ledger was lost, and what it asked with it.
    await ledger.savePublication(repo, nameFor(week), { print: '', ...standing, ...found, unsure: false });
    return log.info({ week: week.name, number: found.number }, 'the week was told before');
  }
  const previous = await previousOf(repo, week, ports);
  const asked = await askedIn(defaults.installation, week, covered, ports);
  const telling: Telling = {
    ...{ scope: defaults.owner, of: { installation: defaults.installation }, installation: defaults.installation },
    ...{ policy, covered, isPublic: !desk.repository.private, asked },
    decisions: previous?.decisions ?? [],
    gaps: await gatherGaps(defaults.installation, rules, !desk.repository.private, ports),
    ...{ kpis: policy.outcomes.kpis, kpisOf: defaults },
  };
  const period = periodOf(await gatherHealth(telling, week, ports));
  const result = digestOf(period);
  const body = digestIssue(result, {
    previous: previous && { week: previous.week, number: previous.publication.number },
    missed: await missedBefore(repo, week, previous?.week, ports),
    told: previous?.publication.notSetUp ?? [],
  });
  await freezeWeek(telling, week, period, true, ports);
  await write(repo, week, { body, digest: result, previous: previous?.publication }, desk.repository, ports);
}

/** The digest before this one, and what became of what it asked. */
async function previousOf(repo: RepoRef, week: Week, { ledger, github }: DigestPorts) {
  for (const earlier of [...weeksUpTo(week, MISSED + 1)].reverse().slice(1)) {
    const publication = await ledger.publication(repo, nameFor(earlier));
    if (publication === undefined || publication.number === 0) continue;
    const thread = await github.thread({ repo, number: publication.number });
    const decisions = (publication.decisions ?? []).map((title, i) => ({
      title,
      recorded: thread !== undefined && isRecorded(thread, title, i + 1),
    }));
    // One that was deleted, or moved away, is neither closed nor linked.
    const standing = thread ? publication : { ...publication, id: '', number: 0 };
    return { week: earlier.name, publication: standing, decisions };
  }
  // Told before, and forgotten since: it is found again, though not what it asked.
  const last = weekBefore(week);
  const found = await github.ownIssue(repo, digestTitle(last), DIGEST_LABEL.name);
  return found && { week: last.name, publication: { ...found, print: '', unsure: false }, decisions: [] };
}

/** A line that begins with a decision's number. */
const NUMBERED = /^\s*(?:decision )?(\d{1,3})\s*[.:)](?!\d)/i;

/** Ticked in the issue; or answered by a comment that names it, or begins with its number. */
function isRecorded({ body, comments }: { body: string; comments: readonly string[] }, title: string, nth: number) {
  const plain = title.replaceAll(/[*`]/g, '').toLowerCase();
  const ticked = body.split('\n').some((line) => /^\s*[-*] \[[xX]\] /.test(line) && line.includes(title));
  const named = (comment: string) =>
    comment.replaceAll(/[*`]/g, '').toLowerCase().includes(plain) ||
    comment.split('\n').some((line) => Number(NUMBERED.exec(line)?.[1]) === nth);
  return ticked || comments.some(named);
}

/** The comments in which repositories were asked how their last week was. */
async function askedIn(
  installation: number,
  week: Week,
  covered: Telling['covered'],
  { ledger }: DigestPorts,
): Promise<string[]> {
  const last = weekBefore(week).name;
  const asking = new Set(
    covered.flatMap(({ repository, policy }) => (policy.trust.pulse === 'on' ? repoKey(repository.repo) : [])),
  );
  return (await ledger.publications(installation, LAST)).flatMap(({ repo, publication: { comment } }) =>
    asking.has(repo) && comment?.week === last ? [comment.id] : [],
  );
}

/** Weeks since the last digest that nobody told, or that could not be written. */
async function missedBefore(
  repo: RepoRef,
  week: Week,
  last: string | undefined,
  { ledger }: DigestPorts,
): Promise<string[]> {
  if (last === undefined || weekNamed(last, week.zone) === undefined) return [];
  const between = weeksUpTo(week, MISSED + 1).filter(({ name }) => name > last && name < week.name);
  const told = await Promise.all(between.map((one) => ledger.publication(repo, nameFor(one))));
  return between.flatMap(({ name }, i) => (told[i]?.number ? [] : name));
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
  await ledger.savePublication(repo, nameFor(week), begun);
  const close: Action[] = previous?.id ? [{ kind: 'close-issue', id: previous.id }] : [];
  const wish: Action = { kind: 'create-issue', title: digestTitle(week), body, labels: [DIGEST_LABEL] };
  const answers = await writeIn(repository, [wish, ...close], ports);
  await ledger.savePublication(repo, nameFor(week), { ...begun, ...answers['create-issue'], unsure: false });
  log.info({ week: week.name, number: answers['create-issue']?.number }, 'the week was told');
}
