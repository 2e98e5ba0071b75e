import { sql } from 'kysely';
import type { History } from '../../ports/history.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { Queue } from '../../ports/queue.ts';
import type { Clock } from '../../ports/runtime.ts';
import { DatabaseHistory } from './history.ts';
import { DatabaseLedger } from './ledger.ts';
import { migrate } from './migrations.ts';
import { openPostgres } from './postgres.ts';
import { DatabaseQueue } from './queue.ts';
import { isIn, openSqlite } from './sqlite.ts';

/** Queue, ledger and history in one database. */
export interface Database {
  queue: Queue;
  ledger: Ledger;
  history: History;
  /** Rejects if the database does not answer or cannot be written, with `NoRoom` where that is why. */
  ping(): Promise<void>;
  /** Commits what was asked for, then lets go of the database; nothing can be asked for afterwards. */
  close(): Promise<void>;
}

/** The disk that the database is on is full. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
}

/** Anybody may ask whether the database can be written; it is tried this often at most, ms. */
const PING_EVERY = 2_000;
/** About what a delivery takes. */
const PING = 'room '.repeat(2_000);

/** Where the data lives: a PostgreSQL for any number of replicas, or else a directory for one process. */
export interface Place {
  url?: string | undefined;
  directory: string;
}

/** Whether there is an embedded database to be opened; whether there is a PostgreSQL, only opening it tells. */
export const isThere = ({ url, directory }: Place): boolean => url !== undefined || isIn(directory);

/** Opens the database and brings its tables up to date; rejects if it cannot be reached or written. */
export async function openDatabase({ url, directory }: Place, clock: Clock): Promise<Database> {
  const store = url === undefined ? openSqlite(directory) : openPostgres(url);
  const { db } = store;
  try {
    await migrate(db);
  } catch (error) {
    await store.close();
    throw error;
  }
  const queue = new DatabaseQueue(store, clock);
  const ledger = new DatabaseLedger(store);
  let pinged = Number.NEGATIVE_INFINITY;
  let pong = Promise.resolve();
  async function tryToWrite(): Promise<void> {
    try {
      await ledger.saveMark('ping', PING);
      await db.deleteFrom('mark').where('name', '=', 'ping').execute();
    } catch (error) {
      throw store.lacksRoom(error) ? new NoRoom('the disk is full', { cause: error }) : error;
    }
  }
  return {
    queue,
    ledger,
    history: new DatabaseHistory(store),
    async ping() {
      await sql`select 1`.execute(db);
      if (performance.now() - pinged > PING_EVERY) {
        pinged = performance.now();
        pong = tryToWrite();
      }
      await pong;
    },
    async close() {
      await queue.settled();
      await store.close();
    },
  };
}
