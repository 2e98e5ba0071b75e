import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject } from 'vitest';
import { type Database, openDatabase, type Place } from '../../../src/adapters/database/open.ts';
import type { Subject } from '../../../src/model/ref.ts';
import type { Job, Wanted } from '../../../src/ports/queue.ts';

/** Where a new, empty database lives. */
export type NewPlace = () => Promise<Place & { remove(): Promise<void> }>;

export async function newDirectory() {
  const directory = await mkdtemp(join(tmpdir(), 'truenorth-database-'));
  return { directory, remove: () => rm(directory, { recursive: true }) };
}

/** One PostgreSQL database for a test file, emptied each time: to make one takes longer than most tests. */
export async function newPostgres() {
  ownDatabase ??= createDatabase();
  const url = await ownDatabase;
  await execute(url, 'drop schema public cascade; create schema public');
  return { url, directory: '', remove: async () => undefined };
}

let ownDatabase: Promise<string> | undefined;

async function createDatabase() {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `test_${randomUUID().replaceAll('-', '')}`;
  await execute(inject('postgresUrl'), `create database ${url.pathname.slice(1)}`);
  return url.href;
}

async function execute(connectionString: string, statements: string) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(statements);
  await client.end();
}

/** Does something to a database that Truenorth itself would not do. */
export async function change({ url, directory }: Place, statements: string) {
  if (url !== undefined) return execute(url, statements);
  const database = new DatabaseSync(join(directory, 'truenorth.sqlite'));
  database.exec(statements);
  database.close();
}

/** Both databases, for `describe.each`. */
export const databases: readonly (readonly [string, NewPlace])[] = [
  ['SQLite', newDirectory],
  ['PostgreSQL', newPostgres],
];

/** A clock that stands still until it is told otherwise. */
export class StillClock {
  at = Date.UTC(2026, 10, 23, 9);

  now() {
    return this.at;
  }

  /** Lets `ms` go by. */
  pass(ms: number) {
    this.at += ms;
  }
}

export const repo = { installation: 7, owner: 'Acme', name: 'api' };

export const pull = (number: number): Subject & { kind: 'pull' } => ({ kind: 'pull', repo, number });

/** Work on a pull request, with facts that are told apart by their label. */
export const wanted = (number: number, ...labels: string[]): Wanted => ({
  subject: pull(number),
  facts: labels.map((label) => ({ kind: 'label', label, set: true, by: 'person', at: '2026-11-23T09:00:00Z' })),
});

/** How long a holder keeps a job in these tests, ms. */
export const LEASE = 60_000;

/** What tells the job's facts apart. */
export const labels = (job: Job | undefined) =>
  job?.facts.flatMap((fact) => (fact.kind === 'label' ? fact.label : [])) ?? [];

/** Gives every test of a `describe` an empty database, and the words to ask it. */
export function withDatabase(newPlace: NewPlace) {
  const clock = new StillClock();
  let place: Awaited<ReturnType<NewPlace>>;
  let database: Database;

  beforeEach(async () => {
    place = await newPlace();
    database = await openDatabase(place, clock);
  });
  afterEach(async () => {
    await database.close();
    await place.remove();
  });

  const takeAll = () => database.queue.take(10, LEASE);
  return {
    clock,
    database: () => database,
    queue: () => database.queue,
    ledger: () => database.ledger,
    history: () => database.history,
    /** The keys of what is due, which is taken by asking. */
    due: async () => (await takeAll()).map((job) => job.key),
    /** Takes the only job that is due. */
    takeOne: async (): Promise<Job> => {
      const [job, ...others] = await takeAll();
      expect(others).toEqual([]);
      if (job === undefined) throw new Error('nothing is due');
      return job;
    },
  };
}
