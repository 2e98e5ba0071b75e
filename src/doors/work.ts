import { AsyncResource } from 'node:async_hooks';
import { Fault } from '../model/fault.ts';
import { installationOf, type PullRef, type RepoRef } from '../model/ref.ts';
import type { Clock, Doing, During, Job, Log, Queue } from '../ports.ts';

/** What is done for each kind of subject. */
export interface Flows {
  pull(job: Job & { ref: PullRef }, log: Log): Promise<void>;
  people(job: Job & { ref: PullRef }, log: Log): Promise<void>;
  waivers(job: Job & { ref: PullRef }, log: Log): Promise<void>;
  issue(job: Job & { ref: PullRef }, log: Log): Promise<void>;
  commit(job: Job & { repo: RepoRef; sha: string }, log: Log): Promise<void>;
  repository(job: Job & { repo: RepoRef }, log: Log): Promise<void>;
  issues(job: Job & { repo: RepoRef }, log: Log): Promise<void>;
  debt(job: Job & { repo: RepoRef }, log: Log): Promise<void>;
  history(job: Job & { repo: RepoRef }, log: Log): Promise<void>;
  kpis(job: Job & { repo: RepoRef }, log: Log): Promise<void>;
  health(job: Job & { repo: RepoRef }, log: Log): Promise<void>;
  digest(job: Job & { installation: number; owner: string }, log: Log): Promise<void>;
  calendar(job: Job & { installation: number; owner: string }, log: Log): Promise<void>;
  sweep(job: Job & { installation: number; owner: string }, log: Log): Promise<void>;
  onboarding(job: Job & { installation: number; owner: string }, log: Log): Promise<void>;
  deliveries(job: Job, log: Log): Promise<void>;
  organisation(job: Job & { installation: number; owner: string }, log: Log): Promise<void>;
  /** Says on the subject that its work failed; `final` once it is not tried again by itself. */
  trouble(job: Job, trouble: { fault: Fault; final: boolean }, log: Log): Promise<void>;
}

export interface WorkOptions {
  queue: Queue;
  flows: Flows;
  clock: Clock;
  log: Log;
  during: During;
  /** How many jobs run at once. */
  concurrency: number;
  /** Deliveries are waiting for their answer: taking work can wait, and merges meanwhile. */
  busy(): boolean;
  /** Told how each run of a job of a kind ended, and how long it took, ms. */
  onEnd(kind: string, result: 'done' | 'retried' | 'ended' | 'set-aside', took: number): void;
}

/** A job is its holder's for this long, ms, and is held on to while it runs. */
const LEASE = 60_000;
/** Work that asked for nothing for so long hangs, ms: it is held on to no more, so that somebody else goes on. */
const SILENCE = 30 * 60_000;
/** Other replicas' work, and work whose time has come, is looked for this often, ms. */
const LOOK = 1_000;
/** While deliveries come in thick and fast, jobs are taken this often at least, ms. */
const AT_LEAST = 2_000;
/** Jobs that end or are asked for close together are taken together, ms. */
const TOGETHER = 20;
/** After this many failures in a row, about three hours, the work waits for a person or an event. */
const TRIES = 14;

export interface Workers {
  /** Takes no new job, and resolves once those that run have ended. */
  drain(): Promise<void>;
}

/** Takes jobs from the queue and runs them, `concurrency` at a time, until drained. */
export function startWorkers(options: WorkOptions): Workers {
  const { queue, clock, log, concurrency } = options;
  const running = new Map<string, Promise<void>>();
  let draining = false;
  let looking: Promise<void> | undefined;
  let soon: NodeJS.Timeout | undefined;
  let lastTaken = Number.NEGATIVE_INFINITY;
  let lastLooked = Number.POSITIVE_INFINITY;

  async function look(): Promise<void> {
    const free = concurrency - running.size;
    if (draining || free <= 0) return;
    if (options.busy() && performance.now() - lastTaken < AT_LEAST) return wake();
    lastTaken = performance.now();
    const now = clock.now();
    if (now < lastLooked - LOOK) await queue.turnBack();
    lastLooked = now;
    const jobs = await queue.take(free, LEASE);
    for (const job of jobs) {
      // Where the clock jumped, a lease can end while the work goes on here: it is never done twice at a time.
      const before = running.get(job.key);
      const run = () => runJob(job, { until: now + LEASE, before }, options);
      track(
        job.key,
        options.during(doingOf(job), run).catch(() => undefined),
      );
    }
    if (jobs.length === free) wake();
  }

  function track(key: string, work: Promise<void>): void {
    running.set(key, work);
    void work.finally(() => {
      if (running.get(key) === work) running.delete(key);
      wake();
    });
  }

  /** Looks soon, once however often it is called. */
  function wake(): void {
    if (draining) return;
    soon ??= setTimeout(() => {
      soon = undefined;
      looking = look().catch((error) => log.error({ err: error }, 'the queue could not be read; trying again'));
    }, TOGETHER);
  }

  // Whoever asks for work is not who looks for it: what they do is not what is said of it.
  queue.onWork(AsyncResource.bind(wake));
  const timer = setInterval(wake, LOOK);
  wake();
  return {
    async drain() {
      draining = true;
      clearInterval(timer);
      clearTimeout(soon);
      await looking;
      await Promise.all(running.values());
    },
  };
}

const doingOf = ({ key, subject, delivery }: Job): Doing => ({
  ...{ name: `job ${subject.kind}`, subject: key, installation: installationOf(subject), delivery },
});

