import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Ask, Opening, Statement } from './sqlite-link.ts';

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
      return 'together' in ask ? open.together(ask.together) : open.run(ask);
    } catch (error) {
      const { name, message, code, errcode } = error as Error & { code?: string; errcode?: number };
      return { error: { name, message, code, errcode } };
    }
  }
}

class Connection {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(file: string, pragmas: string) {
    this.#database = new DatabaseSync(file, { timeout: 5_000, enableForeignKeyConstraints: true });
    this.#database.exec(pragmas);
  }

  run({ sql, parameters }: Statement): Exclude<Answer, { error: object }> {
    // On a full disk SQLite has rolled back by itself; then it is the first error that tells what is wrong.
    if (sql === 'rollback' && !this.#database.isTransaction) return { rows: [], changes: 0 };
    const statement = this.#statement(sql);
    if (statement.columns().length > 0)
      return { rows: statement.all(...(parameters as SQLInputValue[])), changes: undefined };
    return { rows: [], changes: Number(statement.run(...(parameters as SQLInputValue[])).changes) };
  }

  /** All of them or none; answers as the last of them does. */
  together(statements: readonly Statement[]): Exclude<Answer, { error: object }> {
    this.#database.exec('begin immediate');
    try {
      const answers = statements.map((statement) => this.run(statement));
      this.#database.exec('commit');
      return answers.at(-1) ?? { rows: [], changes: 0 };
    } catch (error) {
      this.run({ sql: 'rollback', parameters: [] });
      throw error;
    }
  }

  #statement(sql: string): StatementSync {
    const statement = this.#prepared.get(sql) ?? this.#database.prepare(sql);
    // Set anew, so that the first of the map is the one unused for longest.
    this.#prepared.delete(sql);
    this.#prepared.set(sql, statement);
    if (this.#prepared.size > STATEMENTS) this.#prepared.delete(this.#prepared.keys().next().value as string);
    return statement;
  }

  close(): void {
    this.#database.close();
  }
}

serve(workerData as Opening);
