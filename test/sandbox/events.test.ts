import { verify } from '@octokit/webhooks-methods';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { listen } from './caller.ts';

let github: PlayedGitHub;
let hooks: Awaited<ReturnType<typeof listen>>;

beforeEach(async () => {
  github = await startPlayedGitHub({ now: () => Date.parse('2026-11-23T10:00:00.500Z') });
  github.world.addRepo({ name: 'acme/api', files: { 'README.md': '# api\n' } });
  hooks = await listen(github);
});
afterEach(async () => {
  await github.close();
  hooks.close();
});

const open = () =>
  github.world.openPull({ repo: 'acme/api', title: 'One', body: 'first', files: { 'a.ts': 'a\nb\n' }, by: 'ada' });

const last = async () => {
  await github.settled();
  return hooks.heard.at(-1);
};

describe('a webhook of the played GitHub', () => {
  it('is signed with the app’s secret and has an id of its own', async () => {
    open();
    await github.settled();
    const { body, signature } = hooks.heard[0] ?? { body: '', signature: '' };
    expect(await verify(github.app.webhookSecret, body, signature)).toBe(true);
    expect(new Set(hooks.heard.map(({ delivery }) => delivery)).size).toBe(hooks.heard.length);
  });

  it('shows a new pull request as GitHub does, time to the second', async () => {
    const pull = open();
    const { payload } = (await last()) ?? {};
    expect(payload).toMatchObject({
      action: 'opened',
      number: 1,
      installation: { id: github.world.installation.id },
      organization: { login: 'acme' },
      repository: { full_name: 'acme/api', default_branch: 'main', owner: { login: 'acme', type: 'Organization' } },
      sender: { login: 'ada', type: 'User' },
      pull_request: {
        node_id: pull.nodeId,
        ...{ title: 'One', body: 'first', state: 'open', draft: false, merged: false },
        updated_at: '2026-11-23T10:00:00Z',
        head: { sha: pull.head.sha, repo: { full_name: 'acme/api', fork: false } },
        base: { ref: 'main' },
        ...{ changed_files: 1, additions: 2, deletions: 0, commits: 1, comments: 0, labels: [] },
      },
    });
  });

  it('says what an edit changed, and nothing is sent for an edit that changes nothing', async () => {
    const pull = open();
    github.world.editPull(pull, { title: 'Two' });
    expect((await last())?.payload.changes).toEqual({ title: { from: 'One' } });
    const before = hooks.heard.length;
    github.world.editPull(pull, { title: 'Two', body: 'first' });
    await github.settled();
    expect(hooks.heard.length).toBe(before);
  });

  it('tells a push, and that the pull requests from its branch have moved', async () => {
    const pull = open();
    const before = pull.head.sha;
    github.world.push(pull, { files: { 'a.ts': 'a\nc\n', 'b.ts': 'b\n', 'README.md': null } });
    await github.settled();
    const [push, moved] = hooks.heard.slice(-2);
    expect(push?.payload).toMatchObject({
      ref: `refs/heads/${pull.head.branch}`,
      commits: [{ added: ['b.ts'], modified: ['a.ts'], removed: ['README.md'] }],
    });
    expect(moved?.payload).toMatchObject({ action: 'synchronize', before, after: pull.head.sha });
  });

  it.each<[string, (pull: ReturnType<typeof open>) => void, string[]]>([
    ['a label', (pull) => github.world.addLabel(pull, 'bug'), ['label.created', 'pull_request.labeled']],
    ['draft', (pull) => github.world.toDraft(pull), ['pull_request.converted_to_draft']],
    ['a comment', (pull) => github.world.comment(pull, 'Hello'), ['issue_comment.created']],
    ['closing', (pull) => github.world.close(pull), ['pull_request.closed']],
    ['merging', (pull) => github.world.merge(pull), ['push', 'pull_request.closed']],
    ['the queue', () => github.world.requestMergeGroup('acme/api', [1]), ['merge_group.checks_requested']],
  ])('is sent for %s', async (_, act, expected) => {
    const pull = open();
    const before = (await hooks.names()).length;
    act(pull);
    expect((await hooks.names()).slice(before)).toEqual(expected);
  });

  it('names fork and author of a pull request from outside, whose pushes are not ours to hear', async () => {
    github.world.openPull({ repo: 'acme/api', title: 'Thanks', files: { 'b.ts': 'b\n' }, by: 'marisol', fork: true });
    const { payload } = (await last()) ?? {};
    expect(payload.pull_request.head.repo).toMatchObject({ full_name: 'marisol/api', fork: true });
    expect(await hooks.names()).toEqual(['pull_request.opened']);
  });

  it('that fails stays in the list, and can be sent again under the same id', async () => {
    hooks.close();
    let status = 500;
    const failing = await listen(github, () => status);
    open();
    await github.settled();
    const [newest] = github.deliveries.list();
    expect(newest).toMatchObject({ event: 'pull_request', action: 'opened', status_code: 500 });
    status = 202;
    github.deliveries.redeliver(newest?.id ?? 0);
    await github.settled();
    expect(github.deliveries.list()[0]).toMatchObject({ guid: newest?.guid, redelivery: true, status_code: 202 });
    failing.close();
  });

  it('is not sent for a repository that the installation does not see', async () => {
    github.world.addRepo({ name: 'acme/secret' });
    github.world.install(['acme/api']);
    const before = (await hooks.names()).length;
    github.world.openPull({ repo: 'acme/secret', title: 'Hidden', files: { 'a.ts': 'a\n' } });
    expect((await hooks.names()).slice(before)).toEqual([]);
  });
});
