import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { openDatabase } from '../../src/adapters/database/open.ts';
import { createLog } from '../../src/adapters/telemetry/log.ts';
import { readSettings } from '../../src/settings.ts';
import { type App, wire } from '../../src/wire/app.ts';
import { newPostgres } from '../adapters/database/databases.ts';
import { lines, type Playground, startPlayground, until } from '../support/playground.ts';

let play: Playground;
const told: string[] = [];
/** Where GitHub's events go while another replica is told of them. */
const elsewhere = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => {
    body += part;
  });
  request.on('end', () => {
    if (request.headers['x-github-event'] === 'pull_request') told.push(body);
    response.writeHead(202).end();
  });
});
afterEach(async () => {
  elsewhere.close();
  await play.close();
});

it('of events that came to several replicas, none is believed to be the last', async () => {
  const place = await newPostgres();
  play = await startPlayground({ databaseUrl: place.url });
  const { world } = play.github;
  const pull = world.openPull({ repo: 'acme/api', title: 'Tokens', files: { 'a.ts': 'a\n' }, by: 'bob' });
  await play.quiet();
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  play.github.deliverTo(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
  world.editPull(pull, { body: 'Outcome: activation', by: 'bob' });
  world.push(pull, { files: { 'b.ts': 'b\n' } });
  await play.github.settled();
  const edit = told[0] ?? '';
  const { installation } = JSON.parse(edit) as { installation: { id: number } };
  // The push came to the other and the edit here; their work is one job, and it runs here.
  const other = await openDatabase(place, { now: Date.now });
  const repo = { installation: installation.id, owner: 'acme', name: 'api' };
  const subject = { kind: 'pull' as const, repo, number: pull.number };
  await other.queue.deliver(randomUUID(), [{ subject, after: 3_600_000 }]);
  await play.send('pull_request', edit);
  await play.quiet();
  await other.close();
  expect(play.checks(pull)).toMatchObject([{ conclusion: 'success' }]);
});

it('a replica that was frozen in the middle of its work does no harm to what another did in its place', async () => {
  const { url: databaseUrl } = await newPostgres();
  let frozen: (() => void) | undefined;
  let ahead = 0;
  play = await startPlayground({
    databaseUrl,
    clock: { now: () => Date.now() + ahead },
    async fault({ path }) {
      if (frozen === undefined && path.endsWith('/files')) await new Promise<void>((thaw) => (frozen = thaw));
      return undefined;
    },
  });
  const { world, app, host } = play.github;
  world.setRole('alice', 'maintain');
  const files = { 'src/auth/token.ts': lines(40) };
  const pull = world.openPull({ repo: 'acme/api', title: 'Tokens', files, by: 'bob' });
  await until(() => frozen !== undefined);
  const waiver = world.comment(pull, '/truenorth waive security/threat-model because it only moves', { by: 'alice' });
  await play.github.settled();
  const other = await replica(databaseUrl, app, host, LEASE);
  await until(() => waiver.reactions.length > 0);
  await until(() => play.checks(pull).some(({ conclusion }) => conclusion === 'neutral'));
  const shown = () => [play.checks(pull), play.comments(pull), play.labels(pull)];
  const stood = structuredClone(shown());
  ahead = LEASE;
  frozen?.();
  await play.quiet();
  expect(shown()).toEqual(stood);
  world.edit(pull, { title: 'Tokens again', by: 'bob' });
  await play.quiet();
  expect(play.checks(pull)).toMatchObject([{ conclusion: 'neutral' }]);
  await other.stop();
});

/** A job is its holder's for a minute. */
const LEASE = 60_000;

/** Another process of the app beside the one that is told of events, whose clock is so far ahead of the machine's. */
function replica(databaseUrl: string, app: Playground['github']['app'], host: string, ahead: number): Promise<App> {
  const settings = readSettings({
    ...{ APP_ID: String(app.id), PRIVATE_KEY: app.privateKey, WEBHOOK_SECRET: app.webhookSecret },
    ...{ GHE_HOST: host, GHE_PROTOCOL: 'http', DATABASE_URL: databaseUrl },
  });
  if (settings.credentials === undefined) throw new Error('credentials were given');
  const clock = { now: () => Date.now() + ahead };
  return wire({ settings, credentials: settings.credentials, log: createLog('silent'), clock });
}
