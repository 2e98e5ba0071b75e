import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/adapters/database/open.ts';
import type { Progress } from '../../src/model/history.ts';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { configured, startPlayground, until } from '../support/playground.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
const REPO = 'acme/api';

let github: PlayedGitHub;
let directory: string;
let stop: (() => void) | undefined;
/** GitHub does not get done with larger pages in time. */
let most: number;

beforeEach(async () => {
  stop = undefined;
  most = 100;
  github = await startPlayedGitHub({
    fault({ body }) {
      stop?.();
      const asked = Number(/"first":(\d+)/.exec(body)?.[1] ?? 0);
      return asked > most ? { status: 502 } : undefined;
    },
  });
  directory = await mkdtemp(join(tmpdir(), 'truenorth-sync-'));
  github.world.addRepo({ name: REPO, files: configured() });
  github.world.addRepo({ name: 'acme/plain', files: { 'README.md': '# plain\n' } });
});
afterEach(async () => {
  await github.close();
  await rm(directory, { recursive: true });
});

function truenorth(...args: string[]) {
  const env = {
    ...{ PATH: process.env.PATH, APP_ID: String(github.app.id), PRIVATE_KEY: github.app.privateKey },
    ...{ WEBHOOK_SECRET: 'none is sent', GHE_HOST: github.host, GHE_PROTOCOL: 'http', TRUENORTH_DATA_DIR: directory },
  };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], { env });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => (said.out += text));
  child.stderr.on('data', (text) => (said.err += text));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, ...said })),
  );
  return { ended, kill: () => child.kill('SIGKILL') };
}

const pulls = (count: number) => {
  for (let n = 0; n < count; n += 1) {
    const at = Date.now() - (n + 10) * 60_000;
    github.world.openPull({ repo: REPO, title: `Change ${n}`, files: { [`src/f${n}.md`]: 'a\n' }, by: 'bob', at });
  }
};

async function kept(): Promise<number> {
  const database = await openDatabase({ directory }, { now: Date.now });
  const found = await database.history.open({ installation: github.world.installation.id }, 'pull');
  await database.close();
  return found.length;
}
const reads = () => github.calls.filter(({ route }) => route.includes('PastPulls')).length;

describe('truenorth sync', () => {
  it('reads the past of an organisation, tells how far it is, and leaves what has no configuration alone', async () => {
    pulls(50);
    const { code, out, err } = await truenorth('sync', 'acme', '--json').ended;
    expect([code, err]).toEqual([0, expect.stringContaining('acme/plain has no configuration: skipped.')]);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { repository: 'acme/api', read: true },
      { repository: 'acme/plain', skipped: 'acme/plain has no configuration' },
    ]);
    expect(await kept()).toBe(50);
  });

  it('goes on where it was killed, and the next time reads what changed alone', async () => {
    pulls(200);
    const running = truenorth('sync', REPO);
    stop = () => reads() >= 2 && running.kill();
    expect((await running.ended).code).toBeNull();
    stop = undefined;
    const before = reads();
    expect((await truenorth('sync', REPO).ended).code).toBe(0);
    expect(await kept()).toBe(200);
    // Five pages in all; one may have been answered and not kept.
    expect(reads()).toBeLessThanOrEqual(7);
    expect(reads() - before).toBeLessThan(5);
  });

  it('reads further back where it is asked to, and nothing twice', async () => {
    const knownWeeks = async () => {
      const database = await openDatabase({ directory }, { now: Date.now });
      const [{ progress } = { progress: {} }] = await database.history.progressIn({
        installation: github.world.installation.id,
      });
      await database.close();
      return Math.round((Date.now() - ((progress as Progress).pull?.from ?? Date.now())) / (7 * 24 * 3_600_000));
    };
    await truenorth('sync', REPO).ended;
    expect(await knownWeeks()).toBe(26);
    expect((await truenorth('sync', REPO, '--weeks', '52').ended).code).toBe(0);
    expect(await knownWeeks()).toBe(52);
    await truenorth('sync', REPO, '--weeks', '4').ended;
    expect(await knownWeeks()).toBe(52);
  });

  it('asks for half of a page, and half of that, where GitHub does not get done in time', async () => {
    pulls(30);
    most = 10;
    const { code, err } = await truenorth('sync', REPO).ended;
    expect([code, err]).toEqual([0, expect.stringContaining('acme/api: read')]);
    expect(await kept()).toBe(30);
  });

  it('of a thousand pull requests takes at most sixty calls', async () => {
    pulls(1_000);
    expect((await truenorth('sync', REPO).ended).code).toBe(0);
    expect(await kept()).toBe(1_000);
    expect(github.calls.filter(({ kind }) => kind !== 'auth').length).toBeLessThanOrEqual(60);
  }, 60_000);

  it.each([
    [[], 2, 'truenorth help <command>'],
    [['sync'], 2, 'takes one organisation'],
    [['sync', 'a/b/c'], 2, 'takes one organisation'],
    [['sync', 'acme', '--fast'], 2, 'there is no option --fast'],
    [['sync', 'acme', '--weeks', 'all'], 2, '--weeks is a number'],
    [['dance'], 2, 'there is no command "dance"'],
    [['sync', 'globex'], 2, 'The app is not installed on globex'],
    [['sync', 'acme/nothing'], 2, 'The app does not see acme/nothing'],
    [['--help'], 0, 'sync <org | owner/repo>'],
  ])('%j ends with %d and says %j', async (args, code, text) => {
    const ended = await truenorth(...args).ended;
    expect(ended.code).toBe(code);
    expect(ended.out + ended.err).toContain(text);
  });
});

it('leaves half of the rate limit to what happens now, and goes on once it is whole again', async () => {
  let shift = 0;
  const now = () => Date.now() + shift;
  const play = await startPlayground({ clock: { now }, now, repos: { [REPO]: configured() } });
  try {
    const { world } = play.github;
    for (let n = 0; n < 45; n += 1)
      world.openPull({ repo: REPO, title: `Change ${n}`, files: { 'a.md': `${n}\n` }, by: 'bob', at: now() - n });
    await play.quiet();
    await play.restart({ fresh: true });
    world.rateLimit.remaining = 2_400;
    world.install();
    await play.quiet();
    const known = async () => {
      let found = 0;
      await play.database(async ({ history }) => {
        found = (await history.open({ installation: world.installation.id }, 'pull')).length;
      });
      return found;
    };
    expect(await known()).toBeLessThan(45);
    expect(play.log.some((line) => line.includes('the rest of the past waits for the rate limit'))).toBe(true);
    world.rateLimit.remaining = 5_000;
    shift = 2 * 3_600_000;
    await until(async () => (await known()) === 45);
    const metrics = async () => (await fetch(`${play.url}/metrics`)).text();
    expect(await metrics()).toMatch(/truenorth_history_records_total\{kind="pull"\} [1-9]/);
    // The last page is kept before the reading is told to be over.
    await until(async () => (await metrics()).includes('truenorth_history_readings 0\n'));
  } finally {
    await play.close();
  }
}, 60_000);
