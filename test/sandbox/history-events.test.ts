import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pull } from '../../src/sandbox/github/entities.ts';
import type { World } from '../../src/sandbox/github/world.ts';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { at } from '../support/history.ts';
import { listen } from './caller.ts';

let github: PlayedGitHub;
let world: World;
let hooks: Awaited<ReturnType<typeof listen>>;
const API = 'acme/api';

beforeEach(async () => {
  github = await startPlayedGitHub({ now: () => at('2026-11-23T10:00Z') });
  ({ world } = github);
  world.addRepo({ name: API, files: { 'README.md': '# api\n' } });
  hooks = await listen(github);
});
afterEach(async () => {
  await github.close();
  hooks.close();
});

/** What is sent for it. */
async function sent(
  act: () => unknown,
): Promise<{ names: string[]; payload: (typeof hooks.heard)[number]['payload'] }> {
  const before = (await hooks.names()).length;
  act();
  const names = (await hooks.names()).slice(before);
  return { names, payload: hooks.heard.at(-1)?.payload };
}

describe('a webhook about an issue', () => {
  it('says why it was closed, and that it was opened again', async () => {
    const issue = world.openIssue({ repo: API, title: 'One' });
    const closed = await sent(() => world.close(issue, { by: 'grace', reason: 'not_planned' }));
    expect(closed.names).toEqual(['issues.closed']);
    expect(closed.payload).toMatchObject({
      issue: { state: 'closed', state_reason: 'not_planned', closed_at: '2026-11-23T10:00:00Z' },
      sender: { login: 'grace' },
    });
    const { names, payload } = await sent(() => world.reopen(issue));
    expect([names, payload.issue.state_reason]).toEqual([['issues.reopened'], 'reopened']);
  });

  it('says who was assigned, once', async () => {
    const issue = world.openIssue({ repo: API, title: 'One' });
    const { names, payload } = await sent(() => ['mei', 'mei'].map((login) => world.assign(issue, login)));
    expect(names).toEqual(['issues.assigned']);
    expect(payload).toMatchObject({ assignee: { login: 'mei' }, issue: { assignees: [{ login: 'mei' }] } });
    expect((await sent(() => world.unassign(issue, 'mei'))).names).toEqual(['issues.unassigned']);
  });

  it('says what it is planned for, and no longer', async () => {
    const issue = world.openIssue({ repo: API, title: 'One' });
    const { names, payload } = await sent(() => world.setMilestone(issue, 'Q4'));
    expect(names).toEqual(['milestone.created', 'issues.milestoned']);
    expect(payload).toMatchObject({ issue: { milestone: { title: 'Q4' } }, milestone: { open_issues: 1 } });
    const moved = await sent(() => world.setMilestone(issue, 'Q1'));
    expect(moved.names).toEqual(['milestone.created', 'issues.demilestoned', 'issues.milestoned']);
    expect((await sent(() => world.setMilestone(issue, undefined))).payload.issue.milestone).toBeNull();
  });

  it('tells both repositories of a transfer', async () => {
    world.addRepo({ name: 'acme/web' });
    const issue = world.openIssue({ repo: API, title: 'One' });
    await github.settled();
    const before = hooks.heard.length;
    world.transferIssue(issue, 'acme/web', { by: 'grace' });
    await github.settled();
    const told = hooks.heard.slice(before).map(({ payload }) => payload);
    expect(told.find(({ action }) => action === 'transferred')).toMatchObject({
      ...{ issue: { id: issue.id, number: 1 }, repository: { full_name: API }, sender: { login: 'grace' } },
      changes: { new_issue: { number: 1, title: 'One' }, new_repository: { full_name: 'acme/web' } },
    });
    expect(told.find(({ action }) => action === 'opened')).toMatchObject({
      repository: { full_name: 'acme/web' },
      changes: { old_issue: { id: issue.id }, old_repository: { full_name: API } },
    });
    const kept = world.openIssue({ repo: API, title: 'Two' });
    expect((await sent(() => world.deleteIssue(kept))).names).toEqual(['issues.deleted']);
  });
});

describe('a webhook about what was merged', () => {
  it('shows a milestone as it is planned, changed and closed', async () => {
    const milestone = world.addMilestone(API, { title: 'Q4', dueAt: at('2026-12-31') });
    const edited = await sent(() => world.editMilestone(API, milestone, { title: 'Q4 2026', dueAt: null }));
    expect(edited.names).toEqual(['milestone.edited']);
    expect(edited.payload).toMatchObject({
      milestone: { number: 1, title: 'Q4 2026', state: 'open', due_on: null },
      changes: { title: { from: 'Q4' }, due_on: { from: '2026-12-31T00:00:00Z' } },
    });
    expect((await sent(() => world.editMilestone(API, milestone, { title: 'Q4 2026' }))).names).toEqual([]);
    const closed = await sent(() => world.closeMilestone(API, milestone));
    expect([closed.names, closed.payload.milestone.closed_at]).toEqual([['milestone.closed'], '2026-11-23T10:00:00Z']);
    expect((await sent(() => world.reopenMilestone(API, milestone))).names).toEqual(['milestone.opened']);
  });

  it('shows a deployment with how it went', async () => {
    const deployment = world.deploy(API);
    const act = () => world.setDeployment(API, deployment, 'failure', { by: 'deploy[bot]', at: at('2026-11-20') });
    const { names, payload } = await sent(act);
    expect(names).toEqual(['deployment_status.created']);
    expect(payload).toMatchObject({
      deployment_status: { state: 'failure', environment: 'production', created_at: '2026-11-20T00:00:00Z' },
      deployment: { id: deployment.id, sha: deployment.sha, ref: 'main', environment: 'production' },
      sender: { login: 'deploy[bot]', type: 'Bot' },
    });
  });

  it('shows a release that was published', async () => {
    const { names, payload } = await sent(() => world.release(API, { tag: 'v1', prerelease: true }));
    expect(names).toEqual(['release.published']);
    const release = { tag_name: 'v1', prerelease: true, draft: false, published_at: '2026-11-23T10:00:00Z' };
    expect(payload).toMatchObject({ release });
  });

  it('shows a run by its attempt', async () => {
    const run = world.workflowRun(API, { workflow: 'tests', conclusion: 'failure' });
    const { names, payload } = await sent(() => world.rerun(API, run, { conclusion: 'success' }));
    expect(names).toEqual(['workflow_run.completed']);
    expect(payload).toMatchObject({
      workflow_run: { id: run.id, name: 'tests', run_attempt: 2, conclusion: 'success', run_number: 1 },
      workflow: { id: run.workflow.id, name: 'tests' },
    });
  });

  it('shows a review, and asks nobody twice for one', async () => {
    const pull: Pull = world.openPull({ repo: API, title: 'One', files: { 'a.ts': 'a\n' } });
    const asked = await sent(() => ['grace', 'grace'].map((login) => world.requestReview(pull, login)));
    expect(asked.names).toEqual(['pull_request.review_requested']);
    expect(asked.payload.pull_request.requested_reviewers).toMatchObject([{ login: 'grace' }]);
    const { names, payload } = await sent(() => world.review(pull, 'CHANGES_REQUESTED', { by: 'grace' }));
    expect(names).toEqual(['pull_request_review.submitted']);
    expect(payload).toMatchObject({
      review: { state: 'changes_requested', commit_id: pull.head.sha, submitted_at: '2026-11-23T10:00:00Z' },
      pull_request: { number: 1, requested_reviewers: [] },
    });
  });
});
