import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/database/open.ts';
import { databases, type NewPlace, pull } from '../adapters/database/databases.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
const clock = { now: () => Date.now() };

describe.each(databases)('truenorth queue on %s', (_name, newPlace) => {
  let place: Awaited<ReturnType<NewPlace>>;
  let database: Database;
  beforeAll(async () => {
    place = await newPlace();
    database = await openDatabase(place, clock);
  });
  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  /** Beside the app, which has the database open. */
  const queue = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const env = {
        ...{ PATH: process.env.PATH, TRUENORTH_DATA_DIR: place.directory, DATABASE_URL: place.url, NO_COLOR: '1' },
      };
      const run = ['--disable-warning=ExperimentalWarning', CLI, 'queue', ...args];
      execFile(process.execPath, run, { env }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });

  const setAside = async (number: number, reason: string) => {
    await database.queue.add([{ subject: pull(number) }]);
    const [job] = await database.queue.take(1, 60_000);
    if (job === undefined) throw new Error('nothing is due');
    await database.queue.setAside(job, reason);
  };

  it('says where it looked when nothing is set aside', async () => {
    const { code, out } = await queue();
    expect(code).toBe(0);
    expect(out).toBe(
      `In ${place.url === undefined ? place.directory : 'PostgreSQL'}: 0 waiting, 0 under way, 0 for later, 0 set aside.\n`,
    );
  });

  it('lists what is set aside, since when, after how many tries and why, and commands no terminal', async () => {
    await setAside(12, 'GitHub said \u001b[2J`no`');
    const { code, out } = await queue();
    expect(code).toBe(0);
    expect(out).toMatch(/ 1 set aside\.\n\nacme\/api#12\n {2}asked for 20\S+Z, 1 try, the last: GitHub said .*no\n/);
    expect(out).not.toContain('\u001b');
    const { setAside: listed, ...depth } = JSON.parse((await queue('--json')).out);
    expect(depth).toEqual({ waiting: 0, scheduled: 0, running: 0, oldestSeconds: 0 });
    expect(listed).toEqual([
      {
        ...{ key: 'acme/api#12', since: expect.stringMatching(/^20.*Z$/), tries: 1 },
        reason: expect.stringContaining('GitHub said'),
      },
    ]);
  });

  it('tries again what it is told, and says where there is no such thing', async () => {
    await setAside(13, 'no');
    const wrong = await queue('--retry', 'acme/api#99');
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('nothing is set aside under "acme/api#99"') });
    expect(await queue('--retry', 'acme/api#12')).toMatchObject({ code: 0, out: 'To be tried again: acme/api#12.\n' });
    expect(JSON.parse((await queue('--retry', 'all', '--json')).out)).toEqual({ retried: ['acme/api#13'] });
    expect(await queue('--retry', 'all')).toMatchObject({ code: 0, out: 'To be tried again: nothing.\n' });
    expect((await database.queue.take(10, 60_000)).map(({ key }) => key)).toEqual(['acme/api#12', 'acme/api#13']);
  });
});
