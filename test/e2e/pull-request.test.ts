import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPostgres } from '../adapters/database/databases.ts';
import { ANSWERED, configured, lines, type Playground, startPlayground } from '../support/playground.ts';

const REPOS = { 'acme/api': configured(), 'acme/silent': { 'README.md': '# silent\n' } };
const AUTH = { 'services/auth/token.ts': lines(40) };

describe.each(['the embedded database', 'PostgreSQL'])('a pull request, on %s', (database) => {
  let play: Playground;
  beforeAll(async () => {
    const databaseUrl = database === 'PostgreSQL' ? (await newPostgres()).url : undefined;
    play = await startPlayground({ ...(databaseUrl ? { databaseUrl } : {}), repos: REPOS });
  });
  afterAll(() => play.close());

  const open = async (options: object = {}) => {
    const pull = play.github.world.openPull({
      repo: 'acme/api',
      title: 'Exchange tokens',
      files: AUTH,
      by: 'bob',
      ...options,
    });
    await play.quiet();
    return pull;
  };

  it('gets its check, its labels and one comment, and they follow what people do', async () => {
    const { world } = play.github;
    const pull = await open();
    expect(play.checks(pull)).toMatchObject([
      {
        name: 'truenorth',
        status: 'completed',
        conclusion: 'failure',
        title: '1 required, 2 advised of 3 guardrails unmet',
      },
    ]);
    expect(play.labels(pull)).toEqual(['needs: observability', 'needs: threat-model', 'north-star: unaligned']);
    expect(play.comments(pull)).toHaveLength(1);
    expect(play.comments(pull)[0]).toMatch(
      /^<!-- truenorth:review -->\n\*\*One thing before this merges, two worth adding\.\*\*/,
    );

    world.editPull(pull, { body: ANSWERED, by: 'bob' });
    await play.quiet();
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'success', title: 'All 3 guardrails met' }]);
    expect(play.labels(pull)).toEqual(['north-star: reliability']);
    expect(play.comments(pull)).toEqual([
      '<!-- truenorth:review -->\nAll guardrails are met. Serves `The booking page is always up`.',
    ]);

    world.push(pull, { files: { 'services/auth/more.ts': lines(5) }, by: 'bob' });
    await play.quiet();
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'success' }]);
    expect(play.comments(pull)).toHaveLength(1);
  });

  it('costs no call where an event changes nothing', async () => {
    const { world } = play.github;
    const pull = await open();
    play.calls();
    world.editPull(pull, { body: 'Some more words.', by: 'bob' });
    await play.quiet();
    world.addLabel(pull, 'bug', { by: 'cleo' });
    await play.quiet();
    world.comment(pull, 'Looks good', { by: 'cleo' });
    await play.quiet();
    world.close(pull, { by: 'bob' });
    await play.quiet();
    expect(play.calls()).toEqual([]);
  });

  it('merges events that come while it waits', async () => {
    const pull = await open();
    play.calls();
    for (const n of [1, 2, 3, 4, 5]) play.github.world.editPull(pull, { body: `${ANSWERED}\n${n}`, by: 'bob' });
    await play.quiet();
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'success' }]);
    // Those that came before the first run read, and those that came during it; one by one it would be ten calls and more.
    expect(play.calls().length).toBeLessThanOrEqual(5);
  });

  it('is declared to serve an outcome by a label that a person sets', async () => {
    const pull = await open({ files: { 'a.ts': lines(2) } });
    play.github.world.addLabel(pull, 'north-star: reliability', { by: 'cleo' });
    await play.quiet();
    expect(play.labels(pull)).toEqual(['north-star: reliability']);
    play.github.world.removeLabel(pull, 'north-star: reliability', { by: 'cleo' });
    await play.quiet();
    expect(play.labels(pull)).toEqual(['north-star: unaligned']);
  });

  it('keeps an inferred label away once a person took it off', async () => {
    const pull = await open({ files: { 'apps/onboarding/a.ts': lines(2) } });
    expect(play.labels(pull)).toEqual(['north-star: activation']);
    play.github.world.removeLabel(pull, 'north-star: activation', { by: 'cleo' });
    await play.quiet();
    play.github.world.push(pull, { files: { 'apps/onboarding/b.ts': lines(2) }, by: 'bob' });
    await play.quiet();
    expect(play.labels(pull)).toEqual(['north-star: unaligned']);
  });

  it('gets back a declared label that somebody took off, while its declaration stands', async () => {
    const pull = await open({ files: { 'a.ts': lines(2) }, body: 'Outcome: activation' });
    play.github.world.removeLabel(pull, 'north-star: activation', { by: 'cleo' });
    await play.quiet();
    expect(play.labels(pull)).toEqual(['north-star: activation']);
  });

  it.each([
    ['a draft', { draft: true, by: 'bob' }],
    ['from a fork', { fork: true, by: 'stranger' }],
    ["a bot's", { by: 'dependabot[bot]' }],
  ])('has its check also when it is %s', async (_, options) => {
    const pull = await open(options);
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'failure' }]);
  });

  it('shares one check with another from the same head: the worst verdict, both named', async () => {
    const { world } = play.github;
    world.commitTo('acme/api', { branch: 'next', files: { 'NEXT.md': 'soon\n' } });
    const first = await open({ head: 'shared-topic', body: ANSWERED });
    const second = world.openPull({
      repo: 'acme/api',
      title: 'The same for next',
      head: 'shared-topic',
      base: 'next',
      by: 'bob',
    });
    await play.quiet();
    await play.quiet();
    const checks = play.checks(first);
    expect(checks).toHaveLength(1);
    expect(checks[0]).toMatchObject({
      conclusion: 'failure',
      title: `2 pull requests: #${first.number}, #${second.number}`,
    });
    world.editPull(second, { body: ANSWERED, by: 'bob' });
    await play.quiet();
    expect(play.checks(first)).toMatchObject([{ conclusion: 'success' }]);
    world.editPull(second, { body: '', by: 'bob' });
    await play.quiet();
    world.close(second, { by: 'bob' });
    await play.quiet();
    expect(play.checks(first)).toMatchObject([{ conclusion: 'success', title: 'All 3 guardrails met' }]);
  });

  it('passes its verdict on to the merge queue’s commit', async () => {
    const { world } = play.github;
    const good = await open({ files: { 'q/a.ts': lines(3) }, body: 'Outcome: activation' });
    const bad = await open({ files: { 'q/auth.ts': lines(3) }, body: 'Outcome: activation' });
    play.calls();
    const group = world.requestMergeGroup('acme/api', [good.number, bad.number]);
    await play.quiet();
    const onGroup = () => group.repo.checks.filter(({ headSha }) => headSha === group.headSha);
    expect(onGroup()).toMatchObject([{ name: 'truenorth', conclusion: 'failure' }]);
    expect(play.calls()).toHaveLength(2);
    world.editPull(bad, { body: ANSWERED, by: 'bob' });
    await play.quiet();
    expect(onGroup()).toMatchObject([{ conclusion: 'success' }]);
  });

  it('finds its label among more than a hundred', async () => {
    for (let n = 0; n < 120; n++) play.github.world.createLabel('acme/api', { name: `a label ${n}` });
    const pull = await open({ files: { 'a.ts': lines(2) }, body: 'Outcome: activation' });
    expect(play.labels(pull)).toEqual(['north-star: activation']);
  });

  it('that was closed long ago is left alone when somebody edits it', async () => {
    const { world } = play.github;
    const old = world.openPull({ repo: 'acme/silent', title: 'Old', files: AUTH, by: 'bob' });
    await play.quiet();
    world.close(old, { by: 'bob' });
    await play.quiet();
    world.commitTo('acme/silent', { files: configured() });
    await play.quiet();
    world.editPull(old, { body: 'A typo', by: 'bob' });
    await play.quiet();
    expect([play.checks(old), play.comments(old), play.labels(old)]).toEqual([[], [], []]);
    world.commitTo('acme/silent', { files: { '.github/truenorth.yml': null } });
    await play.quiet();
  });

  it('is judged as before after a restart, and nothing is written again', async () => {
    const pull = await open();
    await play.restart();
    play.calls();
    play.github.world.editPull(pull, { body: 'Other words, same verdict', by: 'bob' });
    await play.quiet();
    expect(play.checks(pull)).toHaveLength(1);
    expect(play.comments(pull)).toHaveLength(1);
  });

  it('writes nothing at all in a repository without a configuration, and asks once', async () => {
    const { world } = play.github;
    const pull = world.openPull({ repo: 'acme/silent', title: 'Exchange tokens', files: AUTH, by: 'bob' });
    await play.quiet();
    play.calls();
    world.editPull(pull, { body: 'x', by: 'bob' });
    await play.quiet();
    expect(play.calls()).toEqual([]);
    expect([pull.repo.checks, pull.labels, pull.comments]).toEqual([[], [], []]);
  });
});
