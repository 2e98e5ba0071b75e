import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Store, Tables } from './tables.ts';

/** SQLSTATE classes in which a value is the cause: data exception, integrity violation, program limit exceeded. */
const REFUSED_VALUE = /^(22|23|54)/;

/** A pool of connections to a PostgreSQL that any number of replicas may share. Connects when it is first used. */
export function openPostgres(url: string): Store {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'truenorth',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    types: { getTypeParser },
  });
  // An idle connection broke. The pool replaces it, and whoever cannot get another one is told; unheard it would end us.
  pool.on('error', () => undefined);
  return {
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    replicated: true,
    refusedValue: (error) =>
      error instanceof TypeError || (error instanceof pg.DatabaseError && REFUSED_VALUE.test(error.code ?? '')),
  };
}

/** Times and counts fit a number, so int8 need not be text; set for this pool, since others may want it otherwise. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text');
