import { Fault } from '../model/fault.ts';
import { MINUTE } from '../model/time.ts';
import type { Job, Queue } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import { dispatch, type Flows } from './dispatch.ts';

export interface RunOptions {
  queue: Queue;
  flows: Flows;
  clock: Clock;
  log: Log;
  /** Told how each run of a job of a kind ended, and how long it took, ms. */
  onEnd(kind: string, result: End, took: number): void;
}

type End = 'done' | 'retried' | 'ended' | 'set-aside';

/** A job is its holder's for this long, ms, and is held on to while it runs. */
export const LEASE = MINUTE;
/** Work that asked for nothing for so long hangs, ms: it is held on to no more, so that somebody else goes on. */
const SILENCE = 30 * MINUTE;
/** After this many failures in a row, about three hours, the work waits for a person or an event. */
const TRIES = 14;

/** Told to whoever traces the work; the log was told why. */
class Failed extends Error {}

/** Runs one job to its end; rejects where it is not done. Where that cannot be committed, the lease runs out. */
export async function runJob(
  taken: Job,
  { until, before }: { until: number; before: Promise<void> | undefined },
  options: RunOptions,
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

async function ended(job: Job, options: RunOptions): Promise<End> {
  const { queue, flows, clock, log } = options;
  try {
    if (job.attempts > TRIES) throw new Fault('transient', 'Its holder was lost again and again');
    await dispatch(job, flows, log);
    await queue.done(job);
    return 'done';
  } catch (error) {
    const fault = asFault(error);
    if (fault.kind !== 'transient') {
      log.warn({ err: fault }, 'the work ends here; it will not succeed by trying again');
      await sayTrouble(job, { fault, final: true }, flows, log);
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
const backoff = (attempts: number): number => Math.min(1_000 * 2 ** attempts, 30 * MINUTE);
