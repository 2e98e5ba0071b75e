import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { openDatabase } from '../../src/adapters/database/open.ts';
import { newPostgres } from '../adapters/database/databases.ts';
import { type Playground, startPlayground } from '../support/playground.ts';

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
