import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/registry.ts';
import { configured, type Playground, startPlayground } from '../support/playground.ts';

const ANOTHER = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();
const CLI = join(import.meta.dirname, '../../src/cli.ts');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'truenorth-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function truenorth(
  args: string[],
  env: Record<string, string> = {},
  cwd = folder,
  out: 'pipe' | number = 'pipe',
) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, ...args], {
    cwd,
    stdio: ['pipe', out, 'pipe'],
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (text) => (said.out += text));
  child.stderr?.on('data', (text) => (said.err += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...said };
}

describe('a command that is about the app’s database', () => {
  const here = (name: string) => existsSync(join(folder, name));

  it.each(['restored', 'queue'])(
    '%s says that there is none where the app does not run, and makes none',
    async (name) => {
      const answer = await truenorth([name]);
      expect(answer).toMatchObject({ code: 2, out: '' });
      expect(answer.err).toContain('there is no database in .truenorth; set TRUENORTH_DATA_DIR or DATABASE_URL');
      expect(here('.truenorth')).toBe(false);
    },
  );

  it('makes one where there is no backup and that is said', async () => {
    expect(await truenorth(['restored', '--new'], { TRUENORTH_DATA_DIR: 'new' })).toMatchObject({ code: 0 });
    expect(here('new/truenorth.sqlite')).toBe(true);
    expect(await truenorth(['restored'], { TRUENORTH_DATA_DIR: 'new' })).toMatchObject({ code: 0 });
  });
});

describe('the command line', () => {
  it.runIf(existsSync('/dev/full'))('says so where its result cannot be written, as on a full disk', async () => {
    const full = await open('/dev/full', 'w');
    const { code, err } = await truenorth(['config', 'schema'], {}, folder, full.fd).finally(() => full.close());
    expect(code).toBe(3);
    expect(err).toMatch(/^truenorth: the result could not be written \(ENOSPC.*\)\n$/);
  });

  it.runIf(process.platform === 'linux')('says so where there is room for a part of its result alone', async () => {
    const file = join(folder, 'part.json');
    const line = `ulimit -f 20; exec "${process.execPath}" --disable-warning=ExperimentalWarning "${CLI}" config schema > "${file}"`;
    const child = spawn('sh', ['-c', line]);
    let err = '';
    child.stderr.on('data', (text) => (err += text));
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(3);
    expect(err).toMatch(/^truenorth: EFBIG: file too large/);
  });

  it('does not mind who reads no further', async () => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'config', 'schema']);
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (text) => (err += text));
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    expect(err).toBe('');
  });

  it('lists every command, and has a help for each', async () => {
    const { code, out } = await truenorth(['--help']);
    expect(code).toBe(0);
    for (const { name } of commands) expect(out).toMatch(new RegExp(`^  ${name}`, 'm'));
    const helps = await Promise.all(commands.map(({ name }) => truenorth([name, '--help'])));
    for (const [i, { name, about }] of commands.entries())
      expect(helps[i]).toMatchObject({ code: 0, out: expect.stringMatching(new RegExp(`^truenorth ${name}`)) }) ??
        expect(helps[i]?.out).toContain(about);
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8'));
    expect(await truenorth(['--version'])).toMatchObject({ code: 0, out: `${version}\n` });
  });

  it.each([
    [[], 'truenorth: engineering-leadership', 2],
    [['synk'], 'there is no command "synk"; did you mean sync?', 2],
    [['frobnicate'], 'there is no command "frobnicate"\nTry --help', 2],
    [['sync'], 'sync takes one organisation', 2],
    [['backtest', 'acme/api', '--json', '--markdown'], 'backtest takes --json or --markdown, not both', 2],
    [['sync', 'acme', '--week', '4'], 'there is no option --week; did you mean --weeks?', 2],
    [['start', 'acme'], 'start takes options only, not "acme"', 2],
    [['doctor', 'acme/api'], 'doctor takes options only, not "acme/api"', 2],
    [['doctor'], 'set APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET', 2],
    [['config', 'validate', '.'], '. cannot be read: it is a folder', 2],
    [['config', 'schema', 'out.json'], 'config schema takes no file: it is printed', 2],
    [['config', 'validate', 'nowhere.yml'], 'nowhere.yml cannot be read: there is no such file', 2],
  ])('%j is told what is wrong, and how to go on', async (args, said, code) => {
    const answer = await truenorth(args);
    expect(answer.code).toBe(code);
    expect(answer.err + answer.out).toContain(said);
  });
});

