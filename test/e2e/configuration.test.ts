import { afterEach, describe, expect, it } from 'vitest';
import { CONFIG, configured, lines, type Playground, startPlayground } from '../support/playground.ts';

const AUTH = { 'services/auth/token.ts': lines(40) };
const PATH = '.github/truenorth.yml';
let play: Playground;
afterEach(() => play.close());

const open = async (repo = 'acme/api', options: object = {}) => {
  const pull = play.github.world.openPull({ repo, title: 'Exchange tokens', files: AUTH, by: 'bob', ...options });
  await play.quiet();
  return pull;
};

const push = async (text: string, repo = 'acme/api') => {
  play.github.world.commitTo(repo, { files: { [PATH]: text } });
  await play.quiet();
};

describe('a configuration', () => {
  it('that is pushed judges the open pull requests again', async () => {
    play = await startPlayground();
    const pull = await open();
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'failure' }]);
    await push(CONFIG.replace('level: require', 'level: advise'));
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'neutral' }]);
  });

  it('that is the first one judges pull requests that were open before', async () => {
    play = await startPlayground({ repos: { 'acme/api': { 'README.md': '# api\n' } } });
    const pull = await open();
    expect(play.checks(pull)).toEqual([]);
    await push(CONFIG);
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'failure' }]);
  });

  it('is read once and kept', async () => {
    play = await startPlayground();
    await open();
    play.calls();
    await open();
    expect(play.calls().filter((route) => route.includes('Rules'))).toEqual([]);
  });

  it('on the head of a pull request judges nothing', async () => {
    play = await startPlayground();
    const pull = await open('acme/api', { files: { ...AUTH, [PATH]: 'version: 1\n' } });
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'failure' }]);
  });

  it("of the organisation holds for its repositories, and they may change it where it isn't locked", async () => {
    const defaults = `${CONFIG}locked: [security/threat-model]\n`;
    play = await startPlayground({
      repos: {
        'acme/.github': configured(defaults),
        'acme/plain': { 'README.md': '#\n' },
        'acme/own': configured(
          'version: 1\nsecurity: { threat-model: { level: "off" } }\nresilience: { observability: { level: "off" } }\n',
        ),
      },
    });
    expect(play.checks(await open('acme/plain'))).toMatchObject([
      { conclusion: 'failure', title: '1 required, 2 advised of 3 guardrails unmet' },
    ]);
    const [check] = play.checks(await open('acme/own'));
    expect(check).toMatchObject({ conclusion: 'failure', title: '1 required, 1 advised of 2 guardrails unmet' });
    expect(check?.summary).toContain('`security/threat-model` is locked');
  });

  it('of the organisation that changes judges the pull requests of all its repositories', async () => {
    play = await startPlayground({ repos: { 'acme/.github': configured(), 'acme/a': { x: '' }, 'acme/b': { x: '' } } });
    const pulls = [await open('acme/a'), await open('acme/b')];
    await push(CONFIG.replace('level: require', 'level: advise'), 'acme/.github');
    for (const pull of pulls) expect(play.checks(pull)).toMatchObject([{ conclusion: 'neutral' }]);
  });

  it('of the organisation is out of force once its repository is renamed', async () => {
    play = await startPlayground({ repos: { 'acme/.github': configured(), 'acme/a': { x: '' } } });
    const pull = await open('acme/a');
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'failure' }]);
    play.github.world.renameRepo('acme/.github', 'was-github');
    await play.quiet();
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'success' }]);
    expect(play.labels(pull)).toEqual([]);
  });
});

describe('a broken configuration', () => {
  it.each([
    [
      'a key that is mistyped',
      CONFIG.replace('security:', 'securty:'),
      /`\.github\/truenorth\.yml:12:1`.*`securty`.*Did you mean `security`/,
    ],
    ['text that is no YAML', `${CONFIG}  - [`, /truenorth\.yml:\d+:\d+`/],
    ['aliases that multiply', `${bomb()}${CONFIG}`, /truenorth\.yml:\d+:\d+`/],
    ['a megabyte', `${CONFIG}# ${'x'.repeat(1_000_000)}\n`, /truenorth\.yml:1:1`.*(KiB|bytes)/],
  ])('with %s leaves the last good one in force, and the check says so', async (_, text, said) => {
    play = await startPlayground();
    const pull = await open();
    await push(text);
    const checks = play.checks(pull);
    expect(checks).toMatchObject([{ conclusion: 'failure', title: '1 required, 2 advised of 3 guardrails unmet' }]);
    expect(checks[0]?.summary).toMatch(said);
    expect(checks[0]?.summary).toMatch(/stays in force/);
  });

  it('whose last good text nobody remembers is found in the history', async () => {
    play = await startPlayground();
    play.github.world.commitTo('acme/api', { files: { [PATH]: 'version: 2\n' } });
    await play.quiet();
    const pull = await open();
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'failure' }]);
    expect(play.checks(pull)[0]?.summary).toMatch(/stays in force/);
  });

  it('that was never good is told on the check, which nobody can take for passed', async () => {
    play = await startPlayground({ repos: { 'acme/api': configured('version: 2\n') } });
    const pull = await open();
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'action_required', title: 'The configuration has errors' }]);
    expect(play.checks(pull)[0]?.summary).toMatch(/truenorth\.yml:1:10`/);
    expect([play.labels(pull), play.comments(pull)]).toEqual([[], []]);
    await push(CONFIG);
    expect(play.checks(pull)).toMatchObject([
      { conclusion: 'failure', title: '1 required, 2 advised of 3 guardrails unmet' },
    ]);
  });
});

describe("an organisation's configuration that cannot be seen", () => {
  it('is not taken for none', async () => {
    play = await startPlayground({ repos: { 'acme/.github': configured(), 'acme/api': configured() } });
    play.github.world.install(['acme/api']);
    await play.quiet();
    const pull = await open();
    expect(play.checks(pull)[0]?.summary).toMatch(/[Oo]rganisation policy not visible/);
  });
});

/** Nine levels of ten aliases each. */
function bomb(): string {
  const level = (n: number) =>
    `a${n}: &a${n} [${Array.from({ length: 10 }, () => (n === 0 ? 'x' : `*a${n - 1}`)).join(', ')}]\n`;
  return Array.from({ length: 9 }, (_, n) => level(n)).join('');
}
