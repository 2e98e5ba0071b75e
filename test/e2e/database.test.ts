import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import { SqliteLink } from '../../src/adapters/database/sqlite-link.ts';
import type { Pull } from '../../src/sandbox/github/entities.ts';
import { change, newPostgres } from '../adapters/database/databases.ts';
import { lines, type Playground, startPlayground, until } from '../support/playground.ts';

let play: Playground | undefined;
afterEach(async () => {
  vi.restoreAllMocks();
  await play?.close();
});

interface Trouble {
  databaseUrl?: string;
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** The embedded database's file may grow no further, as its own connection is told. */
async function embedded(): Promise<Trouble> {
  const asked = vi.spyOn(SqliteLink.prototype, 'ask');
  const limit = async (pages: number) => {
    const link = asked.mock.contexts.at(-1) as SqliteLink | undefined;
    await link?.ask({ sql: `pragma max_page_count = ${pages}`, parameters: [] });
  };
  return { begin: () => limit(1), end: () => limit(1_000_000) };
}

const TABLES = ['delivery', 'work', 'fact', 'mark'];

/** PostgreSQL says of every new row what it says where there is no room for it. */
async function postgres(): Promise<Trouble> {
  const place = await newPostgres();
  const all = (statement: (table: string) => string) => change(place, TABLES.map(statement).join(';'));
  return {
    databaseUrl: place.url,
    async begin() {
      await change(
        place,
        `create function full_disk() returns trigger language plpgsql as
          $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`,
      );
      await all((table) => `create trigger full_disk before insert on ${table} execute function full_disk()`);
    },
    end: () => all((table) => `drop trigger full_disk on ${table}`),
  };
}

/** PostgreSQL breaks off every connection, and takes none, as while it restarts. */
async function gone(): Promise<Trouble> {
  const place = await newPostgres();
  const name = new URL(place.url).pathname.slice(1);
  const server = { url: inject('postgresUrl'), directory: '' };
  const takesConnections = (does: boolean) => change(server, `alter database ${name} allow_connections ${does}`);
  return {
    databaseUrl: place.url,
    async begin() {
      await takesConnections(false);
      await change(server, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    },
    end: () => takesConnections(true),
  };
}

const FULL = 'The disk of the database is full';

describe.each([
  ['the embedded database on a full disk', embedded, FULL],
  ['PostgreSQL on a full disk', postgres, FULL],
  ['PostgreSQL that is gone', gone, 'The database does not answer'],
])('%s', (_, trouble, reason) => {
  it('has deliveries refused and says so; once it can be written again, nothing is missing and nothing is there twice', async () => {
    const { begin, end, ...place } = await trouble();
    let now = Date.now();
    play = await startPlayground({ ...place, clock: { now: () => now }, now: () => now });
    const { world, deliveries } = play.github;
    const readyz = async () => (await fetch(`${play?.url}/readyz`)).text();
    const open = (nth: number) =>
      world.openPull({
        repo: 'acme/api',
        title: `Tokens ${nth}`,
        files: { [`src/auth/${nth}.ts`]: lines(40) },
        by: 'bob',
      });
    const pulls: Pull[] = [open(0)];
    await play.quiet();
    await begin();
    const refused = () => deliveries.list().filter(({ status_code }) => status_code === 503).length;
    while (refused() < 3 && pulls.length < 200) {
      pulls.push(open(pulls.length));
      await play.github.settled();
    }
    expect(refused()).toBeGreaterThan(2);
    await until(async () => (await readyz()).includes(reason));
    await end();
    await until(async () => (await readyz()) === '{"status":"ready"}');
    const checked = () => pulls.filter((pull) => play?.checks(pull).at(-1)?.conclusion === 'failure');
    await until(() => {
      now += 10_000;
      return checked().length === pulls.length;
    }, 60_000);
    await play.quiet();
    const counted = pulls.map((pull) => [play?.checks(pull).length, play?.comments(pull).length]);
    expect(counted).toEqual(pulls.map(() => [1, 1]));
  }, 90_000);
});
