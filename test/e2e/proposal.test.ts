import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONFIG, configured, lines, type Playground, startPlayground } from '../support/playground.ts';

const PATH = '.github/truenorth.yml';
let play: Playground;

beforeAll(async () => {
  play = await startPlayground();
  const { world } = play.github;
  for (const n of [1, 2, 3]) {
    const files = n === 3 ? { 'docs/a.md': 'a\n' } : { [`services/auth/${n}.ts`]: lines(3) };
    world.merge(
      world.openPull({ repo: 'acme/api', title: `Merged ${n}`, files, body: 'Outcome: activation', by: 'ada' }),
    );
  }
  await play.quiet();
});
afterAll(() => play.close());

const propose = async (text: string | null) => {
  const pull = play.github.world.openPull({
    repo: 'acme/api',
    title: 'Other rules',
    files: { [PATH]: text },
    by: 'bob',
  });
  await play.quiet();
  return play.checks(pull).at(-1);
};

describe('a pull request that changes the configuration', () => {
  it('tells what it would have done to what was merged, beside the one in force', async () => {
    const check = await propose(CONFIG.replace('level: require', 'level: advise'));
    expect(check?.summary).toContain(
      'Of the last 3 merged pull requests, the proposed configuration would have stopped 0; the one in force, 2.',
    );
    expect(check?.summary).toContain('| `security/threat-model` | require: 2 stopped | advise: 2 advised |');
  });

  it('says which rules were not backtested', async () => {
    const check = await propose(`${CONFIG}technical-debt: { marker: { level: require } }\n`);
    expect(check?.summary).toMatch(
      /Not backtested, since they need more than is read here: .*`technical-debt\/marker`/,
    );
  });

  it('has its mistakes annotated on their lines, and is not passed over', async () => {
    const check = await propose(`${CONFIG}securty: { tests: { level: require } }\n`);
    expect(check).toMatchObject({ title: expect.stringContaining('the proposed configuration has a problem') });
    expect(check?.annotations).toMatchObject([
      { path: PATH, start_line: 14, message: expect.stringContaining('Did you mean `security`') },
    ]);
    expect(check?.conclusion).not.toBe('success');
  });

  it('is not passed over either where it is no text at all', async () => {
    const check = await propose('\0');
    expect(check?.annotations).toMatchObject([{ path: PATH, message: expect.stringContaining('is no text') }]);
    expect(check?.conclusion).not.toBe('success');
  });

  it('that takes it away says so', async () => {
    expect((await propose(null))?.summary).toContain('takes the configuration away');
  });

  it('is read and tried once, not with every edit', async () => {
    const pull = play.github.world.openPull({
      ...{ repo: 'acme/api', title: 'Once', by: 'bob' },
      files: { [PATH]: CONFIG.replace('level: require', 'level: observe') },
    });
    await play.quiet();
    play.calls();
    play.github.world.editPull(pull, { body: 'Some words.', by: 'bob' });
    await play.quiet();
    expect(play.calls()).toEqual([]);
  });
});

describe('the configuration is taken away', () => {
  it('Truenorth takes its labels back, lets its check pass, says so once, and is silent', async () => {
    const alone = await startPlayground({ repos: { 'acme/api': configured() } });
    try {
      const { world } = alone.github;
      const pull = world.openPull({
        repo: 'acme/api',
        title: 'x',
        files: { 'services/auth/a.ts': lines(3) },
        by: 'bob',
      });
      await alone.quiet();
      expect(alone.labels(pull)).not.toEqual([]);
      world.commitTo('acme/api', { files: { [PATH]: null } });
      await alone.quiet();
      expect(alone.labels(pull)).toEqual([]);
      expect(alone.checks(pull).at(-1)).toMatchObject({ conclusion: 'success', title: 'No configuration' });
      expect(alone.comments(pull)).toEqual([expect.stringContaining('There is no `.github/truenorth.yml` any more')]);
      alone.calls();
      world.editPull(pull, { body: 'y', by: 'bob' });
      await alone.quiet();
      expect(alone.calls().filter((route) => route.includes('Write'))).toEqual([]);
    } finally {
      await alone.close();
    }
  });
});
