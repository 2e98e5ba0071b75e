import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openPostgres } from '../../../src/adapters/database/postgres.ts';
import { newPostgres } from './databases.ts';

test('a connection that PostgreSQL breaks while a transaction thinks fails that transaction, and nothing else', async () => {
  const { url } = await newPostgres();
  const [one, other] = [openPostgres(url), openPostgres(url)];
  const broken = one.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other.db);
    // Nothing is asked on the connection when it ends, so nobody is told by an answer.
    await pause(100);
    await sql`select 1`.execute(trx);
  });
  await expect(broken).rejects.toThrow();
  expect((await sql`select 1 as one`.execute(one.db)).rows).toEqual([{ one: 1 }]);
  await Promise.all([one.db.destroy(), other.db.destroy()]);
});
