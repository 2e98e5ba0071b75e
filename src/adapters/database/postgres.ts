import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { MINUTE } from '../../model/time.ts';
import { committingToPostgres } from './commit-postgres.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** SQLSTATE classes in which a value is the cause: data exception, integrity violation, program limit exceeded. */
const REFUSED_VALUE = /^(22|23|54)/;
/** The SQLSTATE of a disk that is full. */
const FULL = '53100';

/** How many connections the work of a process shares. */
const CONNECTIONS = 10;
/** One that nobody used for so long is closed, ms: opening ten and planning on them is what a burst after a quiet minute waits for. */
const IDLE = 10 * MINUTE;

/** Connections to a PostgreSQL that any number of replicas may share. Connects when it is first used. */
export function openPostgres(url: string): Store {
  const db = pooled(url, { max: CONNECTIONS, idleTimeoutMillis: IDLE });
  // Deliveries wait for none of the work's connections, nor for PostgreSQL to plan their statement on a new one.
  const intake = pooled(url, { max: 1, idleTimeoutMillis: 0 });
  return {
    db,
    commit: committingToPostgres(intake),
    async close() {
      await Promise.all([db.destroy(), intake.destroy()]);
    },
    replicated: true,
    refusedValue: (error) =>
      error instanceof TypeError || (error instanceof pg.DatabaseError && REFUSED_VALUE.test(error.code ?? '')),
    lacksRoom: (error) => error instanceof pg.DatabaseError && error.code === FULL,
  };
}

function pooled(url: string, some: pg.PoolConfig): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'truenorth',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    types: { getTypeParser },
    Client: PreparingClient,
    ...some,
  });
  // An idle connection broke. The pool replaces it, and whoever cannot get another one is told; unheard it would end us.
  pool.on('error', () => undefined);
  // One in use broke: its query, or the next one in its transaction, fails, and whoever asked is told so.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** Statements are known by name up to this many texts; what is asked in ever new words is not worth keeping. */
const NAMED = 100;
const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= NAMED) return known;
  names.set(text, `truenorth_${names.size}`);
  return names.get(text);
}

/** Names the statements that have parameters, so that each connection has PostgreSQL parse and plan them once. */
class PreparingClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const query = this.query.bind(this) as (...args: unknown[]) => unknown;
    const named = (text: unknown, values: unknown, ...rest: unknown[]): unknown => {
      const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
      return name === undefined ? query(text, values, ...rest) : query({ name, text, values }, ...rest);
    };
    Object.assign(this, { query: named });
  }
}

/** Times and counts fit a number, so int8 need not be text; set for this pool, since others may want it otherwise. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text');
