import { sql } from 'kysely';
import { keyOf } from '../../model/ref.ts';
import { storable } from '../../model/text.ts';
import type { Wanted } from '../../ports/queue.ts';

/** Work asked for, by a webhook delivery or by ourselves. */
export interface Asking {
  delivery?: string;
  wanted: readonly Wanted[];
}

/**
 * Commits a group of askings in one transaction, and tells of each whether it was new. Rows are written in the order of
 * their keys, by every replica, so that two of them never wait for one another.
 */
export type Commit = (askings: readonly Asking[], by: Teller) => Promise<boolean[]>;

/** The process that commits, and when, ms. */
export interface Teller {
  teller: string;
  now: number;
}

/**
 * The askings as JSON: a row for each piece of work, in the order in which it was asked for; of a delivery that came twice, the
 * first.
 */
export function jsonOf(askings: readonly Asking[], now: number): string {
  const first = new Map(askings.map((asking) => [asking.delivery, asking] as const).reverse());
  const rows = askings
    .filter((asking) => asking.delivery === undefined || first.get(asking.delivery) === asking)
    .flatMap(({ delivery, wanted }) => wanted.map((one) => ({ delivery, ...one })))
    .map(({ delivery, subject, facts = [], after = 0, notBefore = now + after }, nth) => ({
      ...{ nth, ours: delivery === undefined, delivery, key: keyOf(subject), subject: JSON.stringify(subject) },
      ...{ due_at: Math.ceil(notBefore), facts },
    }));
  const json = JSON.stringify(rows);
  return MAYBE_UNSTORABLE.test(json) ? JSON.stringify(rows, mended) : json;
}

/** One fact that the database does not take would keep its delivery from being taken in. */
const MAYBE_UNSTORABLE = /\\u(?:0000|d[89a-f])/i;
const mended = (_: string, value: unknown): unknown => (typeof value === 'string' ? storable(value) : value);

/** Of each asking whether it was new, by the deliveries that were seen before: mostly there are none. */
export function areNew(askings: readonly Asking[], deliveries: readonly { id: string }[]): boolean[] {
  const seen = new Set<string | undefined>(deliveries.map(({ id }) => id));
  return askings.map(({ delivery }) => {
    const isNew = delivery === undefined || !seen.has(delivery);
    // One that came twice in this group counts once.
    seen.add(delivery);
    return isNew;
  });
}

/**
 * What another asking changes, where `excluded.since` is now. Set aside (never due): it lives again. Running: the next
 * run is noted beside. Failed and not due yet: nothing is hastened. Else: the earlier due time. Told by another process, too:
 * neither has heard all of it.
 */
const askedAgain = sql`
  subject = excluded.subject,
  delivery = coalesce(excluded.delivery, work.delivery),
  asked = work.asked + excluded.asked,
  teller = case when work.teller = excluded.teller then work.teller end,
  due_at = case
    when work.due_at is null then excluded.due_at
    when work.holder is not null then work.due_at
    when work.attempts > 0 and work.due_at > excluded.since then work.due_at
    when work.due_at < excluded.due_at then work.due_at
    else excluded.due_at end,
  since = case when work.due_at is null then excluded.since else work.since end,
  attempts = case when work.due_at is null then 0 else work.attempts end,
  again_due_at = case
    when work.holder is null then null
    when work.again_due_at < excluded.due_at then work.again_due_at
    else excluded.due_at end,
  again_since = case
    when work.holder is null then null
    else coalesce(work.again_since, excluded.since) end`;

/** Whether it changes anything at all: mostly the work waits already, and its row need not be written anew, only locked. */
const isChange = sql`
  excluded.asked > 0 or work.holder is not null or work.due_at is null or work.due_at > excluded.due_at
  or work.subject <> excluded.subject or work.teller <> excluded.teller`;

/** The end of a statement that inserts work; answers the rows that it wrote. */
export const orAskAgain = sql`on conflict (key) do update set ${askedAgain} where ${isChange} returning key, asked`;
