import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { EVENTS, PERMISSIONS } from '../../src/doctor/needed.ts';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { readSettings } from '../../src/settings.ts';
import { register, type SetupPorts, type SetupWanted } from '../../src/setup/register.ts';
import { wireSetup } from '../../src/wire/commands.ts';
import { startBrowser } from '../support/browser.ts';
import { formAt, sent } from './browse.ts';

const app = parse(readFileSync(join(import.meta.dirname, '../../app.yml'), 'utf8'));
let github: PlayedGitHub;
let befalls: { status: number } | undefined;
let folder: string;
let file: string;

beforeAll(async () => {
  github = await startPlayedGitHub({ fault: () => befalls });
});
afterAll(() => github.close());
beforeEach(async () => {
  befalls = undefined;
  folder = await mkdtemp(join(tmpdir(), 'truenorth-setup-'));
  file = join(folder, '.env');
});
afterEach(() => rm(folder, { recursive: true }));

/** Begins to register; where the page is, and how it ends. */
async function begin(more: Partial<SetupWanted & SetupPorts> = {}) {
  const opened = Promise.withResolvers<string>();
  const wanted = { organization: 'acme', url: 'https://truenorth.example', web: github.url, port: 0, file, ...more };
  const ports = { app, patience: 20_000, ...wireSetup(github.url), announce: opened.resolve, ...more };
  const outcome = register(wanted, ports);
  outcome.catch(opened.reject);
  return { address: await opened.promise, outcome };
}

/** Its status, and what is read on the page. */
async function get(address: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request(address, { headers }, (response) => {
      let text = '';
      response
        .on('data', (part) => (text += part))
        .on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });
}

describe('setup', () => {
  it('registers the app, and writes what the app reads to a new file for its owner alone', async () => {
    const { address, outcome } = await begin();
    const page = await get(await sent(await formAt(address)));
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('truenorth-sandbox is registered') });
    const { install } = await outcome;
    expect(page.text).toContain(`href="${install}"`);
    expect(install).toBe(`${github.url}/github-apps/truenorth-sandbox/installations/new`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { credentials } = readSettings(parseEnv(readFileSync(file, 'utf8')) as Record<string, string>);
    expect(credentials).toMatchObject({
      ...{ appId: github.app.id, privateKey: github.app.privateKey, webhookSecret: github.app.webhookSecret },
      baseUrl: `${github.url}/api/v3`,
    });
  });

  it('writes a file that Docker reads as the app does: one line a setting, no quotes', async () => {
    const { address, outcome } = await begin();
    await get(await sent(await formAt(address)));
    await outcome;
    for (const line of readFileSync(file, 'utf8').trim().split('\n')) expect(line).toMatch(/^[A-Z_]+=[\w.~+/:=-]+$/);
  });

  it('asks for what app.yml says, no more', async () => {
    const { address } = await begin();
    const { action, manifest } = await formAt(address);
    expect(action).toMatch(new RegExp(`^${github.url}/organizations/acme/settings/apps/new\\?state=[\\w-]{43}$`));
    const { default_permissions, default_events, ...rest } = JSON.parse(manifest);
    const needed = Object.entries(PERMISSIONS).map(([name, { level }]) => [name, level]);
    expect([default_permissions, default_events]).toEqual([Object.fromEntries(needed), EVENTS]);
    expect(rest).toEqual({
      ...{ name: 'Truenorth acme', description: app.description, url: app.url, public: false },
      hook_attributes: { url: 'https://truenorth.example/api/github/webhooks', active: true },
      redirect_url: `${address}registered`,
    });
  });

  it('has a webhook that is off until its address is known, on a personal account too', async () => {
    const { address } = await begin({ url: undefined, organization: undefined });
    const { action, manifest } = await formAt(address);
    expect(new URL(action).pathname).toBe('/settings/apps/new');
    expect(JSON.parse(manifest)).toMatchObject({
      name: 'Truenorth',
      hook_attributes: { url: 'https://example.com/api/github/webhooks', active: false },
    });
  });

  it.each(['https://tn.example/', 'https://tn.example/api/github/webhooks'])(
    'takes %s for the same address',
    async (url) => {
      const { address } = await begin({ url });
      const { hook_attributes } = JSON.parse((await formAt(address)).manifest);
      expect(hook_attributes.url).toBe('https://tn.example/api/github/webhooks');
    },
  );

  it('leaves a file that is there as it is, be it a link to nowhere, before anything is opened', async () => {
    writeFileSync(file, 'MINE=1\n');
    await expect(begin()).rejects.toThrow('is there already, and is never overwritten: move it away');
    expect(readFileSync(file, 'utf8')).toBe('MINE=1\n');
    symlinkSync(join(folder, 'gone'), join(folder, 'link'));
    await expect(begin({ file: join(folder, 'link') })).rejects.toThrow('is there already');
    await expect(begin({ file: join(folder, 'no', '.env') })).rejects.toThrow('cannot be written');
    await expect(begin({ file: `${join(folder, 'new')}/` })).rejects.toThrow('cannot be written');
    await expect(begin({ file: '' })).rejects.toThrow("'' cannot be written");
  });

  it('never overwrites a file that came meanwhile, and says what to do with the app', async () => {
    const { address, outcome } = await begin();
    const back = await sent(await formAt(address));
    writeFileSync(file, 'MINE=1\n');
    const [page, error] = await Promise.all([get(back), outcome.catch(({ message }) => message)]);
    expect(error).toMatch(/is registered, but .* could not be written \(EEXIST\).*delete it there/);
    expect(page).toMatchObject({ status: 502, text: expect.stringContaining('EEXIST') });
    expect(readFileSync(file, 'utf8')).toBe('MINE=1\n');
  });
});

