import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { type Committing, commitAskings } from './commit-in-thread.ts';
import type { Answer, Answered, Ask, Opening, Statement } from './sqlite-link.ts';

/** How many prepared statements are kept. */
const STATEMENTS = 200;

/** What runs in the thread of the embedded database: it does what it is asked, one asking after the other. */
function serve({ file, pragmas }: Opening): void {
  const port = parentPort;
  if (port === null) throw new Error('this is to be started as a thread');
  let open: Connection | undefined;
  port.on('message', (ask: Ask) => {
    if (ask === 'close') {
      open?.close();
      return port.close();
    }
    port.postMessage(answerTo(ask));
  });

  function answerTo(ask: Exclude<Ask, 'close'>): Answer {
    try {
      open ??= new Connection(file, pragmas);
      return 'commit' in ask ? open.commit(ask.commit) : open.run(ask);
    } catch (error) {
      const { name, message, code, errcode } = error as Error & { code?: string; errcode?: number };
      return { error: { name, message, code, errcode } };
    }
  }
}

interface Prepared {
  statement: StatementSync;
  answersRows: boolean;
}

const asPrepared = (statement: StatementSync): Prepared => ({
  statement,
  answersRows: statement.columns().length > 0,
});

class Connection {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  constructor(file: string, pragmas: string) {
    this.#database = new DatabaseSync(file, { timeout: 5_000, enableForeignKeyConstraints: true });
    this.#database.exec(pragmas);
  }

  run({ sql, parameters }: Statement): Answered {
    // On a full disk SQLite has rolled back by itself; then it is the first error that tells what is wrong.
    if (sql === 'rollback' && !this.#database.isTransaction) return { rows: [], changes: 0 };
    const { statement, answersRows } = this.#prepare(sql);
    const values = parameters as SQLInputValue[];
    if (answersRows) return { rows: statement.all(...values), changes: undefined };
    return { rows: [], changes: Number(statement.run(...values).changes) };
  }

  /** All of it or nothing; answers the deliveries that were seen before. */
  commit(committing: Committing): Answered {
    this.#database.exec('begin immediate');
    try {
      const rows = commitAskings(committing, (sql) => this.#prepare(sql).statement);
      this.#database.exec('commit');
      return { rows, changes: undefined };
    } catch (error) {
      this.run({ sql: 'rollback', parameters: [] });
      throw error;
    }
  }

  #prepare(sql: string): Prepared {
    const prepared = this.#prepared.get(sql) ?? asPrepared(this.#database.prepare(sql));
    // Set anew, so that the first of the map is the one unused for longest.
    this.#prepared.delete(sql);
    this.#prepared.set(sql, prepared);
    if (this.#prepared.size > STATEMENTS) this.#prepared.delete(this.#prepared.keys().next().value as string);
    return prepared;
  }

  close(): void {
    this.#database.close();
  }
}

serve(workerData as Opening);
