import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Issue } from '../../src/sandbox/github/entities.ts';
import { type Playground, startPlayground } from '../support/playground.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
const DESK = 'acme/engineering-health';
let play: Playground;

beforeAll(async () => {
  play = await startPlayground({
    repos: {
      'acme/.github': {
        '.github/truenorth.yml': `version: 1\ncommunication: { digest: { repository: ${DESK} }, strategic-update: { level: "off" } }\n`,
      },
      [DESK]: { 'README.md': '# Health\n' },
      'acme/api': { '.github/truenorth.yml': 'version: 1\n' },
      'acme/quiet': { '.github/truenorth.yml': 'version: 1\ncommunication: { health: off }\n' },
    },
  });
  play.github.world.install();
  await play.quiet();
});
afterAll(() => play.close());

async function truenorth(args: string[], env: Record<string, string> = {}) {
  const { app, host } = play.github;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'digest', ...args], {
    cwd: play.directory,
    env: {
      ...{ PATH: process.env.PATH ?? '', APP_ID: String(app.id), PRIVATE_KEY: app.privateKey },
      ...{ WEBHOOK_SECRET: app.webhookSecret, GHE_HOST: host, GHE_PROTOCOL: 'http', NO_COLOR: '1' },
      ...{ TRUENORTH_DATA_DIR: play.directory, ...env },
    },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => (said.out += text));
  child.stderr.on('data', (text) => (said.err += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...said };
}

const byToken = () => ({
  ...{ APP_ID: '', PRIVATE_KEY: '', WEBHOOK_SECRET: '', NODE_ENV: 'production' },
  ...{ GITHUB_TOKEN: play.github.newToken(), XDG_CACHE_HOME: join(play.directory, 'cache') },
});

const issues = (repo: string): Issue[] =>
  [...play.github.world.repoOf(repo).threads.values()].filter((one): one is Issue => one.kind === 'issue');

describe('truenorth digest', () => {
  it("shows an organisation's last week as it would be written, and writes nothing", async () => {
    const { code, out } = await truenorth(['acme']);
    expect(code).toBe(0);
    expect(out).toContain('## For leaders');
    expect(out).toContain('## For engineers');
    const earlier = JSON.parse((await truenorth(['acme', '--week', '2026-W40', '--json'])).out);
    expect(earlier).toMatchObject({ scope: 'acme', week: '2026-W40', title: 'Engineering health 2026-W40' });
    expect(earlier.digest.checklist).toHaveLength(7);
    expect(issues(DESK)).toEqual([]);
  });

  it("shows a repository's week, and where nothing is told says why", async () => {
    const { code, out, err } = await truenorth(['acme/api']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('<!-- truenorth:week');
    expect((await truenorth(['acme/quiet'])).err).toContain('communication.health is off');
  });

  it('has the app write it with --post, once, and says where', async () => {
    const { code, out } = await truenorth(['acme', '--post']);
    expect({ code, out }).toEqual({ code: 0, out: `http://${play.github.host}/${DESK}/issues/1\n` });
    expect(await truenorth(['acme', '--post'])).toMatchObject({ code: 0, out, err: expect.stringContaining('before') });
    expect(issues(DESK)).toHaveLength(1);
    expect((await truenorth(['acme/api', '--post'])).out).toMatch(/acme\/api\/issues\/1\n$/);
  });

  it.each([
    ['an organisation', 'acme', /^Reading the past of 4 repositories\.$/m],
    ['a repository', 'acme/api', /^Reading the past of 1 repository\.$/m],
  ])(
    'by a token alone shows the week of %s from what GitHub still tells, and says what is missing',
    async (_, of, read) => {
      const before = play.github.calls.filter(({ kind }) => kind === 'write').length;
      const { code, out, err } = await truenorth([of], byToken());
      expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(read) });
      expect(out).toMatch(of === 'acme' ? /^<!-- truenorth:digest org=acme/ : /<!-- truenorth:week/);
      expect(out).not.toMatch(/Waivers in force \| none/);
      if (of === 'acme')
        expect(out).toContain('- Told from what GitHub still tells: how guardrails were met, waivers,');
      expect(play.github.calls.filter(({ kind }) => kind === 'write')).toHaveLength(before);
    },
  );

  it('by a token alone has nobody write it, and says where there is nothing to see', async () => {
    expect(await truenorth(['acme', '--post'], byToken())).toMatchObject({
      code: 2,
      err: expect.stringContaining('--post has the app write it'),
    });
    for (const of of ['nobody', 'acme/nowhere'])
      expect(await truenorth([of], byToken())).toMatchObject({
        code: 2,
        err: expect.stringMatching(`^truenorth: ${of} is not there`),
      });
  });

  it.each([
    [[], 'digest takes one organisation, or one repository'],
    [['acme', '--week', '2099-W01'], '2099-W01 is no complete week'],
    [['acme', '--week', 'last'], 'last is no complete week'],
    [['acme', '--week', '2026-W40', '--post'], '2026-W40 is only shown'],
    [['nobody'], 'the app is not installed on nobody'],
    [['acme/quiet', '--post'], 'acme/quiet cannot be told: communication.health is off'],
    [['acme/nowhere'], 'missing, archived, or not one that the app is installed on'],
  ])('%j is told what is wrong', async (args, said) => {
    expect(await truenorth(args)).toMatchObject({ code: 2, err: expect.stringContaining(said) });
  });

  it('without credentials says which are needed', async () => {
    expect(await truenorth(['acme'], { APP_ID: '', PRIVATE_KEY: '', WEBHOOK_SECRET: '' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('set APP_ID'),
    });
  });
});
