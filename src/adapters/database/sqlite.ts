import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { type Committed, committingToSqlite } from './commit-sqlite.ts';
import { type Answered, type Opening, SqliteLink, type Statement } from './sqlite-link.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** SQLite's primary result codes for a value that is too big, violates a constraint, or is of the wrong type. */
const REFUSED_VALUE = new Set([18, 19, 20]);
/** The one for a disk that is full. */
const FULL = 13;

/** A commit survives the process and the power. */
const PRAGMAS = 'pragma journal_mode = wal; pragma synchronous = full';

const codeOf = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;

const fileIn = (directory: string): string => join(directory, 'truenorth.sqlite');

/** Whether there is an embedded database in a directory. */
export const isIn = (directory: string): boolean => existsSync(fileIn(directory));

/** The embedded database in a directory, which is made if need be. The file is opened by the first statement. */
export function openSqlite(directory: string): Store {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const db = new Kysely<Tables>({ dialect: threaded({ file: fileIn(directory), pragmas: PRAGMAS }) });
  return {
    db,
    commit: committingToSqlite(db),
    close: () => db.destroy(),
    replicated: false,
    refusedValue: (error) => error instanceof TypeError || REFUSED_VALUE.has(codeOf(error) ?? 0),
    lacksRoom: (error) => codeOf(error) === FULL,
  };
}

/** Kysely's SQLite, in a thread of its own. */
const threaded = (opening: Opening): Dialect => ({
  createDriver: () => new ThreadedDriver(new SqliteLink(opening)),
  createAdapter: () => new TransactionalAdapter(),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createIntrospector: (db) => new SqliteIntrospector(db),
});

/** SQLite does roll back the creation of tables; kysely's default would leave half of a migration after a crash. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }
}

/** One connection, which kysely lends to one at a time. */
class ThreadedDriver implements Driver {
  readonly #link: SqliteLink;
  readonly #connection: DatabaseConnection;

  constructor(link: SqliteLink) {
    this.#link = link;
    this.#connection = new ThreadedConnection(link);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  /** Asks for the write lock at once: a reader that becomes a writer would fail, not wait, if another process wrote. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async releaseConnection(): Promise<void> {}

  destroy(): Promise<void> {
    return this.#link.close();
  }
}

class ThreadedConnection implements DatabaseConnection {
  readonly #link: SqliteLink;

  constructor(link: SqliteLink) {
    this.#link = link;
  }

  async executeQuery<Row>(query: CompiledQuery | Committed): Promise<QueryResult<Row>> {
    const { rows, changes } = await this.#ask(query);
    return { rows: rows as Row[], ...(changes === undefined ? {} : { numAffectedRows: BigInt(changes) }) };
  }

  #ask(query: CompiledQuery | Committed): Promise<Answered> {
    return this.#link.ask('commit' in query ? { commit: query.commit } : statementOf(query));
  }

  streamQuery(): never {
    throw new Error('the embedded database answers whole');
  }
}

const statementOf = ({ sql, parameters }: CompiledQuery): Statement => ({ sql, parameters });
