import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Issue, Pull } from '../../src/sandbox/github/entities.ts';
import { configured, type Playground, startPlayground } from '../support/playground.ts';

const CONFIG = `version: 1
technical-debt:
  budget: { points: 10, level: require }
`;

let play: Playground;
beforeAll(async () => {
  play = await startPlayground({ repos: { 'acme/api': configured(CONFIG), 'acme/calm': configured(CONFIG) } });
});
afterAll(() => play.close());

const world = () => play.github.world;
const issuesOf = (repo: string): Issue[] =>
  [...world().repoOf(repo).threads.values()].filter((thread) => thread.kind === 'issue');
const ledgers = (repo = 'acme/api') => issuesOf(repo).filter(({ title }) => title === 'Technical debt ledger');
const firstLine = () => ledgers()[0]?.body.split('\n')[0];

async function debt(title: string, labels: string[], body = ''): Promise<Issue> {
  const issue = world().openIssue({ repo: 'acme/api', title, body, labels: ['tech-debt', ...labels], by: 'bob' });
  await play.quiet();
  return issue;
}

async function open(options: object = {}): Promise<Pull> {
  const wanted = {
    repo: 'acme/api',
    title: 'Tidy up',
    files: { 'docs/a.md': `${Math.random()}\n` },
    by: 'bob',
    ...options,
  };
  const pull = world().openPull(wanted);
  await play.quiet();
  return pull;
}
const conclusion = (pull: Pull) => play.checks(pull).at(-1)?.conclusion;

describe('the debt ledger', () => {
  it('is one issue, edited in place as debts come, change and go', async () => {
    const parser = await debt('Old parser', ['debt: 8']);
    expect(ledgers()).toHaveLength(1);
    const [ledger] = ledgers();
    expect(ledger?.labels.map(({ name }) => name)).toEqual(['truenorth-ledger']);
    expect(ledger?.author.login).toBe('truenorth-sandbox[bot]');
    expect(firstLine()).toBe('Open: 8 of 10 points');
    const other = await debt('Flaky tests', [], 'Debt: 2');
    expect(firstLine()).toBe('Open: 10 of 10 points');
    world().close(other, { reason: 'not_planned' });
    await play.quiet();
    world().removeLabel(parser, 'debt: 8');
    await play.quiet();
    expect(firstLine()).toBe('Open: 1 of 10 points');
    expect(ledger?.body).toContain(`| #${parser.number} | 1 (not estimated) | 0 weeks | 1 |`);
    world().addLabel(parser, 'debt: 8');
    await play.quiet();
    expect(firstLine()).toBe('Open: 8 of 10 points');
    expect(ledgers()).toHaveLength(1);
  });

  it('is not written where nothing changed, nor read for issues that are none of its business', async () => {
    const before = ledgers()[0]?.updatedAt;
    const [parser] = issuesOf('acme/api');
    play.calls();
    world().openIssue({ repo: 'acme/api', title: 'A question', labels: ['question'], by: 'bob' });
    await play.quiet();
    expect(play.calls()).toEqual([]);
    if (parser) world().edit(parser, { title: 'The old parser', by: 'bob' });
    await play.quiet();
    expect(play.calls()).toEqual(['graphql PastIssues']);
    expect(ledgers()[0]?.updatedAt).toBe(before);
  });

  it('tells odd points, and counts them as if they were not there', async () => {
    const odd = await debt('Absurd', ['debt: 1e9']);
    expect(firstLine()).toBe('Open: 9 of 10 points');
    expect(ledgers()[0]?.body).toContain(`- #${odd.number}: \`1e9\` is not a number of points from 0 to 1,000`);
    world().close(odd);
    await play.quiet();
  });

  it('is not opened in a repository that never had debt', async () => {
    world().openPull({ repo: 'acme/calm', title: 'Calm', files: { a: 'a\n' }, by: 'bob' });
    await play.quiet();
    expect(ledgers('acme/calm')).toEqual([]);
  });

  it('forgets an issue that was deleted', async () => {
    const gone = await debt('Gone', ['debt: 1']);
    expect(firstLine()).toBe('Open: 9 of 10 points');
    world().deleteIssue(gone);
    await play.quiet();
    expect(firstLine()).toBe('Open: 8 of 10 points');
  });

  it('is opened anew where somebody deleted it', async () => {
    const [ledger] = ledgers();
    if (ledger) world().deleteIssue(ledger);
    const issue = await debt('One more', ['debt: 1']);
    await play.quiet();
    expect(ledgers()).toHaveLength(1);
    expect(firstLine()).toBe('Open: 9 of 10 points');
    world().close(issue);
    await play.quiet();
  });
});

