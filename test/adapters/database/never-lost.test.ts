import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/adapters/database/open.ts';
import type { Job, Queue } from '../../../src/ports/queue.ts';
import { databases, labels, StillClock, wanted } from './databases.ts';

const LEASE = 100;

/** What may happen to a queue. `job` picks one of the jobs that were ever handed out, be it long lost. */
const happening = fc.oneof(
  fc.record({ what: fc.constant('ask' as const), number: fc.integer({ min: 1, max: 4 }), later: fc.nat(50) }),
  fc.record({ what: fc.constant('take' as const), limit: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ what: fc.constantFrom('done' as const, 'set aside' as const, 'extend' as const), job: fc.nat() }),
  fc.record({ what: fc.constant('retry' as const), job: fc.nat(), later: fc.nat(200) }),
  fc.record({ what: fc.constant('pass' as const), ms: fc.nat(80) }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** Keeps its own books of what was asked for, and compares them with what the queue hands out. */
class Witness {
  readonly owed = new Map<string, string[]>();
  readonly #setAside = new Set<string>();
  readonly #held = new Map<string, { token: string; until: number }>();
  readonly #jobs: Job[] = [];
  readonly #queue: Queue;
  readonly #clock: StillClock;
  #asked = 0;

  constructor(queue: Queue, clock: StillClock) {
    this.#queue = queue;
    this.#clock = clock;
  }

  async see(event: Happening): Promise<void> {
    if (event.what === 'ask') return this.#ask(event.number, event.later);
    if (event.what === 'take') return void (await this.take(event.limit));
    if (event.what === 'pass') return this.#clock.pass(event.ms);
    const job = this.#jobs[event.job % this.#jobs.length];
    if (job === undefined) return;
    if (event.what === 'done') return this.done(job);
    if (event.what === 'retry') {
      await this.#queue.retry(job, this.#clock.at + event.later, 'failed');
      return void this.#release(job);
    }
    if (event.what === 'set aside') return this.#giveUp(job);
    const held = this.#held.get(job.key);
    const holds = held?.token === job.token;
    expect(await this.#queue.extend(job, LEASE)).toBe(holds);
    if (held && holds) held.until = this.#clock.at + LEASE;
  }

  async #ask(number: number, later: number) {
    const label = `${++this.#asked}`;
    await this.#queue.deliver(label, [{ ...wanted(number, label), notBefore: this.#clock.at + later }]);
    const key = `acme/api#${number}`;
    this.owed.set(key, [...(this.owed.get(key) ?? []), label]);
    this.#setAside.delete(key);
  }

  async take(limit: number): Promise<Job[]> {
    const jobs = await this.#queue.take(limit, LEASE);
    for (const job of jobs) {
      expect(this.#held.get(job.key)?.until ?? 0, 'held by one at a time').toBeLessThanOrEqual(this.#clock.at);
      expect(labels(job), 'everything since it was last done').toEqual(this.owed.get(job.key));
      expect(this.#setAside, 'what is set aside stays aside').not.toContain(job.key);
      this.#held.set(job.key, { token: job.token, until: this.#clock.at + LEASE });
      this.#jobs.push(job);
    }
    return jobs;
  }

  async done(job: Job) {
    await this.#queue.done(job);
    if (this.#release(job)) this.owed.set(job.key, this.#askedSince(job));
  }

  async #giveUp(job: Job) {
    await this.#queue.setAside(job, 'failed for good');
    if (this.#release(job) && this.#askedSince(job).length === 0) this.#setAside.add(job.key);
  }

  #askedSince(job: Job) {
    const known = new Set(labels(job));
    return (this.owed.get(job.key) ?? []).filter((label) => !known.has(label));
  }

  /** Whether the job was still this holder's. */
  #release(job: Job): boolean {
    return this.#held.get(job.key)?.token === job.token && this.#held.delete(job.key);
  }

  async worksOffEverything() {
    this.#clock.pass(1_000_000);
    for (let jobs = await this.take(10); jobs.length > 0; jobs = await this.take(10)) {
      for (const job of jobs) await this.done(job);
    }
    const left = [...this.owed].filter(([, facts]) => facts.length > 0).map(([key]) => key);
    expect(left.sort(), 'nothing is lost').toEqual([...this.#setAside].sort());
    expect(await this.#queue.depth()).toEqual({
      waiting: 0,
      scheduled: 0,
      running: 0,
      setAside: left.length,
      oldest: 0,
    });
  }
}

describe.each(databases)('on %s', (_name, newPlace) => {
  test('whatever happens, nothing asked for is lost and nothing has two holders', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 10, maxLength: 60 }), async (happenings) => {
        const place = await newPlace();
        const clock = new StillClock();
        const database = await openDatabase(place, clock);
        const witness = new Witness(database.queue, clock);
        try {
          for (const event of happenings) await witness.see(event);
          await witness.worksOffEverything();
        } finally {
          await database.close();
          await place.remove();
        }
      }),
      { numRuns: 20 },
    );
  });
});
