import type { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '../../src/sandbox/github/world.ts';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { at } from '../support/history.ts';
import { asInstallation } from './caller.ts';

let github: PlayedGitHub;
let world: World;
let octokit: Octokit;
const where = { owner: 'acme', repo: 'api' };

beforeEach(async () => {
  github = await startPlayedGitHub({ now: () => at('2026-11-23T10:00Z') });
  ({ world } = github);
  world.addRepo({ name: 'acme/api', files: { 'README.md': '# api\n' } });
  octokit = await asInstallation(github);
});
afterEach(() => github.close());

describe('the past in REST', () => {
  it('lists runs as their last attempt, the newest first, within what was asked for', async () => {
    const old = { finishedAt: at('2026-11-01T10:05Z'), startedAt: at('2026-11-01T10:00Z') };
    world.workflowRun('acme/api', { conclusion: 'success', ...old });
    const times = { startedAt: at('2026-11-02T10:00Z'), finishedAt: at('2026-11-02T10:05Z') };
    const flaky = world.workflowRun('acme/api', { conclusion: 'failure', ...times });
    const again = { startedAt: at('2026-11-02T11:00Z'), finishedAt: at('2026-11-02T11:04Z') };
    world.rerun('acme/api', flaky, { conclusion: 'success', ...again });
    world.workflowRun('acme/api', { workflow: 'nightly', event: 'schedule', conclusion: 'failure' });
    const runs = async (wanted: object) => {
      const { data } = await octokit.actions.listWorkflowRunsForRepo({ ...where, branch: 'main', ...wanted });
      return data.workflow_runs;
    };
    const since = { created: '>=2026-11-02', status: 'completed', exclude_pull_requests: true } as const;
    expect(await runs(since)).toMatchObject([
      { name: 'nightly', event: 'schedule', run_number: 1, run_attempt: 1, created_at: '2026-11-23T09:55:00Z' },
      {
        ...{ id: flaky.id, workflow_id: flaky.workflow.id, name: 'ci', head_branch: 'main', head_sha: flaky.sha },
        ...{ event: 'push', status: 'completed', conclusion: 'success', run_attempt: 2, run_number: 2 },
        ...{ created_at: '2026-11-02T10:00:00Z', run_started_at: '2026-11-02T11:00:00Z' },
        updated_at: '2026-11-02T11:04:00Z',
      },
    ]);
    expect((await runs({ status: 'failure' })).map(({ name }) => name)).toEqual(['nightly']);
    expect((await runs({ event: 'push', created: '2026-11-01..2026-11-01' })).length).toBe(1);
    expect(await runs({ branch: 'other' })).toEqual([]);
    const first = { ...where, run_id: flaky.id, attempt_number: 1 };
    const { data } = await octokit.actions.getWorkflowRunAttempt(first);
    expect(data).toMatchObject({ run_attempt: 1, conclusion: 'failure', updated_at: '2026-11-02T10:05:00Z' });
    const none = octokit.actions.getWorkflowRunAttempt({ ...first, attempt_number: 3 });
    await expect(none).rejects.toMatchObject({ status: 404 });
  });

  it('pages runs by number', async () => {
    for (let i = 0; i < 5; i++) world.workflowRun('acme/api', { conclusion: 'success' });
    const page = { ...where, per_page: 2, page: 2 };
    const { data, headers } = await octokit.actions.listWorkflowRunsForRepo(page);
    expect([data.total_count, data.workflow_runs.map(({ run_number }) => run_number)]).toEqual([5, [3, 2]]);
    expect(headers.link).toMatch(/page=3>; rel="next"/);
  });

  it('lists issues and pull requests together, in the order asked for, page by page', async () => {
    const labels = ['bug', 'urgent'];
    world.openIssue({ repo: 'acme/api', title: 'One', labels, at: at('2026-11-02') });
    const two = world.openIssue({ repo: 'acme/api', title: 'Two', labels: ['bug'], at: at('2026-11-03') });
    const draft = { repo: 'acme/api', title: 'Three', draft: true, at: at('2026-11-04') };
    world.openPull({ ...draft, files: { 'a.ts': 'a\n' } });
    world.close(two, { reason: 'not_planned', at: at('2026-11-05') });
    const list = async (wanted: object) =>
      (await octokit.issues.listForRepo({ ...where, ...wanted })).data.map(({ number }) => number);
    expect(await list({})).toEqual([3, 1]);
    expect(await list({ state: 'all', sort: 'updated', direction: 'asc' })).toEqual([1, 3, 2]);
    expect(await list({ state: 'all', labels: 'bug' })).toEqual([2, 1]);
    expect(await list({ state: 'all', labels: 'bug,urgent' })).toEqual([1]);
    expect(await list({ state: 'all', since: '2026-11-04T00:00:00Z' })).toEqual([3, 2]);
    expect(await list({ state: 'all', creator: 'mei' })).toEqual([]);
    const every = { ...where, state: 'all', per_page: 1 } as const;
    const all = await octokit.paginate(octokit.issues.listForRepo, every);
    expect(all).toMatchObject([
      { number: 3, draft: true, pull_request: { url: expect.stringContaining('/pulls/3') } },
      { number: 2, state: 'closed', state_reason: 'not_planned', closed_at: '2026-11-05T00:00:00Z' },
      { number: 1, state: 'open', labels: [{ name: 'bug' }, { name: 'urgent' }] },
    ]);
    expect(all[1]).not.toHaveProperty('pull_request');
  });

  it('opens and changes an issue as the app’s bot', async () => {
    const { data: made } = await octokit.issues.create({ ...where, title: 'Digest', body: 'Week 47', labels: ['a'] });
    expect(made).toMatchObject({ number: 1, user: { login: 'truenorth-sandbox[bot]' }, labels: [{ name: 'a' }] });
    const change = { body: 'Week 48', state: 'closed', state_reason: 'not_planned' } as const;
    const { data } = await octokit.issues.update({ ...where, issue_number: 1, labels: ['b'], ...change });
    expect(data).toMatchObject({ title: 'Digest', ...change, labels: [{ name: 'b' }] });
    const { data: again } = await octokit.issues.update({ ...where, issue_number: 1, state: 'open' });
    expect(again).toMatchObject({ state: 'open', state_reason: 'reopened', closed_at: null });
    const untitled = octokit.issues.create({ ...where, title: '' });
    await expect(untitled).rejects.toMatchObject({
      status: 422,
      response: { data: { errors: [{ resource: 'Issue', code: 'missing_field', field: 'title' }] } },
    });
  });

  it('leads on to a transferred issue, and a deleted one is gone; neither number is used again', async () => {
    world.addRepo({ name: 'acme/web', labels: ['bug'] });
    const opened = { repo: 'acme/api', labels: ['bug', 'api'], milestone: 'Q4', at: at('2026-11-02') };
    const issue = world.openIssue({ ...opened, title: 'Moves' });
    world.comment(issue, 'Belongs to the web');
    const moved = world.transferIssue(issue, 'acme/web');
    world.deleteIssue(world.openIssue({ repo: 'acme/api', title: 'Goes' }));
    const { data } = await octokit.issues.get({ ...where, issue_number: 1 });
    expect(data).toMatchObject({
      ...{ id: moved.id, number: 1, comments: 1, created_at: '2026-11-02T00:00:00Z', milestone: null },
      ...{ url: `${world.urls.api}/repos/acme/web/issues/1`, labels: [{ name: 'bug' }] },
    });
    const gone = octokit.issues.get({ ...where, issue_number: 2 });
    await expect(gone).rejects.toMatchObject({ status: 410 });
    expect((await octokit.issues.listForRepo({ ...where, state: 'all' })).data).toEqual([]);
    expect(world.openIssue({ repo: 'acme/api', title: 'Next' }).number).toBe(3);
  });
});