describe('the page', () => {
  it('sends nothing anywhere but to GitHub, and runs nothing', async () => {
    const { address } = await begin();
    const { response } = await formAt(address);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`form-action 'self' ${github.url};`);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('leads a real browser to GitHub and back, by keyboard alone', async () => {
    const { address, outcome } = await begin({ organization: 'a"><b>' });
    const browser = await startBrowser();
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(address);
      expect(await page.locator('strong').textContent()).toBe('a"><b>');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'truenorth-sandbox is registered' }).waitFor();
      expect((await outcome).slug).toBe('truenorth-sandbox');
      expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('answers to no other name, so that no name bent to this machine reaches it', async () => {
    const { address } = await begin();
    const { status, text } = await get(address, { host: 'evil.example' });
    expect([status, text]).toEqual([421, expect.not.stringContaining('<form')]);
  });

  it('has nothing else', async () => {
    const { address } = await begin();
    expect(await get(`${address}.env`)).toMatchObject({ status: 404 });
    expect((await fetch(address, { method: 'POST' })).status).toBe(404);
    expect(await get(`${address}/`)).toMatchObject({ status: 404 });
  });

  it('may be closed while GitHub is asked', async () => {
    const held = Promise.withResolvers<unknown>();
    const asked = Promise.withResolvers<string>();
    const convert = (code: string) => {
      asked.resolve(code);
      return held.promise;
    };
    const { address, outcome } = await begin({ convert });
    const leaving = new AbortController();
    const page = fetch(await sent(await formAt(address)), { signal: leaving.signal }).catch(() => undefined);
    const code = await asked.promise;
    leaving.abort();
    await page;
    await new Promise((resolve) => setTimeout(resolve, 50));
    held.resolve(wireSetup(github.url).convert(code));
    expect((await outcome).slug).toBe('truenorth-sandbox');
  });

  it('takes no code with another state, and goes on waiting', async () => {
    const { address, outcome } = await begin();
    const back = new URL(await sent(await formAt(address)));
    for (const state of ['', 'x', 'x'.repeat(43)])
      expect((await get(`${address}registered?code=${back.searchParams.get('code')}&state=${state}`)).status).toBe(400);
    expect(existsSync(file)).toBe(false);
    expect((await get(back.href)).status).toBe(200);
    await outcome;
  });

  it('takes a state once', async () => {
    const asked: string[] = [];
    const held = Promise.withResolvers<never>();
    const convert = (code: string) => {
      asked.push(code);
      return held.promise;
    };
    const { address, outcome } = await begin({ convert });
    const back = await sent(await formAt(address));
    const first = get(back);
    await expect.poll(() => asked.length).toBe(1);
    expect((await get(back)).status).toBe(410);
    expect((await get(address)).status).toBe(410);
    held.reject(new Error('no'));
    await expect(outcome).rejects.toThrow('GitHub did not answer');
    expect([(await first).status, asked.length]).toEqual([502, 1]);
  });

  it('is closed once nobody came in time', async () => {
    const { address, outcome } = await begin({ patience: 30 });
    await expect(outcome).rejects.toMatchObject({ kind: 'transient', message: expect.stringContaining('in time') });
    await expect(get(address)).rejects.toThrow('ECONNREFUSED');
    expect(existsSync(file)).toBe(false);
  });

  it('says which port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(begin({ port })).rejects.toThrow(`port ${port} is in use; name a free one with --port`);
    server.close();
  });
});

describe('what GitHub answers', () => {
  it.each([
    [404, 'terminal', 'GitHub refused the code'],
    [502, 'transient', 'GitHub did not answer when asked for the credentials'],
  ])('%i ends it with what to do, and neither code nor state', async (status, kind, sentence) => {
    const { address, outcome } = await begin();
    const back = new URL(await sent(await formAt(address)));
    befalls = { status };
    const [page, error] = await Promise.all([get(back.href), outcome.catch((fault) => fault)]);
    expect(error).toMatchObject({ kind, message: expect.stringContaining(sentence) });
    for (const secret of back.searchParams.values()) expect(error.message + page.text).not.toContain(secret);
    expect(existsSync(file)).toBe(false);
  });

  it('something else than an app is told by what is missing, not by what was said', async () => {
    const convert = async () => ({ pem: 'hush', webhook_secret: 'a secret' });
    const { address, outcome } = await begin({ convert });
    const [page, error] = await Promise.all([get(await sent(await formAt(address))), outcome.catch((fault) => fault)]);
    expect(error.message).toContain('not that of a registered app (id, slug, html_url, pem, webhook_secret)');
    expect(error.message + page.text).not.toMatch(/hush|a secret/);
  });

  it('no webhook secret is made up for', async () => {
    const real = wireSetup(github.url).convert;
    const convert = async (code: string) => ({ ...((await real(code)) as object), webhook_secret: null });
    const { address, outcome } = await begin({ convert });
    await get(await sent(await formAt(address)));
    expect((await outcome).settings.WEBHOOK_SECRET).toMatch(/^[0-9a-f]{48}$/);
  });
});
