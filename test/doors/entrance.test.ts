import { createHmac } from 'node:crypto';
import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { LIMIT } from '../../src/doors/body.ts';
import { createEntrance } from '../../src/doors/entrance.ts';
import type { Event } from '../../src/doors/events.ts';
import { notFound } from '../../src/doors/probes.ts';
import { WEBHOOK_PATH } from '../../src/model/well-known.ts';

const SECRET = 'a secret that is not assumed';
const PREVIOUS = 'the one before';
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** An entrance that keeps what it takes in, or fails as a database would that is gone. */
async function entrance(options: { fails?: boolean } = {}) {
  const events: Event[] = [];
  const statuses: number[] = [];
  ({ server } = createEntrance({
    secret: SECRET,
    previousSecret: PREVIOUS,
    async takeIn(event) {
      if (options.fails) throw new Error('the disk is full');
      events.push(event);
    },
    onAnswer: (_, status) => statuses.push(status),
    others: notFound,
    log: pino({ level: 'silent' }),
  }));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { events, statuses, port, url: `http://127.0.0.1:${port}${WEBHOOK_PATH}` };
}

const sign = (body: string, secret = SECRET) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

const deliver = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'ping',
      'x-github-delivery': 'd-1',
      'x-hub-signature-256': sign(body),
      ...headers,
    },
  });

describe('a delivery', () => {
  it('is accepted with 202 once its work is committed', async () => {
    const { url, events } = await entrance();
    const answer = await deliver(url, '{"zen":"Keep it logically awesome."}');
    expect(answer.status).toBe(202);
    expect(events).toEqual([{ id: 'd-1', name: 'ping', payload: { zen: 'Keep it logically awesome.' } }]);
  });

  it('is accepted with the secret before a rotation', async () => {
    const { url } = await entrance();
    expect((await deliver(url, '{}', { 'x-hub-signature-256': sign('{}', PREVIOUS) })).status).toBe(202);
  });

  it('is answered 503 when its work cannot be committed, so that GitHub shows it as failed', async () => {
    const { url } = await entrance({ fails: true });
    expect((await deliver(url, '{}')).status).toBe(503);
  });

  it.each([
    ['a wrong signature', { 'x-hub-signature-256': sign('{"other":1}') }],
    ['a signature by another secret', { 'x-hub-signature-256': sign('{}', 'guessed') }],
    ['a signature of another length', { 'x-hub-signature-256': 'sha256=00' }],
    ['no signature', { 'x-hub-signature-256': '' }],
  ])('is refused with 401 for %s, and nothing is taken in', async (_, headers) => {
    const { url, events } = await entrance();
    expect((await deliver(url, '{}', headers)).status).toBe(401);
    expect(events).toEqual([]);
  });

  it.each([
    ['malformed JSON', '{"a":', {}],
    ['a JSON value that is no object', '[1]', {}],
    ['no event name', '{}', { 'x-github-event': '' }],
    ['no delivery id', '{}', { 'x-github-delivery': '' }],
  ])('is refused with 400 for %s', async (_, body, headers) => {
    const { url, events } = await entrance();
    expect((await deliver(url, body, headers)).status).toBe(400);
    expect(events).toEqual([]);
  });

  it('is refused with 413 by its announced size, before a byte of it is read', async () => {
    const { port } = await entrance();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request(
        { port, host: '127.0.0.1', path: WEBHOOK_PATH, method: 'POST', headers: { 'content-length': LIMIT + 1 } },
        (response) => resolve(response.statusCode),
      );
      outgoing.on('error', reject);
      outgoing.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it.each([
    ['no signature', {}],
    ['a signature of another kind', { 'x-hub-signature': 'sha1=0123' }],
    ['a signature that is none', { 'x-hub-signature-256': 'sha256=guess' }],
  ])('with %s is refused before a byte of it is read', async (_, headers) => {
    const { port } = await entrance();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request(
        {
          port,
          host: '127.0.0.1',
          path: WEBHOOK_PATH,
          method: 'POST',
          headers: { ...headers, 'content-length': 1_000 },
        },
        (response) => resolve(response.statusCode),
      );
      outgoing.on('error', reject);
      outgoing.flushHeaders();
    });
    expect(status).toBe(401);
  });

  it('is waited for half a minute at most, however slowly it is sent', async () => {
    await entrance();
    expect(server).toMatchObject({ requestTimeout: 30_000, headersTimeout: 30_000 });
    // Node looks for slow ones no more often than this, in ms.
    expect((server as unknown as { connectionsCheckingInterval: number }).connectionsCheckingInterval).toBe(5_000);
  });

  it('is refused with 413 when it turns out too large', async () => {
    const { port, statuses } = await entrance();
    await new Promise<void>((resolve) => {
      const headers = { 'x-hub-signature-256': sign('anything') };
      const outgoing = request({ port, host: '127.0.0.1', path: WEBHOOK_PATH, method: 'POST', headers }, () =>
        resolve(),
      );
      outgoing.on('error', () => resolve());
      const chunk = Buffer.alloc(1024 * 1024, 'x');
      for (let sent = 0; sent <= LIMIT; sent += chunk.length) outgoing.write(chunk);
    });
    expect(statuses).toEqual([413]);
  });

  it('of just 25 MB is taken in, and one of nothing is not', async () => {
    const { url, events } = await entrance();
    const body = JSON.stringify({ zen: 'x'.repeat(LIMIT - '{"zen":""}'.length) });
    expect((await deliver(url, body)).status).toBe(202);
    expect((await deliver(url, '')).status).toBe(401);
    expect(events).toHaveLength(1);
  });

  it('is refused with every signature that is not its own, however near', async () => {
    const { url, events } = await entrance();
    const right = sign('{}');
    const forged = fc.oneof(
      fc
        .tuple(fc.nat(right.length - 1), fc.constantFrom(...'0123456789abcdefg='))
        .map(([at, other]) => right.slice(0, at) + other + right.slice(at + 1)),
      fc.nat(right.length - 1).map((length) => right.slice(0, length)),
      fc.constantFrom(
        ...[
          right.toUpperCase(),
          `${right} `.repeat(2),
          right.replace('256', '1'),
          `sha1=${right}`,
          `${right},${right}`,
        ],
        ...[sign('{}', ''), sign(''), sign('{} '), `${sign('{}', 'guessed')}, ${right}`, right.slice('sha256='.length)],
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        forged.filter((signature) => signature !== right),
        async (signature) => {
          expect((await deliver(url, '{}', { 'x-hub-signature-256': signature })).status).toBe(401);
        },
      ),
      { numRuns: 100 },
    );
    expect(events).toEqual([]);
  });

  it.each([
    ['lists', '['.repeat(1_000_000)],
    ['lists that end', `{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
    ['objects that end', `${'{"a":'.repeat(500_000)}1${'}'.repeat(500_000)}`],
  ])('nested deep in %s is answered like any other', async (_, body) => {
    const { url } = await entrance();
    expect([202, 400]).toContain((await deliver(url, body)).status);
    expect((await deliver(url, '{}')).status).toBe(202);
  });

  it('is asked for with POST', async () => {
    const { url } = await entrance();
    expect((await fetch(url)).status).toBe(405);
  });

  it('tells who sent it nothing of why the work failed', async () => {
    const { url } = await entrance({ fails: true });
    expect(await (await deliver(url, '{}')).text()).not.toContain('disk');
  });
});
