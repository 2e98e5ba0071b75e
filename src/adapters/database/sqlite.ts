import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import { commitToSqlite } from './commit-sqlite.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** How many prepared statements are kept; the statements of a group differ with its size. */
const STATEMENTS = 200;

/** SQLite's primary result codes for a value that is too big, violates a constraint, or is of the wrong type. */
const REFUSED_VALUE = new Set([18, 19, 20]);
/** The one for a disk that is full. */
const FULL = 13;

const codeOf = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;

const fileIn = (directory: string): string => join(directory, 'truenorth.sqlite');

/** Whether there is an embedded database in a directory. */
export const isIn = (directory: string): boolean => existsSync(fileIn(directory));

/** Opens the embedded database in a directory, which is made if need be. A commit survives the process and the power. */
export function openSqlite(directory: string): Store {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(fileIn(directory), {
    timeout: 5_000,
    enableForeignKeyConstraints: true,
  });
  database.exec('pragma journal_mode = wal; pragma synchronous = full');
  return {
    db: new Kysely<Tables>({ dialect: new EmbeddedDialect(database) }),
    commit: commitToSqlite,
    replicated: false,
    refusedValue: (error) => error instanceof TypeError || REFUSED_VALUE.has(codeOf(error) ?? 0),
    lacksRoom: (error) => codeOf(error) === FULL,
  };
}

class EmbeddedDialect extends SqliteDialect {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    super({ database: asKyselyWants(database) });
    this.#database = database;
  }

  override createDriver() {
    return new ImmediateDriver(this.#database);
  }

  override createAdapter() {
    return new TransactionalAdapter();
  }
}

/** Asks for the write lock at once: a reader that becomes a writer would fail, not wait, if another process wrote. */
class ImmediateDriver extends SqliteDriver {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    super({ database: asKyselyWants(database) });
    this.#database = database;
  }

  override async beginTransaction(connection: DatabaseConnection) {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** On a full disk SQLite has rolled back by itself; then it is the first error that tells what is wrong. */
  override async rollbackTransaction(connection: DatabaseConnection) {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }
}

/** SQLite does roll back the creation of tables; kysely's default would leave half of a migration after a crash. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }
}

function asKyselyWants(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = prepared.get(sql) ?? prepare(database, sql);
      // Set anew, so that the first of the map is the one unused for longest.
      prepared.delete(sql);
      prepared.set(sql, statement);
      if (prepared.size > STATEMENTS) prepared.delete(prepared.keys().next().value as string);
      return statement;
    },
  };
}

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
  };
}
