import { afterEach, describe, expect, it } from 'vitest';
import { read } from '../../src/policy/diagnose.ts';
import type { Issue } from '../../src/sandbox/github/entities.ts';
import type { World } from '../../src/sandbox/github/world.ts';
import { configured, type Playground, startPlayground } from '../support/playground.ts';

let play: Playground;
afterEach(() => play.close());

/** The app, beside an organisation that has not installed it yet. */
async function begin(repos: Record<string, Record<string, string>>, before?: (world: World) => void) {
  play = await startPlayground({ repos, ...(before ? { before } : {}) });
  await play.quiet();
  play.calls();
}

async function install(only?: readonly string[]): Promise<void> {
  play.github.world.install(only);
  await play.quiet();
}

/** Issues that the app opened, by repository. */
const opened = (): { where: string; issue: Issue }[] =>
  [...play.github.world.repos].flatMap(([where, { threads }]) =>
    [...threads.values()].flatMap((issue) =>
      issue.kind === 'issue' && issue.author.type === 'Bot' ? [{ where, issue }] : [],
    ),
  );

const README = { 'README.md': '# x\n' };
const body = (): string => opened()[0]?.issue.body ?? '';

describe('when the app is installed', () => {
  it('it introduces itself in one issue of the organisation’s own repository, with few calls', async () => {
    await begin({ 'acme/api': README, 'acme/web': README, 'acme/.github': README });
    await install();
    expect(opened().map(({ where, issue }) => [where, issue.title])).toEqual([
      ['acme/.github', 'Truenorth: a configuration to start from'],
    ]);
    const calls = play.calls();
    for (const once of ['graphql Beginnings', 'graphql OwnIn', 'graphql PastPulls'])
      expect(calls.filter((call) => call === once)).toHaveLength(1);
    expect(calls.filter((call) => call === 'GET /installation/repositories')).toHaveLength(2);
  });

  it('without one, in the first that GitHub lists', async () => {
    await begin({ 'acme/api': README, 'acme/web': README });
    await install();
    expect(opened().map(({ where }) => where)).toEqual(['acme/api']);
  });

  it('never in one whose issues are off', async () => {
    await begin({ 'acme/.github': README, 'acme/api': README, 'acme/web': README }, (world) => {
      world.setIssues('acme/.github', false);
      world.setIssues('acme/api', false);
    });
    await install();
    expect(opened().map(({ where }) => where)).toEqual(['acme/web']);
  });

  it.each(['acme/api', 'acme/.github'])('nothing is written where %s has a configuration', async (name) => {
    await begin({ 'acme/api': README, 'acme/.github': README, [name]: configured() });
    if (name === 'acme/api') play.github.world.setIssues('acme/.github', false);
    await install();
    expect(opened().filter(({ issue }) => issue.body.includes('truenorth:onboarding'))).toEqual([]);
  });

  it('it does so once: told again, installed again, its memory lost, or with more repositories', async () => {
    await begin({ 'acme/web': README });
    await install();
    await install();
    play.github.world.uninstall();
    await play.quiet();
    await install();
    await play.restart({ fresh: true });
    play.github.world.addRepo({ name: 'acme/api', files: README });
    play.github.world.addRepo({ name: 'acme/.github', files: README });
    await play.quiet();
    await play.send('installation_repositories', {
      ...{ action: 'added', installation: { id: play.github.world.installation.id }, repositories_removed: [] },
      repositories_added: [{ full_name: 'acme/api' }, { full_name: 'acme/.github' }],
    });
    await play.quiet();
    expect(opened().map(({ where }) => where)).toEqual(['acme/web']);
  });

  it('it does so with the first repository that is added', async () => {
    await begin({ 'acme/web': README });
    play.github.world.setIssues('acme/web', false);
    await install();
    expect(opened()).toEqual([]);
    play.github.world.setIssues('acme/web', true);
    await play.send('installation_repositories', {
      ...{ action: 'added', installation: { id: play.github.world.installation.id }, repositories_removed: [] },
      repositories_added: [{ full_name: 'acme/web' }],
    });
    await play.quiet();
    expect(opened().map(({ where }) => where)).toEqual(['acme/web']);
  });

  it('somebody’s issue with its marker and label is not taken for its own', async () => {
    await begin({ 'acme/api': README }, (world) => {
      world.createLabel('acme/api', { name: 'truenorth-onboarding' });
      const forged = { title: 'x', body: '<!-- truenorth:onboarding -->', labels: ['truenorth-onboarding'] };
      world.openIssue({ repo: 'acme/api', ...forged, by: 'mallory' });
    });
    await install();
    expect(opened()).toHaveLength(1);
  });
});

describe('the issue', () => {
  it('proposes what is there, in a link that opens the new file filled in', async () => {
    const files = { ...README, CODEOWNERS: '* @acme/core\n', 'docs/adr/1.md': 'x\n' };
    await begin({ 'acme/api': files }, (world) => world.createLabel('acme/api', { name: 'incident' }));
    await install();
    const [, link = ''] = /\*\*\[Open it as a new file\]\(([^)]+)\)/.exec(body()) ?? [];
    const url = new URL(link);
    expect(url.pathname).toBe('/acme/api/new/main');
    expect(url.searchParams.get('filename')).toBe('.github/truenorth.yml');
    const { value, problems } = read(url.searchParams.get('value') ?? '', 'truenorth.yml');
    expect(problems).toEqual([]);
    expect(value).toMatchObject({
      resilience: { 'post-incident': { label: 'incident' } },
      waivers: { approvers: 'acme/core' },
      communication: { 'decision-record': { paths: ['docs/adr/**'] } },
    });
  });

  it('says what the proposal would have done', async () => {
    await begin({ 'acme/api': README }, (world) => {
      const pull = world.openPull({ repo: 'acme/api', title: 'Log in', files: { 'src/auth/login.ts': 'a\n' } });
      world.merge(pull);
    });
    await install();
    expect(body()).toContain(
      'On `acme/api`: Of the last 1 merged pull requests, this configuration would have stopped 0.',
    );
    expect(body()).toContain('| `security/threat-model` | off | advise: 1 advised |');
  });

  it('says nothing of a private repository in another', async () => {
    const secret = { 'project-mercury/a.ts': 'x\n', CODEOWNERS: '* @acme/mercury\n', 'docs/adr/1.md': 'x\n' };
    await begin({ 'acme/.github': README, 'acme/open': { 'rfcs/1.md': 'x\n' } }, (world) => {
      world.addRepo({ name: 'acme/mercury', private: true, files: secret, labels: ['incident'] });
    });
    await install();
    expect(body()).toContain('rfcs/**');
    expect(body()).not.toMatch(/mercury|docs\/adr|post-incident/);
  });
});
