import { AsyncResource } from 'node:async_hooks';
import { installationOf, ownerOf } from '../model/ref.ts';
import type { Job } from '../ports/queue.ts';
import type { Doing, During } from '../ports/runtime.ts';
import { LEASE, type RunOptions, runJob } from './run-job.ts';

export interface WorkOptions extends RunOptions {
  during: During;
  /** How many jobs run at once. */
  concurrency: number;
  /** Deliveries are waiting for their answer: taking work can wait, and merges meanwhile. */
  busy(): boolean;
}

/** Other replicas' work, and work whose time has come, is looked for this often, ms. */
const LOOK = 1_000;
/** While deliveries come in thick and fast, jobs are taken this often at least, ms. */
const AT_LEAST = 2_000;
/** Jobs that end or are asked for close together are taken together, ms. */
const TOGETHER = 20;

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
    const jobs = await takeFairly(free);
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

  /** One organisation's work takes more than half of the places only while nobody else's is due. */
  async function takeFairly(free: number): Promise<Job[]> {
    const places = Map.groupBy(running.keys(), ownerOf);
    const crowding = [...places].flatMap(([owner, keys]) => (keys.length >= concurrency / 2 ? owner : []));
    if (crowding.length === 0) return queue.take(free, LEASE);
    const others = await queue.take(free, LEASE, crowding);
    return others.length === free ? others : [...others, ...(await queue.take(free - others.length, LEASE))];
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