describe('a pull request that adds debt', () => {
  it('passes while the budget has room, is stopped once it is spent, and passes again when debt is paid', async () => {
    const pull = await open({ labels: ['adds-debt'] });
    expect(conclusion(pull)).toBe('success');
    expect(play.checks(pull).at(-1)?.summary).toContain('8 of 10 points are open');
    const issue = await debt('Another', ['debt: 3']);
    expect(conclusion(pull)).toBe('failure');
    expect(play.checks(pull).at(-1)?.summary).toContain('the debt budget is spent: 11 of 10 points are open');
    expect(play.comments(pull)[0]).toContain(`closing \`#${issue.number}\` (3) brings it back`);
    world().close(issue);
    await play.quiet();
    expect(conclusion(pull)).toBe('success');
  });

  it('by a marker is told as one by a label', async () => {
    const issue = await debt('Another', ['debt: 3']);
    const pull = await open({ files: { 'src/a.ts': `// TODO(#${issue.number}): mend\n` } });
    expect(play.checks(pull).at(-1)?.summary).toContain('Adds `TODO` at `src/a.ts:1`');
    expect(conclusion(pull)).toBe('failure');
    expect(conclusion(await open())).toBe('success');
    world().close(issue);
    await play.quiet();
  });
});

describe('debt that was there before', () => {
  it('is in the ledger whatever its age, and a label that is deleted or renamed counts anew', async () => {
    const { world: there } = play.github;
    const years = 3 * 365 * 24 * 3_600_000;
    there.addRepo({ name: 'acme/old', files: configured(CONFIG) });
    const at = there.now() - years;
    there.openIssue({ repo: 'acme/old', title: 'Ancient', labels: ['tech-debt', 'debt: 13'], at, by: 'bob' });
    there.openIssue({ repo: 'acme/old', title: 'Young', labels: ['tech-debt', 'debt: 2'], by: 'bob' });
    await play.quiet();
    await play.restart({ fresh: true });
    there.install();
    await play.quiet();
    const line = () => ledgers('acme/old')[0]?.body.split('\n')[0];
    expect(line()).toBe('Open: 15 of 10 points');
    there.deleteLabel(there.repoOf('acme/old'), 'debt: 13');
    await play.quiet();
    expect(line()).toBe('Open: 3 of 10 points');
    expect(ledgers('acme/old')).toHaveLength(1);
  });
});

describe('the budget of the whole organisation', () => {
  it('stops pull requests of every repository once it is spent, and lets them go when debt is paid anywhere', async () => {
    const config = configured(`version: 1
technical-debt:
  budget: { organisation-points: 10, level: require }
`);
    const all = await startPlayground({ repos: { 'acme/one': config, 'acme/two': config } });
    const { world: there } = all.github;
    const issue = (repo: string, points: number) =>
      there.openIssue({ repo, title: 'Debt', labels: ['tech-debt', `debt: ${points}`], by: 'bob' });
    const pull = there.openPull({
      ...{ repo: 'acme/one', title: 'Tidy', files: { a: 'a\n' }, labels: ['adds-debt'], by: 'bob' },
    });
    issue('acme/one', 6);
    await all.quiet();
    const said = () => all.checks(pull).at(-1);
    expect(said()?.conclusion).toBe('success');
    const other = issue('acme/two', 5);
    await all.quiet();
    expect(said()?.conclusion).toBe('failure');
    expect(said()?.summary).toContain("the organisation's debt budget is spent: 11 of 10 points are open");
    there.close(other);
    await all.quiet();
    expect(said()?.conclusion).toBe('success');
    await all.close();
  });
});
