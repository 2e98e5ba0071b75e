import { type Kysely, sql, type Transaction } from 'kysely';
import type { EventFact } from '../../model/event.ts';
import { keyOf, type Subject } from '../../model/ref.ts';
import type { Wanted } from '../../ports.ts';
import { given } from './rows.ts';
import type { Tables } from './tables.ts';

/** Work asked for, by a webhook delivery or by ourselves. */
export interface Asking {
  delivery?: string;
  wanted: readonly Wanted[];
}

/** Rows of one statement: well below both databases' limits on parameters. */
const ROWS = 500;

/**
 * Commits a group of askings in one transaction, and tells of each whether it was new. Rows are written in the order of
 * their keys, by every replica, so that two of them never wait for one another.
 */
export function commitAskings(db: Kysely<Tables>, askings: readonly Asking[], now: number): Promise<boolean[]> {
  return db.transaction().execute(async (trx) => {
    const unseen = await rememberDeliveries(trx, askings, now);
    // Deleting answers `true` once, so a delivery that came twice in this group counts once.
    const isNew = askings.map(({ delivery }) => delivery === undefined || unseen.delete(delivery));
    const work = merge(
      askings.flatMap(({ wanted }, index) => (isNew[index] ? wanted : [])),
      now,
    );
    for (const some of inChunks(work)) await saveWork(trx, some, now);
    return isNew;
  });
}

async function rememberDeliveries(trx: Transaction<Tables>, askings: readonly Asking[], at: number) {
  const ids = new Set(askings.flatMap(({ delivery }) => (delivery === undefined ? [] : delivery)));
  if (ids.size === 0) return ids;
  const deliveries = given(
    trx,
    { id: 'text' },
    [...ids].map((id) => ({ id })),
  );
  const { rows } = await sql<{ id: string }>`
    insert into delivery (id, at) select given.id, cast(${at} as bigint) from ${deliveries} where true order by given.id
    on conflict (id) do nothing returning id`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}

interface MergedWork {
  key: string;
  subject: Subject;
  due: number;
  facts: EventFact[];
}

/** One piece of work per subject, in the order of keys: the earliest due time, the newest spelling, and all facts. */
function merge(wanted: readonly Wanted[], now: number): MergedWork[] {
  const merged = new Map<string, MergedWork>();
  for (const { subject, facts = [], notBefore = now } of wanted) {
    const key = keyOf(subject);
    const work = merged.get(key) ?? { key, subject, due: Number.POSITIVE_INFINITY, facts: [] };
    merged.set(key, work);
    work.subject = subject;
    work.due = Math.min(work.due, Math.ceil(notBefore));
    work.facts.push(...facts);
  }
  return [...merged.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Asks for work, then adds its facts: the row of the work stays locked meanwhile, which keeps facts in order. */
async function saveWork(trx: Transaction<Tables>, work: readonly MergedWork[], now: number): Promise<void> {
  const columns = { key: 'text', subject: 'text', due_at: 'bigint' } as const;
  const asking = work.map(({ key, subject, due }) => ({ key, subject: JSON.stringify(subject), due_at: due }));
  const { rows } = await sql<{ key: string; asked: number }>`
    insert into work (key, subject, due_at, since)
    select given.key, given.subject, given.due_at, cast(${now} as bigint) from ${given(trx, columns, asking)}
    where true order by given.key
    on conflict (key) do update set ${askedAgain} returning key, asked`.execute(trx);
  const asked = new Map(rows.map((row) => [row.key, row.asked]));
  const facts = work.flatMap(({ key, facts }) =>
    facts.map((fact, position) => ({ key, asked: asked.get(key) ?? 0, position, json: JSON.stringify(fact) })),
  );
  for (const some of inChunks(facts)) await trx.insertInto('fact').values(some).execute();
}

/**
 * What another asking changes, where `excluded.since` is now. Set aside (never due): it lives again. Running: the next
 * run is noted beside. Failed and not due yet: nothing is hastened. Else: the earlier due time.
 */
const askedAgain = sql`
  subject = excluded.subject,
  asked = work.asked + 1,
  due_at = case
    when work.due_at is null then excluded.due_at
    when work.holder is not null then work.due_at
    when work.attempts > 0 and work.due_at > excluded.since then work.due_at
    when work.due_at < excluded.due_at then work.due_at
    else excluded.due_at end,
  since = case when work.due_at is null then excluded.since else work.since end,
  again_due_at = case
    when work.holder is null then null
    when work.again_due_at < excluded.due_at then work.again_due_at
    else excluded.due_at end,
  again_since = case
    when work.holder is null then null
    else coalesce(work.again_since, excluded.since) end`;

function* inChunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += ROWS) yield rows.slice(start, start + ROWS);
}