describe('.env in the folder', () => {
  const inFolder = async (name: string, make: (path: string) => Promise<unknown>) => {
    const cwd = join(folder, name);
    await mkdir(cwd);
    await make(join(cwd, '.env'));
    return (args: string[]) => truenorth(args, {}, cwd);
  };

  it('is told where it cannot be read, and help is had without it', async () => {
    const ask = await inFolder('docker', (path) => mkdir(path));
    expect(await ask(['doctor'])).toEqual({
      ...{ code: 2, out: '' },
      err: 'truenorth: .env in this folder cannot be read: it is a folder\n',
    });
    expect(await ask(['--help'])).toMatchObject({ code: 0, err: '' });
  });

  it('may begin with the mark that some editors write, and its lines may end as on Windows', async () => {
    const ask = await inFolder('windows', (path) => writeFile(path, '\uFEFFGHE_HOST=a:b\r\nLOG_LEVEL=info\r\n'));
    expect(await ask(['doctor'])).toEqual({
      ...{ code: 2, out: '' },
      err: 'truenorth: GHE_HOST is a host name, with a port if need be\n',
    });
  });
});

describe('config', () => {
  it('prints the schema that the project ships', async () => {
    const shipped = await readFile(join(import.meta.dirname, '../../docs/truenorth.schema.json'), 'utf8');
    expect((await truenorth(['config', 'schema'])).out).toBe(shipped);
  });

  it('finds nothing wrong with what is right', async () => {
    await writeFile(join(folder, 'good.yml'), configured()['.github/truenorth.yml'] ?? '');
    expect(await truenorth(['config', 'validate', 'good.yml'])).toMatchObject({
      code: 0,
      out: 'good.yml: no problems\n',
    });
  });

  it('lists every problem with its place and how to mend it, for people and for scripts', async () => {
    await writeFile(
      join(folder, 'bad.yml'),
      'version: 1\nnorth-star:\n  statment: x\ncommunication: { timezone: Mars }\n',
    );
    const { code, out } = await truenorth(['config', 'validate', 'bad.yml'], { NO_COLOR: '1' });
    expect(code).toBe(2);
    expect(out.trim().split('\n')).toEqual([
      expect.stringMatching(/^bad\.yml:3:3: .*statment.*statement/),
      expect.stringMatching(/^bad\.yml:4:\d+: /),
    ]);
    const { problems } = JSON.parse((await truenorth(['config', 'validate', 'bad.yml', '--json'])).out);
    expect(problems).toMatchObject([{ line: 3, column: 3 }, { line: 4 }]);
  });
});

describe('doctor', () => {
  let play: Playground;
  const credentials = () => ({
    ...{
      APP_ID: String(play.github.app.id),
      PRIVATE_KEY: play.github.app.privateKey,
      WEBHOOK_SECRET: 'as it is there, too',
    },
    ...{ GHE_HOST: play.github.host, GHE_PROTOCOL: 'http', TRUENORTH_DATA_DIR: join(folder, 'data') },
  });
  beforeAll(async () => {
    play = await startPlayground();
    play.github.world.install();
    await play.quiet();
  });
  afterAll(() => play.close());

  it('looks at all that the app stands on, and says what is fine', async () => {
    const { code, out, err } = await truenorth(['doctor'], credentials());
    expect([code, err]).toEqual([0, 'Nothing is broken.\n']);
    for (const about of ['database', 'queue', 'credentials', 'clock', 'webhook address', 'deliveries', 'acme'])
      expect(out).toMatch(new RegExp(`^✓ ${about}: `, 'm'));
  });

  it('writes nothing', () => {
    expect(play.github.calls.filter(({ kind }) => kind === 'write')).toEqual([]);
  });

  it('tells a key that is not the app’s, and a GitHub that is not there, by its exit code too', async () => {
    const other = await truenorth(['doctor'], { ...credentials(), PRIVATE_KEY: ANOTHER });
    expect(other).toMatchObject({ code: 1, out: expect.stringContaining('✗ credentials: ') });
    const gone = await truenorth(['doctor', '--json'], { ...credentials(), GHE_HOST: '127.0.0.1:1' });
    expect(gone.code).toBe(3);
    expect(JSON.parse(gone.out)).toContainEqual(expect.objectContaining({ about: 'credentials', state: 'broken' }));
  });
});
