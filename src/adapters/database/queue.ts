import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { LONGEST_WAIT } from '../../model/fault.ts';
import type { Subject } from '../../model/ref.ts';
import { cut, storable } from '../../model/text.ts';
import { MINUTE } from '../../model/time.ts';
import type { Job, Queue, SetAside, Wanted } from '../../ports/queue.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Asking } from './commit.ts';
import { Groups } from './groups.ts';
import type { Store } from './store.ts';
import { heldBy, released, takeDue } from './take.ts';

/** Deliveries forgotten at once: whatever else is asked of the embedded database waits for as long as a statement takes. */
const PRUNED_AT_ONCE = 1_000;

/** Clocks of replicas differ by less, ms; and a lease is shorter. */
const SKEW = 5 * MINUTE;

/** The queue, as a table of subjects. What it promises is said in `ports/queue.ts`. */
export class DatabaseQueue implements Queue {
  readonly #store: Store;
  readonly #clock: Clock;
  /** This process, in the rows that it writes. */
  readonly #teller = randomUUID();
  readonly #askings: Groups<Asking, boolean>;
  readonly #wakes: (() => void)[] = [];

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#askings = new Groups((askings) => this.#commit(askings), store.refusedValue);
  }

  async deliver(delivery: string, wanted: readonly Wanted[]): Promise<boolean> {
    return wanted.length === 0 || this.#askings.join({ delivery, wanted });
  }

  async add(wanted: readonly Wanted[]): Promise<void> {
    if (wanted.length > 0) await this.#askings.join({ wanted });
  }

  take(limit: number, lease: number, butOf: readonly string[] = []): Promise<Job[]> {
    const now = this.#clock.now();
    return takeDue(this.#store, { limit, butOf }, { teller: this.#teller, now, until: Math.ceil(now + lease) });
  }

  async extend(job: Job, lease: number): Promise<boolean> {
    const { numUpdatedRows } = await heldBy(this.#store.db, job)
      .set({ lease_until: Math.ceil(this.#clock.now() + lease) })
      .executeTakeFirst();
    return numUpdatedRows > 0;
  }

  async done(job: Job): Promise<void> {
    const again = await this.#store.db.transaction().execute(async (trx) => {
      const finished = await trx
        .deleteFrom('work')
        .where('key', '=', job.key)
        .where('holder', '=', job.token)
        .where('again_due_at', 'is', null)
        .executeTakeFirst();
      if (finished.numDeletedRows > 0) return false;
      const next = await heldBy(trx, job)
        .set({ ...released, due_at: sql`again_due_at`, since: sql`again_since`, attempts: 0, reason: null })
        .returning('taken')
        .executeTakeFirst();
      if (next === undefined) return false;
      await trx.deleteFrom('fact').where('key', '=', job.key).where('asked', '<=', next.taken).execute();
      return true;
    });
    if (again) this.#wake();
  }

  retry(job: Job, at: number, reason: string): Promise<void> {
    return this.#putBack(job, at, reason, sql`attempts + 1`);
  }

  postpone(job: Job, at: number, reason: string): Promise<void> {
    // Work that has not failed at all would be hastened by its next event.
    return this.#putBack(job, at, reason, sql`case when attempts = 0 then 1 else attempts end`);
  }

  async #putBack(job: Job, at: number, reason: string, attempts: RawBuilder<number>): Promise<void> {
    await heldBy(this.#store.db, job)
      .set({ ...released, due_at: Math.ceil(at), attempts, reason: reasonOf(reason) })
      .execute();
  }

  async setAside(job: Job, reason: string): Promise<void> {
    // An event that asked for it while it ran has asked for it again: then it is due, not set aside (null).
    const next = await heldBy(this.#store.db, job)
      .set({
        ...released,
        due_at: sql`again_due_at`,
        since: sql`coalesce(again_since, since)`,
        attempts: sql`case when again_due_at is null then attempts + 1 else 0 end`,
        reason: reasonOf(reason),
      })
      .returning('due_at')
      .executeTakeFirst();
    if (next !== undefined && next.due_at !== null) this.#wake();
  }

  async turnBack(): Promise<void> {
    const now = this.#clock.now();
    await this.#store.db.transaction().execute(async (trx) => {
      const askedLater = sql<boolean>`since > ${now + SKEW}`;
      const waitsTooLong = sql<boolean>`attempts > 0 and due_at > ${now + LONGEST_WAIT}`;
      await trx
        .updateTable('work')
        .set({ due_at: now, since: now })
        .where('due_at', '>', now)
        .where((is) => is.or([askedLater, waitsTooLong]))
        .execute();
      await trx
        .updateTable('work')
        .set({ again_due_at: now, again_since: now })
        .where('again_since', '>', now + SKEW)
        .execute();
      await trx
        .updateTable('work')
        // Not at once: holders that are alive hold on to theirs by then.
        .set({ lease_until: now + SKEW })
        .where('lease_until', '>', now + SKEW)
        .execute();
    });
  }

  async aside(): Promise<SetAside[]> {
    const rows = await this.#store.db
      .selectFrom('work')
      .select(['key', 'since', 'attempts as tries', 'reason'])
      .where('due_at', 'is', null)
      .orderBy('since')
      .orderBy('key')
      .execute();
    return rows.map((row) => ({ ...row, reason: row.reason ?? '' }));
  }

  async tryAgain(key?: string): Promise<string[]> {
    const now = this.#clock.now();
    const rows = await this.#store.db
      .updateTable('work')
      .set({ due_at: now, since: now, attempts: 0 })
      .where('due_at', 'is', null)
      .$if(key !== undefined, (query) => query.where('key', '=', (key ?? '').toLowerCase()))
      .returning('key')
      .execute();
    if (rows.length > 0) this.#wake();
    return rows.map((row) => row.key);
  }

  async depth() {
    const now = this.#clock.now();
    const free = sql<boolean>`due_at is not null and (lease_until is null or lease_until <= ${now})`;
    const later = sql<boolean>`due_at > ${now} and attempts = 0 and holder is null`;
    const { waiting, scheduled, running, setAside, due } = await this.#store.db
      .selectFrom('work')
      .select(({ fn }) => [
        fn.countAll<number>().filterWhere(sql<boolean>`${free} and not (${later})`).as('waiting'),
        fn.countAll<number>().filterWhere(later).as('scheduled'),
        fn.countAll<number>().filterWhere('lease_until', '>', now).as('running'),
        fn.countAll<number>().filterWhere('due_at', 'is', null).as('setAside'),
        fn.min<number | null>('due_at').filterWhere(free).as('due'),
      ])
      .executeTakeFirstOrThrow();
    return { waiting, scheduled, running, setAside, oldest: Math.max(0, now - (due ?? now)) };
  }

  async due(within: string, kinds: readonly Subject['kind'][]): Promise<number> {
    const isOf = (kind: string) => sql<boolean>`key like ${`${within.toLowerCase()}% ${kind}`}`;
    const row = await this.#store.db
      .selectFrom('work')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where((is) =>
        is.or([is('due_at', '<=', this.#clock.now()), is.and([is('due_at', 'is not', null), is('attempts', '>', 0)])]),
      )
      .where((eb) => eb.or(kinds.map(isOf)))
      .executeTakeFirstOrThrow();
    return row.count;
  }

  onWork(wake: () => void): void {
    this.#wakes.push(wake);
  }

  async prune(before: number): Promise<void> {
    const { db } = this.#store;
    const old = db.selectFrom('delivery').select('id').where('at', '<', Math.ceil(before)).limit(PRUNED_AT_ONCE);
    let pruned: bigint;
    do {
      pruned = (await db.deleteFrom('delivery').where('id', 'in', old).executeTakeFirst()).numDeletedRows;
    } while (pruned === BigInt(PRUNED_AT_ONCE));
  }

  /** Resolves once everything asked for so far is committed or refused. */
  settled(): Promise<void> {
    return this.#askings.settled();
  }

  async #commit(askings: readonly Asking[]): Promise<boolean[]> {
    const isNew = await this.#store.commit(askings, { teller: this.#teller, now: this.#clock.now() });
    if (isNew.includes(true)) this.#wake();
    return isNew;
  }

  /** Later, so that a fault of whoever is woken is not taken for a failed commit. */
  #wake(): void {
    for (const wake of this.#wakes) queueMicrotask(wake);
  }
}

/** A reason may quote anything; it must not keep a job from being let go. */
const reasonOf = (text: string): string => cut(storable(text), 1_000);
