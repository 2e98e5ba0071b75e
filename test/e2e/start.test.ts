import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/adapters/database/open.ts';
import { change, newDirectory } from '../adapters/database/databases.ts';

const MAIN = join(import.meta.dirname, '../../src/main.ts');

/** Starts the app as its operator does; what it says, and its exit code. */
async function start(env: Record<string, string>): Promise<{ said: string; code: number | null }> {
  const clean = { PATH: process.env.PATH ?? '', HOST: '127.0.0.1', ...env };
  const app = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], { env: clean });
  let said = '';
  for (const stream of [app.stdout, app.stderr]) stream.on('data', (part) => (said += part));
  const code = await new Promise<number | null>((resolve) => app.once('close', resolve));
  return { said, code };
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const CREDENTIALS = { APP_ID: '1', PRIVATE_KEY: KEY, WEBHOOK_SECRET: 'a'.repeat(20) };

it('a port that is taken ends it with a sentence, real app and sandbox alike', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const PORT = String((server.address() as AddressInfo).port);
  const directory = await mkdtemp(join(tmpdir(), 'truenorth-test-'));
  const expected = { code: 3, said: expect.stringContaining(`truenorth: port ${PORT} is in use; set PORT`) };
  expect(await start({ PORT })).toEqual(expected);
  expect(await start({ PORT, ...CREDENTIALS, TRUENORTH_DATA_DIR: directory })).toEqual(expected);
  server.close();
});

it('a database that does not answer ends it with a sentence that holds no password', async () => {
  const { code, said } = await start({ ...CREDENTIALS, DATABASE_URL: 'postgres://app:hush@127.0.0.1:1/x' });
  expect([code, said]).toEqual([3, expect.stringContaining('the database of DATABASE_URL could not be opened')]);
  expect(said).not.toContain('hush');
});

it('a data directory that cannot be made ends it with a sentence', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'truenorth-test-')), 'file');
  await writeFile(file, '');
  const { code, said } = await start({ ...CREDENTIALS, TRUENORTH_DATA_DIR: join(file, 'data') });
  expect([code, said]).toEqual([3, expect.stringContaining('set TRUENORTH_DATA_DIR')]);
});

it('tables that a newer version made end it with what to do', async () => {
  const place = await newDirectory();
  await (await openDatabase(place, { now: () => Date.now() })).close();
  await change(
    place,
    "insert into truenorth_migration (name, timestamp) values ('9999-newer', '2027-01-01T00:00:00Z')",
  );
  const { code, said } = await start({ ...CREDENTIALS, TRUENORTH_DATA_DIR: place.directory });
  expect([code, said]).toEqual([
    3,
    expect.stringMatching(/^truenorth: the tables .* newer Truenorth .*upgrade\.md\n$/),
  ]);
});

it('a setting that is missing ends it with its name', async () => {
  const { code, said } = await start({ APP_ID: '1' });
  expect([code, said]).toEqual([2, expect.stringContaining('WEBHOOK_SECRET')]);
});
