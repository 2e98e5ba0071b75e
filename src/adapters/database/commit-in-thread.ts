import type { StatementSync } from 'node:sqlite';
import type { Teller } from './commit.ts';

/** A group of askings, as `jsonOf` tells them, and the statements for each of them, as text. */
export interface Committing extends Teller {
  askings: string;
  statements: { delivery: string; work: string; fact: string };
}

/** One piece of work that is asked for: by a delivery or, without one, by ourselves. */
interface Asked {
  delivery?: string | undefined;
  key: string;
  subject: string;
  due_at: number;
  facts: readonly unknown[];
}

/**
 * Takes a group of askings in, within a transaction; answers the deliveries that were seen before. A statement for each
 * row costs the thread less than half of what one for all of them does, which reads them as JSON again for every column.
 */
export function commitAskings(
  { askings, teller, now, statements }: Committing,
  prepare: (sql: string) => StatementSync,
): { id: string }[] {
  const [delivery, work, fact] = [prepare(statements.delivery), prepare(statements.work), prepare(statements.fact)];
  const news = new Map<string, boolean>();
  const isNew = (id: string): boolean => {
    const known = news.get(id) ?? Number(delivery.run(id, now).changes) > 0;
    news.set(id, known);
    return known;
  };
  const all = JSON.parse(askings) as Asked[];
  const fresh = all.filter((one) => one.delivery === undefined || isNew(one.delivery));
  for (const { delivery: id, key, subject, due_at: dueAt, facts } of together(fresh)) {
    // Nothing is answered where nothing had to be changed; whoever brings facts changes something.
    const row = work.get(key, subject, dueAt, facts.length, now, teller, id ?? null);
    for (const [position, one] of facts.entries()) fact.run(key, row?.asked ?? null, position, JSON.stringify(one));
  }
  return [...news].flatMap(([id, known]) => (known ? [] : { id }));
}

/** One asking for each piece of work: all facts in their order, the earliest time, and the last subject and delivery. */
function together(askings: readonly Asked[]): Iterable<Asked> {
  const byKey = new Map<string, Asked>();
  for (const one of askings) {
    const before = byKey.get(one.key);
    const merged = before && {
      ...{ key: one.key, subject: one.subject, due_at: Math.min(before.due_at, one.due_at) },
      ...{ delivery: one.delivery ?? before.delivery, facts: [...before.facts, ...one.facts] },
    };
    byKey.set(one.key, merged ?? one);
  }
  return byKey.values();
}
