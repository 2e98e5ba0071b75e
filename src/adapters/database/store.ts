import type { Kysely } from 'kysely';
import type { Commit } from './commit.ts';
import type { Tables } from './tables.ts';

/** Either database, with the things in which they differ for queue and ledger. */
export interface Store {
  db: Kysely<Tables>;
  /** Commits askings, over a connection that nothing else uses where there is more than one. */
  commit: Commit;
  /** Lets go of all connections. */
  close(): Promise<void>;
  /** Others write at the same time, so rows are locked while they are chosen, and locked rows passed over. */
  replicated: boolean;
  /** The database refused a value, so that the same statement without that value may succeed. */
  refusedValue(error: unknown): boolean;
  /** The disk that the database is on is full. */
  lacksRoom(error: unknown): boolean;
}