/** Told to whoever traces the work; the log was told why. */
class Failed extends Error {}

/** Runs one job to its end; rejects where it is not done. Where that cannot be committed, the lease runs out. */
async function runJob(
  taken: Job,
  { until, before }: { until: number; before: Promise<void> | undefined },
  options: WorkOptions,
): Promise<void> {
  const { queue, clock, log } = options;
  let heldUntil = until;
  let isLost = false;
  let hangs: NodeJS.Timeout | undefined;
  const job: Job = {
    ...taken,
    async isHeld() {
      hangs?.refresh();
      return !isLost && (clock.now() < heldUntil || hold());
    },
  };
  async function hold(): Promise<boolean> {
    const next = clock.now() + LEASE;
    isLost ||= !(await queue.extend(job, LEASE));
    heldUntil = next;
    return !isLost;
  }
  const holding = setInterval(() => {
    hold().catch((error) => log.warn({ err: error }, 'the job could not be held on to'));
  }, LEASE / 3);
  await before;
  const hung = new Promise<'retried'>((resolve) => {
    hangs = setTimeout(() => {
      isLost = true;
      clearInterval(holding);
      log.error({ attempts: job.attempts + 1 }, 'the work hangs; it is given up, and tried again');
      resolve('retried');
    }, SILENCE);
  });
  const began = clock.now();
  try {
    const end = await Promise.race([ended(job, options), hung]);
    const took = clock.now() - began;
    options.onEnd(job.subject.kind, end, took);
    log.debug({ end, took, attempts: job.attempts }, 'job ended');
    if (end !== 'done') throw new Failed(end);
  } catch (error) {
    if (!(error instanceof Failed))
      log.error({ err: error }, 'the end of a job could not be committed; it will run again');
    throw error;
  } finally {
    clearInterval(holding);
    clearTimeout(hangs);
  }
}

async function ended(job: Job, options: WorkOptions): Promise<'done' | 'retried' | 'ended' | 'set-aside'> {
  const { queue, flows, clock, log } = options;
  try {
    if (job.attempts > TRIES) throw new Fault('transient', 'Its holder was lost again and again');
    await start(job, flows, log);
    await queue.done(job);
    return 'done';
  } catch (error) {
    const fault = asFault(error);
    if (fault.kind !== 'transient') {
      log.warn({ err: fault }, 'the work ends here; it will not succeed by trying again');
      await queue.done(job);
      return 'ended';
    }
    if (fault.throttled) {
      // A limit is nobody's poison, however long it lasts.
      const at = fault.retryAt ?? clock.now() + backoff(job.attempts);
      log.warn({ err: error, retryAt: new Date(at).toISOString() }, 'waiting for GitHub to take calls again');
      await queue.postpone(job, at, fault.message);
      return 'retried';
    }
    const final = job.attempts + 1 >= TRIES;
    await sayTrouble(job, { fault, final }, flows, log);
    if (final) {
      log.error({ err: error, attempts: job.attempts + 1 }, 'set aside after its tries; an event for it tries again');
      await queue.setAside(job, fault.message);
      return 'set-aside';
    }
    const at = fault.retryAt ?? clock.now() + backoff(job.attempts);
    log.warn({ err: error, attempts: job.attempts + 1, retryAt: new Date(at).toISOString() }, 'failed; trying again');
    await queue.retry(job, at, fault.message);
    return 'retried';
  }
}

function start(job: Job, flows: Flows, log: Log): Promise<void> {
  const { subject } = job;
  switch (subject.kind) {
    case 'pull':
      return flows.pull({ ...job, ref: { repo: subject.repo, number: subject.number } }, log);
    case 'people':
    case 'waivers':
    case 'issue':
      return flows[subject.kind]({ ...job, ref: { repo: subject.repo, number: subject.number } }, log);
    case 'commit':
      return flows.commit({ ...job, repo: subject.repo, sha: subject.sha }, log);
    case 'repository':
    case 'issues':
    case 'debt':
    case 'history':
    case 'kpis':
    case 'health':
      return flows[subject.kind]({ ...job, repo: subject.repo }, log);
    case 'deliveries':
      return flows.deliveries(job, log);
    case 'digest':
    case 'calendar':
    case 'sweep':
    case 'onboarding':
    case 'organisation':
      return flows[subject.kind]({ ...job, installation: subject.installation, owner: subject.owner }, log);
    default:
      // A newer replica asked for it, while this one is about to be replaced: it is left for that one.
      subject satisfies never;
      throw new Fault('transient', 'Only a newer version knows what this work is');
  }
}

/** A wait that the flow itself asked for is no trouble; and where GitHub cannot be told, the log was. */
async function sayTrouble(job: Job, trouble: { fault: Fault; final: boolean }, flows: Flows, log: Log): Promise<void> {
  if (trouble.fault.retryAt !== undefined && !trouble.final) return;
  try {
    await flows.trouble(job, trouble, log);
  } catch (error) {
    log.debug({ err: error }, 'GitHub could not be told of the trouble either');
  }
}

/** An error that nobody foresaw is tried again: it may be a database or network that comes back. */
const asFault = (error: unknown): Fault =>
  error instanceof Fault
    ? error
    : new Fault('transient', error instanceof Error ? `${error.name}: ${error.message}` : String(error), {
        cause: error,
      });

/** 1 s, 2 s, 4 s, … up to half an hour. */
const backoff = (attempts: number): number => Math.min(1_000 * 2 ** attempts, 30 * 60_000);
