import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Committing } from './commit-in-thread.ts';

/** What the thread of the embedded database is started with. */
export interface Opening {
  file: string;
  /** Said to SQLite once, when the file is opened. */
  pragmas: string;
}

export interface Statement {
  sql: string;
  parameters: readonly unknown[];
}

/** A statement, a group of askings, or the end. */
export type Ask = Statement | { commit: Committing } | 'close';

export type Answer =
  | { rows: unknown[]; changes: number | undefined }
  | { error: { name: string; message: string; code?: string | undefined; errcode?: number | undefined } };

export type Answered = Exclude<Answer, { error: object }>;

interface Waiting {
  resolve(answer: Answered): void;
  reject(error: unknown): void;
}

/**
 * The way to the embedded database, which lives in a thread of its own: nobody who asks this process for something waits
 * for its disk. Answers come in the order in which it was asked.
 */
export class SqliteLink {
  readonly #thread: Worker;
  readonly #waiting: Waiting[] = [];
  #lost: Error | undefined;

  constructor(opening: Opening) {
    // The same source serves as it is and compiled.
    const script = new URL(`./sqlite-thread${extname(import.meta.url)}`, import.meta.url);
    this.#thread = new Worker(script, { workerData: opening, execArgv: ['--disable-warning=ExperimentalWarning'] });
    this.#thread.on('message', (answer: Answer) => this.#settle(answer));
    this.#thread.on('error', (error) => this.#lose(error));
    this.#thread.on('exit', () => this.#lose(new Error('the thread of the database has ended')));
    // A database that is open keeps no process alive; what it is asked does.
    this.#thread.unref();
  }

  ask(ask: Exclude<Ask, 'close'>): Promise<Answered> {
    return new Promise((resolve, reject) => {
      if (this.#lost !== undefined) return reject(this.#lost);
      this.#thread.postMessage(ask);
      if (this.#waiting.push({ resolve, reject }) === 1) this.#thread.ref();
    });
  }

  /** Resolves once the file is closed. */
  async close(): Promise<void> {
    if (this.#lost !== undefined) return;
    this.#thread.ref();
    this.#thread.postMessage('close');
    await new Promise((resolve) => this.#thread.once('exit', resolve));
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#thread.unref();
    if ('error' in answer) waiting?.reject(errorOf(answer.error));
    else waiting?.resolve(answer);
  }

  #lose(error: Error): void {
    this.#lost ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#lost);
  }
}

/** An error as it was thrown in the thread: on their way here, errors lose what SQLite calls them. */
function errorOf({ name, message, code, errcode }: Extract<Answer, { error: object }>['error']): Error {
  const error = name === 'TypeError' ? new TypeError(message) : new Error(message);
  return Object.assign(error, { code, errcode });
}
