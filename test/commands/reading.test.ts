import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { CONFIG, configured, lines } from '../support/playground.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
const MERGED = 45;
let github: PlayedGitHub;
let folder: string;
/** What befalls calls, by what they ask. */
let befalls: (body: string) => { status: number; headers?: Record<string, string>; body?: unknown } | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truenorth-reading-'));
  github = await startPlayedGitHub({ fault: ({ body }) => befalls(body) });
  befalls = () => undefined;
  const { world } = github;
  world.addRepo({ name: 'acme/api', files: configured() });
  world.addRepo({ name: 'acme/plain', files: { 'README.md': '# plain\n' } });
  const broken = 'version: 1\nsecurty: {}\ntrust: { mentrs: a/b }\n';
  world.addRepo({ name: 'acme/broken', files: { '.github/truenorth.yml': broken } });
  for (let n = 1; n <= MERGED; n++) {
    const changed = { 7: { 'services/auth/a.ts': lines(3) }, 9: { 'src/nine.ts': '// TODO later\n' } }[n];
    const files = changed ?? { [`docs/${n}.md`]: 'a\n' };
    world.merge(world.openPull({ repo: 'acme/api', title: `Merged ${n}`, files, body: '', by: 'ada' }));
  }
  const files = { 'services/auth/b.ts': lines(3) };
  world.openPull({ repo: 'acme/api', title: 'Tokens \u001b[31mred', files, body: 'Outcome: activation', by: 'bob' });
  world.openPull({
    repo: 'acme/api',
    title: 'Words',
    files: { 'a.md': 'a\n' },
    body: 'Outcome: activation',
    by: 'bob',
  });
});
afterAll(async () => {
  await github.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  befalls = () => undefined;
  github.calls.length = 0;
});

async function truenorth(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
    cwd: folder,
    env: {
      ...{ PATH: process.env.PATH ?? '', GITHUB_TOKEN: github.newToken(), GHE_HOST: github.host, GHE_PROTOCOL: 'http' },
      ...{ XDG_CACHE_HOME: join(folder, 'cache'), ...env },
    },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => (said.out += text));
  child.stderr.on('data', (text) => (said.err += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...said };
}

const [stopped, passed] = [`acme/api#${MERGED + 1}`, `acme/api#${MERGED + 2}`];

describe('check', () => {
  it('judges a pull request by a token: verdict, reason, and how to mend it', async () => {
    const { code, out } = await truenorth(['check', stopped]);
    expect(code).toBe(1);
    expect(out).toMatch(/unmet {2,}security\/threat-model \(require\)\n {6}\S.*\n {6}→ \S/);
    expect(out).toMatch(/met {2,}north-star\/outcome/);
    expect(out).not.toContain('\u001b');
  });

  it('tells scripts the same', async () => {
    const { code, out } = await truenorth(['check', passed, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ pull: passed, title: 'Words', conclusion: 'success' });
  });

  it('writes nothing', () => expect(github.calls.filter(({ kind }) => kind === 'write')).toEqual([]));

  it.each([
    ['acme/api', 2, 'check takes one pull request, as owner/repo#12'],
    ['acme/api#999', 2, 'acme/api#999 is not there'],
    ['acme/nowhere#1', 2, 'acme/nowhere is not there'],
    ['acme/plain#1', 2, 'acme/plain has no configuration to judge by'],
  ])('%s is answered with what to do', async (pull, code, said) => {
    expect(await truenorth(['check', pull])).toMatchObject({ code, err: expect.stringContaining(said) });
  });
});

