import { CompiledQuery, type Kysely, sql } from 'kysely';
import { areNew, type Commit, jsonOf, orAskAgain } from './commit.ts';
import type { Committing } from './commit-in-thread.ts';
import type { Tables } from './tables.ts';

/** One message to the database's thread: the askings as JSON, and the statements that take in one of them. */
export function committingToSqlite(db: Kysely<Tables>): Commit {
  const statements: Committing['statements'] = {
    delivery: 'insert into delivery (id, at) values (?, ?) on conflict (id) do nothing',
    work: sql`insert into work (key, subject, due_at, asked, since, teller, delivery) values (?, ?, ?, ?, ?, ?, ?)
      ${orAskAgain}`.compile(db).sql,
    fact: 'insert into fact (key, asked, position, json) values (?, ?, ?, ?)',
  };
  return async (askings, { teller, now }) => {
    const commit: Committing = { askings: jsonOf(askings, now), teller, now, statements };
    const { rows } = await db.executeQuery<{ id: string }>({ ...CompiledQuery.raw(''), commit } as Committed);
    return areNew(askings, rows);
  };
}

/** A query that is the commit of a group of askings. */
export interface Committed extends CompiledQuery {
  commit: Committing;
}
