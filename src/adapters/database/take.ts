import { randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { EventFact } from '../../model/event.ts';
import type { Subject } from '../../model/ref.ts';
import type { Job } from '../../ports/queue.ts';
import type { Teller } from './commit.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** What work looks like once its holder let go. */
export const released = { holder: null, lease_until: null, again_due_at: null, again_since: null };

/** The row of a job, as long as this taking of it holds. */
export const heldBy = (db: Kysely<Tables>, job: Job) =>
  db.updateTable('work').where('key', '=', job.key).where('holder', '=', job.token);

/** Takes up to `limit` due jobs that nobody holds, the longest due first, but none of some owners', until the time `until`. */
export function takeDue(
  { db, replicated }: Store,
  { limit, butOf }: { limit: number; butOf: readonly string[] },
  { teller, now, until }: Teller & { until: number },
): Promise<Job[]> {
  return db.transaction().execute(async (trx) => {
    const due = await trx
      .selectFrom('work')
      .select('key')
      .where('due_at', '<=', now)
      .where((is) => is.or([is('lease_until', 'is', null), is('lease_until', '<=', now)]))
      .where((is) =>
        is.and(
          butOf.flatMap((owner) => [
            is('key', '!=', owner),
            is('key', 'not like', `${owner}/%`),
            is('key', 'not like', `${owner} %`),
          ]),
        ),
      )
      .orderBy('due_at')
      .limit(limit)
      .$if(replicated, (query) => query.forUpdate().skipLocked())
      .execute();
    if (due.length === 0) return [];
    // These rows are locked now, so whoever brings them facts waits until this taking is committed.
    const keys = due.map(({ key }) => key);
    const rows = await hold(trx, keys, until);
    const facts = await factsOf(trx, keys);
    return keys.map((key) => jobOf(rows.get(key), facts.get(key) ?? [], teller));
  });
}

/** Work that is still held was given up by a holder whose lease is over: that counts as a failure. */
async function hold(trx: Transaction<Tables>, keys: readonly string[], until: number) {
  const rows = await trx
    .updateTable('work')
    .set({
      ...released,
      taken: sql`asked`,
      attempts: sql`case when holder is null then attempts else attempts + 1 end`,
      holder: randomUUID(),
      lease_until: until,
    })
    .where('key', 'in', keys)
    // By name: a statement that PostgreSQL has planned fails once `*` means a column more, as a newer version may add.
    .returning(['key', 'subject', 'attempts', 'since', 'holder', 'delivery', 'teller'])
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}

async function factsOf(trx: Transaction<Tables>, keys: readonly string[]) {
  const rows = await trx
    .selectFrom('fact')
    .select(['key', 'json'])
    .where('key', 'in', keys)
    .orderBy('asked')
    .orderBy('position')
    .execute();
  return Map.groupBy(rows, ({ key }) => key);
}

type Held = Pick<
  Selectable<Tables['work']>,
  'key' | 'subject' | 'attempts' | 'since' | 'holder' | 'delivery' | 'teller'
>;

function jobOf(row: Held | undefined, facts: readonly { json: string }[], teller: string): Job {
  if (row?.holder == null) throw new Error('work vanished while its row was locked');
  return {
    key: row.key,
    subject: JSON.parse(row.subject) as Subject,
    facts: facts.map(({ json }) => JSON.parse(json) as EventFact),
    attempts: row.attempts,
    since: row.since,
    token: row.holder,
    delivery: row.delivery ?? undefined,
    heardAll: row.teller === teller,
  };
}
