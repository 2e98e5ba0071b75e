import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createProbes, notFound } from '../../src/doors/probes.ts';
import { startPlayedGitHub } from '../../src/sandbox/start.ts';
import { readSettings } from '../../src/settings.ts';

const TOKEN = 'a token of the scraper';
let server: Server | undefined;
afterEach(() => server?.close());

/** The status of `/metrics` for whoever calls from an address, as the socket tells it. */
async function scraped(from: string, headers: Record<string, string> = {}, metricsToken?: string): Promise<number> {
  const probes = createProbes({
    obstacles: async () => [],
    metrics: { text: async () => 'truenorth_queue_jobs 0', contentType: 'text/plain' },
    metricsToken,
    others: notFound,
  });
  server = createServer((request, response) => {
    const socket = Object.create(request.socket, { remoteAddress: { value: from } });
    probes(Object.create(request, { socket: { value: socket } }) as IncomingMessage, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { status } = await fetch(`http://127.0.0.1:${port}/metrics`, { headers });
  server.close();
  return status;
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('/metrics', () => {
  it.each(['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1'])('is for this machine, %s', async (from) => {
    expect(await scraped(from)).toBe(200);
  });

  it.each(['10.0.0.7', '::ffff:10.0.0.7', 'fe80::1', '1.127.0.0', '::ffff:1.127.0.1', ''])(
    'is for nobody else, such as %s, but with the token',
    async (from) => {
      expect(await scraped(from)).toBe(401);
      expect(await scraped(from, bearer(TOKEN))).toBe(401);
      expect(await scraped(from, {}, TOKEN)).toBe(401);
      expect(await scraped(from, bearer(TOKEN.slice(0, -1)), TOKEN)).toBe(401);
      expect(await scraped(from, bearer(TOKEN), TOKEN)).toBe(200);
    },
  );

  it.each(['x-forwarded-for', 'forwarded', 'x-forwarded-host', 'via', 'x-real-ip', 'cf-connecting-ip'])(
    'is not for whom a proxy on this machine calls with %s, but with the token',
    async (header) => {
      expect(await scraped('127.0.0.1', { [header]: '127.0.0.1' }, TOKEN)).toBe(401);
      expect(await scraped('127.0.0.1', { [header]: '127.0.0.1', ...bearer(TOKEN) }, TOKEN)).toBe(200);
    },
  );
});

describe('the sandbox', () => {
  it('is reachable from this machine alone, unless asked otherwise', () => {
    expect(readSettings({}).host).toBe('127.0.0.1');
    expect(readSettings({ HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
  });

  it('plays a GitHub that is reachable from this machine alone', async () => {
    const github = await startPlayedGitHub();
    expect(github.host).toMatch(/^127\.0\.0\.1:\d+$/);
    await github.close();
  });
});
