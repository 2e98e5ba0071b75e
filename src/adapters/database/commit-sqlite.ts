import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { EventFact } from '../../model/event.ts';
import { keyOf, type Subject } from '../../model/ref.ts';
import type { Wanted } from '../../ports.ts';
import { type Asking, type Commit, orAskAgain, type Teller } from './commit.ts';
import type { Tables } from './tables.ts';

/** SQLite has no statement that writes several tables, and needs none: it answers within this process. */
export const commitToSqlite: Commit = (db, askings, by) =>
  db.transaction().execute(async (trx) => {
    const unseen = await rememberDeliveries(trx, askings, by.now);
    // Deleting answers `true` once, so a delivery that came twice in this group counts once.
    const isNew = askings.map(({ delivery }) => delivery === undefined || unseen.delete(delivery));
    const wanted = askings.flatMap((asking, index) =>
      isNew[index] ? asking.wanted.map((one) => ({ ...one, delivery: asking.delivery })) : [],
    );
    await saveWork(trx, merge(wanted, by.now), by);
    return isNew;
  });

async function rememberDeliveries(trx: Transaction<Tables>, askings: readonly Asking[], at: number) {
  const ids = new Set(askings.flatMap(({ delivery }) => (delivery === undefined ? [] : delivery)));
  if (ids.size === 0) return ids;
  const { rows } = await sql<{ id: string }>`
    insert into delivery (id, at) select value, cast(${at} as bigint) from ${each([...ids])} where true
    on conflict (id) do nothing returning id`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}

interface MergedWork {
  key: string;
  subject: Subject;
  delivery: string | undefined;
  due: number;
  facts: EventFact[];
}

/** One piece of work per subject: the earliest due time, the newest spelling, and all facts. */
function merge(wanted: readonly (Wanted & { delivery: string | undefined })[], now: number): MergedWork[] {
  const merged = new Map<string, MergedWork>();
  for (const { subject, delivery, facts = [], after = 0, notBefore = now + after } of wanted) {
    const key = keyOf(subject);
    const work = merged.get(key) ?? { key, subject, delivery, due: Number.POSITIVE_INFINITY, facts: [] };
    merged.set(key, work);
    work.subject = subject;
    work.delivery = delivery ?? work.delivery;
    work.due = Math.min(work.due, Math.ceil(notBefore));
    work.facts.push(...facts);
  }
  return [...merged.values()];
}

async function saveWork(trx: Transaction<Tables>, work: readonly MergedWork[], { teller, now }: Teller): Promise<void> {
  const asking = work.map(({ key, subject, due, facts, delivery }) => [
    ...[key, JSON.stringify(subject), due, facts.length, delivery],
  ]);
  const { rows } = await sql<{ key: string; asked: number }>`
    insert into work (key, subject, due_at, asked, since, teller, delivery)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, cast(${now} as bigint), ${teller}, value ->> 4 from ${each(asking)} where true
    ${orAskAgain}`.execute(trx);
  const asked = new Map(rows.map((row) => [row.key, row.asked]));
  const facts = work.flatMap(({ key, facts }) =>
    facts.map((fact, position) => [key, asked.get(key) ?? 0, position, JSON.stringify(fact)]),
  );
  if (facts.length === 0) return;
  await sql`
    insert into fact (key, asked, position, json)
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from ${each(facts)}`.execute(trx);
}

/** Rows as one parameter: the statement's text stays the same however many there are, so it is prepared once. */
const each = (rows: readonly unknown[]): RawBuilder<unknown> => sql`json_each(${JSON.stringify(rows)})`;