describe('backtest', () => {
  const backtest = (...args: string[]) => truenorth(['backtest', 'acme/api', ...args]);

  it('tells which pull requests would have been stopped, by which rule, and why', async () => {
    const { code, out, err } = await backtest('--last', String(MERGED));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`the last ${MERGED} merged pull requests`);
    expect(out).toContain('in force: would have stopped 1');
    expect(out).toMatch(/#7 Merged 7\n {4}security\/threat-model: \S/);
    expect(github.calls.length).toBeLessThan(8);
  });

  it('a second run with another configuration calls nobody, and stands beside the first', async () => {
    await writeFile(
      join(folder, 'other.yml'),
      CONFIG.replace('threat-model: { level: require }', 'tests: { level: require }'),
    );
    await backtest('--last', String(MERGED));
    github.calls.length = 0;
    const { out } = await backtest('--last', String(MERGED), '--config', 'other.yml', '--json');
    expect(github.calls).toEqual([]);
    const { configurations } = JSON.parse(out);
    expect(configurations).toMatchObject([{ configuration: 'other.yml', pulls: MERGED }, { stopped: 1 }]);
    const markdown = (await backtest('--config', 'other.yml', '--markdown')).out;
    expect(markdown).toContain('| Guardrail | `in force` | `other.yml` |');
    expect(markdown).toContain('| `security/threat-model` | require: 1 stopped | advise: 1 advised |');
  });

  it('on a terminal, too, two configurations stand in one table, and what each alone would have stopped is told', async () => {
    await writeFile(join(folder, 'less.yml'), CONFIG.replace('threat-model: { level: require }', 'tests: {}'));
    const { out } = await backtest('--last', String(MERGED), '--config', 'less.yml');
    expect(out).toMatch(/^ {2}rule +in force +unmet +less\.yml +unmet +proposed$/m);
    expect(out).toMatch(
      /^ {2}security\/threat-model +require: 1 stopped +1\/1 +advise: 1 advised +1\/1 +too few to tell$/m,
    );
    expect(out).toMatch(/^Stopped by in force alone\n {2}#7 Merged 7\n/m);
    const markdown = (await backtest('--config', 'less.yml', '--markdown')).out;
    expect(markdown).toMatch(
      /^\| Stopped by `in force` alone \| By \| Why \|\n.*\n\| `#7` `Merged 7` \| `security\/threat-model` \| /m,
    );
    const back = await backtest('--last', String(MERGED), '--against', 'less.yml');
    expect(back.out).toMatch(/^Stopped by in force\n {2}#7 Merged 7 \(not by less\.yml\)\n/m);
  });

  it.each([
    [['--last', '0'], '--last is a number from 1 to 5000'],
    [['--last', '1e2'], '--last is a number from 1 to 5000'],
    [['--config', ''], "'' cannot be read"],
    [['--config', '.'], '. cannot be read: it is a folder'],
    [['--cache', 'a-file'], 'name another folder with --cache DIR'],
  ])('%j is told what is wrong, and nobody is called', async (args, said) => {
    await writeFile(join(folder, 'a-file'), '');
    expect(await backtest(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(said) });
    expect(github.calls).toEqual([]);
  });

  it('lists every mistake of the one in force, where that is what would be tried', async () => {
    const { code, err } = await truenorth(['backtest', 'acme/broken']);
    expect(code).toBe(2);
    expect(err.split('\n')).toEqual([
      expect.stringMatching(/^\.github\/truenorth\.yml:2:1: securty/),
      expect.stringMatching(/^\.github\/truenorth\.yml:3:10: mentrs/),
      expect.stringContaining('no configuration is in force while the repository’s is not mended'),
      ...['Try --help.', ''],
    ]);
    expect((await truenorth(['backtest', 'acme/plain'])).err).toContain('has no configuration in force: name one');
  });

  it('proposes a level for each rule, from the share that would have been stopped', async () => {
    const { configurations } = JSON.parse((await backtest('--json')).out);
    const proposed = (id: string) => configurations[0].rules.find(({ rule }: { rule: string }) => rule === id).proposed;
    expect(proposed('north-star/outcome')).toBe('observe');
    expect(proposed('security/threat-model')).toBe(null);
  });

  it('rules that read diffs are tried with --deep alone, at a call a pull request', async () => {
    await writeFile(join(folder, 'marker.yml'), `${CONFIG}technical-debt: { marker: { level: require } }\n`);
    const args = ['--last', '45', '--config', 'marker.yml', '--json'];
    const of = async (...more: string[]) => JSON.parse((await backtest(...args, ...more)).out).configurations[0];
    expect((await of()).notTested).toContain('technical-debt/marker');
    const deep = await of('--deep');
    expect(github.calls.length).toBe(MERGED);
    expect(deep.notTested).not.toContain('technical-debt/marker');
    expect(deep.stops.map(({ number }: { number: number }) => number).sort()).toEqual([7, 9]);
    expect((await of('--deep')).stopped).toBe(2);
    expect(github.calls.length).toBe(MERGED);
  });

  it('lists every mistake of a configuration', async () => {
    await writeFile(join(folder, 'bad.yml'), `${CONFIG}securty: {}\ntrust: { mentrs: a/b }\n`);
    const { code, err } = await backtest('--config', 'bad.yml');
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toEqual([
      expect.stringMatching(/^bad\.yml:14:1: /),
      expect.stringMatching(/^bad\.yml:15:10: /),
    ]);
  });

  it('goes on where it was, after a rate limit half-way', async () => {
    const cache = ['--cache', join(folder, 'halfway'), '--last', String(MERGED)];
    const reset = String(Math.floor(Date.now() / 1000) + 600);
    befalls = (body) =>
      /"after":"/.test(body)
        ? {
            status: 403,
            headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
            body: { message: 'API rate limit exceeded' },
          }
        : undefined;
    const broken = await backtest(...cache);
    expect(broken).toMatchObject({
      code: 3,
      err: expect.stringMatching(/rate limit is used up.*same command again after 20/),
    });
    befalls = () => undefined;
    github.calls.length = 0;
    expect((await backtest(...cache)).out).toContain(`the last ${MERGED} merged`);
    expect(github.calls.map(({ route }) => route)).toEqual(['graphql PastPulls']);
  });

  it('what is kept, nobody else may read', async () => {
    const kept = join(folder, 'cache', 'truenorth', 'backtest-1');
    expect((await stat(kept)).mode & 0o077).toBe(0);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ['no token', { GITHUB_TOKEN: '' }, 2, 'set GITHUB_TOKEN'],
    ['a blank token', { GITHUB_TOKEN: ' \n' }, 2, 'set GITHUB_TOKEN'],
    ['a host that is none', { GHE_HOST: 'ghe.example:99999' }, 2, 'truenorth: GHE_HOST is a host name'],
    ['a token that is none', { GITHUB_TOKEN: 'nonsense' }, 2, 'expired or revoked'],
    ['a GitHub that is not there', { GHE_HOST: '127.0.0.1:1' }, 3, 'GHE_HOST and GHE_PROTOCOL if they are set'],
  ])('%s is told with what to do', async (_, env, code, said) => {
    const answer = await truenorth(['backtest', 'acme/api', '--cache', join(folder, 'none')], env);
    expect(answer).toMatchObject({ code, out: '', err: expect.stringContaining(said) });
  });

  it('what answers and is no GitHub is told, too', async () => {
    const ask = () => truenorth(['check', passed]);
    const told = {
      code: 2,
      out: '',
      err: 'truenorth: what answers is not GitHub’s API: look at GHE_HOST and GHE_PROTOCOL\n',
    };
    befalls = () => ({ status: 404, body: 'no such page' });
    expect(await ask()).toEqual(told);
    befalls = () => ({ status: 200, body: { hello: 'world' } });
    expect(await ask()).toEqual(told);
  });

  it('a token with a line break within is told, and shown nowhere', async () => {
    const token = github.newToken();
    const env = { GITHUB_TOKEN: `${token.slice(0, 9)}\n${token.slice(9)}` };
    const answer = await truenorth(['backtest', 'acme/api', '--cache', join(folder, 'none')], env);
    expect(answer).toMatchObject({ code: 2, out: '', err: expect.stringContaining('GITHUB_TOKEN has a space') });
    expect(answer.err).not.toContain(token.slice(9));
    const around = await truenorth(['check', passed], { GITHUB_TOKEN: ` ${token}\n` });
    expect(around).toMatchObject({ code: 0, err: '' });
  });

  it('a token without scope, and a repository that is not there, too', async () => {
    const said = { message: 'Your token has not been granted the required scopes', type: 'INSUFFICIENT_SCOPES' };
    befalls = () => ({ status: 200, body: { data: null, errors: [said] } });
    const scope = await truenorth(['backtest', 'acme/api', '--cache', join(folder, 'none')]);
    expect(scope).toMatchObject({
      code: 2,
      err: expect.stringMatching(/permission is missing.*read access to contents/),
    });
    befalls = () => undefined;
    const nowhere = await truenorth(['backtest', 'acme/nowhere']);
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('acme/nowhere is not there') });
  });
});
