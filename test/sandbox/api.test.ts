import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/sandbox/github/gate.ts';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { asApp, asInstallation } from './caller.ts';

let github: PlayedGitHub;
let befalls: Fault;
const where = { owner: 'acme', repo: 'api' };

beforeEach(async () => {
  befalls = undefined;
  github = await startPlayedGitHub({ fault: () => befalls });
  github.world.addRepo({ name: 'acme/api', files: { 'README.md': '# api\n', 'docs/a.md': 'a\n' }, labels: ['bug'] });
});
afterEach(() => github.close());

const open = (files: Record<string, string | null> = { 'a.ts': 'a\n' }) =>
  github.world.openPull({ repo: 'acme/api', title: 'One', body: 'Fixes #1', files });

describe('REST', () => {
  it('knows the app by its signed token, and its installation by the token it was given', async () => {
    const { data: app } = await asApp(github).apps.getAuthenticated();
    expect(app).toMatchObject({ id: github.app.id, slug: 'truenorth-sandbox' });
    const { data: installation } = await asApp(github).apps.getRepoInstallation(where);
    expect(installation).toMatchObject({ id: github.world.installation.id, repository_selection: 'all' });
    const octokit = await asInstallation(github);
    const { data } = await octokit.apps.listReposAccessibleToInstallation();
    expect(data.repositories.map(({ full_name }) => full_name)).toEqual(['acme/api']);
  });

  it('refuses other tokens, and those that were revoked', async () => {
    const octokit = await asInstallation(github);
    github.revokeTokens();
    await expect(octokit.repos.get(where)).rejects.toMatchObject({ status: 401 });
    const forged = { authorization: 'bearer a.b.c' };
    expect((await fetch(`${github.url}/api/v3/app`, { headers: forged })).status).toBe(401);
  });

  it('gives out tokens that reach less: some repositories, and what was wished for of what is granted', async () => {
    const web = github.world.addRepo({ name: 'acme/web', files: {} });
    const token = { installation_id: github.world.installation.id };
    const inApi = await asInstallation(github, { repositories: ['API'], permissions: { issues: 'write' } });
    await inApi.issues.createLabel({ ...where, name: 'new' });
    await expect(inApi.issues.createLabel({ owner: 'acme', repo: 'web', name: 'new' })).rejects.toMatchObject({
      status: 404,
    });
    const { data: seen } = await inApi.apps.listReposAccessibleToInstallation();
    expect(seen.repositories.map(({ name }) => name)).toEqual(['api']);
    const check = { ...where, name: 'c', head_sha: 'a'.repeat(40) };
    await expect(inApi.checks.create(check)).rejects.toMatchObject({ status: 403 });
    const reads = await asInstallation(github, { permissions: { contents: 'read', issues: 'read' } });
    await reads.repos.get({ owner: 'acme', repo: 'web' });
    await expect(reads.issues.createLabel({ ...where, name: 'newer' })).rejects.toMatchObject({ status: 403 });

    const create = `mutation M($i: CreateIssueInput!) { createIssue(input: $i) { issue { number } } }`;
    const i = { repositoryId: web.nodeId, title: 'One', body: '' };
    await expect(reads.graphql(create, { i })).rejects.toMatchObject({ errors: [{ type: 'FORBIDDEN' }] });
    await expect(inApi.graphql(create, { i })).rejects.toMatchObject({ errors: [{ type: 'NOT_FOUND' }] });
    const look = `query Q { repository(owner: "acme", name: "web") { id } }`;
    await expect(inApi.graphql(look)).rejects.toMatchObject({ errors: [{ type: 'NOT_FOUND' }] });

    const refused = { status: 422 };
    const { apps } = asApp(github);
    const wish = (more: object) => apps.createInstallationAccessToken({ ...token, ...more });
    await expect(wish({ permissions: { contents: 'write' } })).rejects.toMatchObject(refused);
    await expect(wish({ repositories: ['gone'] })).rejects.toMatchObject(refused);
    expect((await wish({ repository_ids: [web.id] })).data.repositories).toMatchObject([{ name: 'web' }]);
  });

  it('pages files to their end, at most 3,000, each at the head it was listed for', async () => {
    const files = Object.fromEntries(Array.from({ length: 3_010 }, (_, i) => [`f/${i}.ts`, `${i}\n`]));
    const pull = open(files);
    const octokit = await asInstallation(github);
    const listed = await octokit.paginate(octokit.pulls.listFiles, { ...where, pull_number: 1, per_page: 100 });
    expect(listed.length).toBe(3_000);
    expect(listed[0]).toMatchObject({ status: 'added', additions: 1, deletions: 0, changes: 1 });
    expect(new URL(listed[0]?.contents_url ?? '').searchParams.get('ref')).toBe(pull.head.sha);
    const { data } = await octokit.pulls.get({ ...where, pull_number: 1 });
    expect(data.changed_files).toBe(3_010);
  });

  it('tells renamed, removed and changed files apart', async () => {
    open({ 'docs/a.md': null, 'docs/b.md': 'a\n', 'README.md': '# api\nmore\n' });
    const { data } = await (await asInstallation(github)).pulls.listFiles({ ...where, pull_number: 1 });
    expect(data).toMatchObject([
      { filename: 'README.md', status: 'modified', patch: '@@ -1,1 +1,2 @@\n # api\n+more' },
      { filename: 'docs/b.md', status: 'renamed', previous_filename: 'docs/a.md' },
    ]);
  });

  it('counts a pull request’s changes from where it parted from its base', async () => {
    const pull = open();
    github.world.commitTo('acme/api', { files: { 'other.ts': 'other\n' } });
    const { data } = await (await asInstallation(github)).pulls.get({ ...where, pull_number: pull.number });
    expect(data).toMatchObject({ changed_files: 1, base: { sha: pull.repo.branches.get('main') } });
  });

  it('reads files and folders at any commit, and the commits that changed one', async () => {
    const old = github.world.commitTo('acme/api', { files: { 'README.md': '# second\n' } });
    github.world.commitTo('acme/api', { files: { 'README.md': '# third\n' } });
    const octokit = await asInstallation(github);
    const { data: commits } = await octokit.repos.listCommits({ ...where, path: 'README.md' });
    expect(commits.map(({ sha }) => sha)[1]).toBe(old.sha);
    const { data } = await octokit.repos.getContent({ ...where, path: 'README.md', ref: old.sha });
    expect('content' in data && Buffer.from(data.content, 'base64').toString()).toBe('# second\n');
    const { data: folder } = await octokit.repos.getContent({ ...where, path: 'docs' });
    expect(folder).toMatchObject([{ name: 'a.md', type: 'file', path: 'docs/a.md' }]);
    await expect(octokit.repos.getContent({ ...where, path: 'none' })).rejects.toMatchObject({ status: 404 });
  });

  it('names the pull requests of a merge group in its commits', async () => {
    open();
    const group = github.world.requestMergeGroup('acme/api', [1]);
    const octokit = await asInstallation(github);
    const basehead = `${group.baseSha}...${group.headSha}`;
    const { data } = await octokit.repos.compareCommitsWithBasehead({ ...where, basehead });
    expect(data.commits.at(-1)?.commit.message).toMatch(/^Merge pull request #1 from /);
  });

  it('writes comments, labels and checks as the app’s bot', async () => {
    const pull = open();
    const octokit = await asInstallation(github);
    await octokit.issues.createComment({ ...where, issue_number: 1, body: 'Hello' });
    await octokit.issues.addLabels({ ...where, issue_number: 1, labels: ['bug'] });
    await octokit.checks.create({ ...where, name: 'c', head_sha: pull.head.sha, conclusion: 'neutral' });
    expect(pull.comments[0]?.author).toMatchObject({ login: 'truenorth-sandbox[bot]', type: 'Bot' });
    expect(pull.history[0]).toMatchObject({ set: true, actor: { type: 'Bot' } });
    const { data } = await octokit.checks.listForRef({ ...where, ref: pull.head.sha });
    expect(data.check_runs).toMatchObject([{ name: 'c', status: 'completed', conclusion: 'neutral' }]);
    const again = octokit.issues.createLabel({ ...where, name: 'BUG' });
    await expect(again).rejects.toMatchObject({ status: 422 });
  });
});

describe('the calls', () => {
  it('are counted by route and kind, with GitHub’s points', async () => {
    const octokit = await asInstallation(github);
    await octokit.repos.get(where);
    await octokit.issues.createLabel({ ...where, name: 'new' });
    await octokit.graphql('query Q { viewer { login } }');
    expect(github.calls.map(({ route, kind, points, status }) => `${route} ${kind} ${points} ${status}`)).toEqual([
      'POST /app/installations/:id/access_tokens auth 0 201',
      'GET /repos/:owner/:repo read 1 200',
      'POST /repos/:owner/:repo/labels write 5 201',
      'graphql Q read 1 200',
    ]);
  });

  it('fail as the fault hook wants: with another answer, or cut off before or after they took effect', async () => {
    const octokit = await asInstallation(github);
    const labels = github.world.repo('acme/api')?.labels;
    befalls = { status: 503, headers: { 'retry-after': '7' } };
    await expect(octokit.issues.createLabel({ ...where, name: 'x' })).rejects.toMatchObject({
      response: { status: 503, headers: { 'retry-after': '7' } },
    });
    befalls = 'reset-before';
    await expect(octokit.issues.createLabel({ ...where, name: 'y' })).rejects.toThrow();
    befalls = 'reset-after';
    await expect(octokit.issues.createLabel({ ...where, name: 'z' })).rejects.toThrow();
    expect([...(labels?.keys() ?? [])]).toEqual(['bug', 'z']);
  });
});
