import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { formAt, sent } from '../setup/browse.ts';
import { until } from '../support/playground.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
let github: PlayedGitHub;
let folder: string;

beforeEach(async () => {
  github = await startPlayedGitHub();
  folder = await mkdtemp(join(tmpdir(), 'truenorth-setup-'));
});
afterEach(async () => {
  await github.close();
  await rm(folder, { recursive: true });
});

interface Running {
  child: ChildProcess;
  said: { out: string; err: string };
  ended: Promise<number | string | null>;
}

function setup(...args: string[]): Running {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'setup', ...args], {
    ...{ cwd: folder, env: { PATH: process.env.PATH ?? '' } },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => (said.out += text));
  child.stderr.on('data', (text) => (said.err += text));
  return { child, said, ended: new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal))) };
}

/** Where its page is, once it says so. */
async function addressOf({ said }: Running): Promise<string> {
  await until(() => said.err.includes('http'));
  return /http:\S+/.exec(said.err)?.[0] ?? '';
}

const registering = () => setup('--enterprise-server', github.url, '--organization', 'acme', '--no-browser');

it('registers the app from an empty folder, says where to install it, and ends with the doctor', async () => {
  github.deliverTo(`${github.url}/api/github/webhooks`);
  const running = registering();
  const back = await sent(await formAt(await addressOf(running)));
  expect((await fetch(back)).status).toBe(200);
  expect(await running.ended).toBe(0);
  const { out, err } = running.said;
  expect(out).toContain(`Install it: ${github.url}/github-apps/truenorth-sandbox/installations/new`);
  expect(out).toContain('✓ credentials: the app truenorth-sandbox');
  expect(err).toContain('Nothing is broken.');
  const written = readFileSync(join(folder, '.env'), 'utf8');
  for (const name of ['PRIVATE_KEY', 'WEBHOOK_SECRET']) {
    const [, secret = ''] = new RegExp(`^${name}=(.+)$`, 'm').exec(written) ?? [];
    expect(secret.length).toBeGreaterThan(16);
    expect(out + err).not.toContain(secret);
  }
});

it('leaves nothing behind when it is ended', async () => {
  const running = registering();
  await sent(await formAt(await addressOf(running)));
  running.child.kill('SIGINT');
  expect(await running.ended).toBe('SIGINT');
  expect(existsSync(join(folder, '.env'))).toBe(false);
});

it('does not begin where .env is there', async () => {
  writeFileSync(join(folder, '.env'), 'LOG_LEVEL=info\n');
  const { ended, said } = registering();
  expect(await ended).toBe(2);
  expect(said.err).toBe(
    'truenorth: .env is there already, and is never overwritten: move it away, or name another with --env FILE\n',
  );
});

it.each([
  [['acme'], 'setup takes options only, not "acme"'],
  [['--organization', 'a/b'], '--organization is the name'],
  [['--url', 'truenorth.example'], '--url is an address'],
  [['--enterprise-server', 'https://ghe.example/api/v3'], '--enterprise-server is an address'],
  [['--port', '70000'], '--port is a number'],
])('%j is told what is wrong', async (args, sentence) => {
  const { ended, said } = setup(...args);
  expect(await ended).toBe(2);
  expect(said.err).toContain(sentence);
});
