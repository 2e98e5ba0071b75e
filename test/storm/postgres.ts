import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import EmbeddedPostgres from '../support/embedded-postgres.ts';
import type { Postgres } from './storm.ts';

/** A real PostgreSQL whose server can be stopped and started again without losing what is in it. */
export async function startPostgres(): Promise<{ database(name: string): Promise<Postgres>; stop(): Promise<void> }> {
  const databaseDir = await mkdtemp(join(tmpdir(), 'truenorth-storm-postgres-'));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    ...{ databaseDir, port, user: 'postgres', password: 'postgres', persistent: true },
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: ['-h', '127.0.0.1', '-k', ''],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  const url = `postgres://postgres:postgres@127.0.0.1:${port}`;
  const run = async (statement: string) => {
    const client = new pg.Client(`${url}/postgres`);
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  return {
    async database(name) {
      await run(`create database ${name}`);
      return {
        url: `${url}/${name}`,
        cut: () => run(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`),
        async restart() {
          await server.stop();
          await server.start();
        },
      };
    },
    async stop() {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
