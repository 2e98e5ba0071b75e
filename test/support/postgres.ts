import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import EmbeddedPostgres from './embedded-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A real PostgreSQL of this test run, as its superuser; each test file makes a database of its own in it. */
    postgresUrl: string;
  }
}

/** Starts one PostgreSQL for the whole run and stops it at the end. If it cannot start, the run fails and says why. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const said: string[] = [];
  const port = await freePort();
  const postgres = new EmbeddedPostgres({
    // The directory itself, not one inside it: PostgreSQL refuses to run as root and so runs as another user.
    databaseDir: await mkdtemp(join(tmpdir(), 'truenorth-postgres-')),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    // No test cuts the power, so nothing waits for the disk.
    postgresFlags: ['-h', '127.0.0.1', '-k', '', '-c', 'fsync=off'],
    onLog: (message) => said.push(message),
    onError: (error) => said.push(String(error)),
  });
  try {
    await postgres.initialise();
    await postgres.start();
  } catch (cause) {
    throw new Error(`The tests' PostgreSQL cannot start:\n${said.slice(-20).join('')}`, { cause });
  }
  project.provide('postgresUrl', `postgres://postgres:postgres@127.0.0.1:${port}/postgres`);
  return () => postgres.stop();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
