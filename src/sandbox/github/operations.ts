import type { Deployment, Milestone, Release, Repo, WorkflowRun } from './entities.ts';
import { resolveRef } from './git.ts';
import { deploymentShape, milestoneShape, releaseShape, runShape } from './operation-shapes.ts';
import { Refusal } from './refusal.ts';
import { type Repositories, SOMEBODY } from './repositories.ts';
import type { State } from './state.ts';
import type { Acting } from './threads.ts';

export type Operations = ReturnType<typeof operationsOf>;

/** What is done with what was merged: it is built, released and deployed; and planned in milestones. */
export function operationsOf(state: State, repositories: Repositories) {
  const shaIn = (repo: Repo, sha = 'HEAD'): string => {
    const commit = resolveRef(repo, sha);
    if (commit === undefined) throw new Refusal(422, `No ref found for: ${sha}`);
    return commit.sha;
  };
  const tellRun = (repo: Repo, run: WorkflowRun) =>
    state.emit(repo, 'workflow_run', 'completed', state.account(SOMEBODY), {
      ...{ workflow_run: runShape(state, repo, run), workflow: { id: run.workflow.id, name: run.workflow.name } },
    });
  const tellMilestone = (repo: Repo, milestone: Milestone, action: string, by = SOMEBODY) =>
    state.emit(repo, 'milestone', action, state.account(by), { milestone: milestoneShape(state, repo, milestone) });

  return {
    /** A deployment, not begun yet. Default: of the default branch, to production. */
    deploy(
      where: Repo | string,
      { environment = 'production', sha }: { environment?: string; sha?: string } = {},
    ): Deployment {
      const repo = repositories.repoOf(where);
      const id = state.nextId();
      const nodeId = state.nodeId('DE', id);
      const deployment = { id, nodeId, environment, sha: shaIn(repo, sha), createdAt: state.now(), statuses: [] };
      repo.deployments.push(deployment);
      state.changed();
      return deployment;
    },

    setDeployment(where: Repo | string, deployment: Deployment, to: string): void {
      const repo = repositories.repoOf(where);
      deployment.statuses.push({ state: to, at: state.now() });
      const deployment_status = { id: state.nextId(), state: to, environment: deployment.environment };
      const payload = { deployment_status, deployment: deploymentShape(state, repo, deployment) };
      state.emit(repo, 'deployment_status', 'created', state.account(SOMEBODY), payload);
    },

    release(
      where: Repo | string,
      { tag, sha, prerelease = false, by = SOMEBODY }: { tag: string; sha?: string; prerelease?: boolean } & Acting,
    ): Release {
      const repo = repositories.repoOf(where);
      const id = state.nextId();
      const release = {
        ...{ id, nodeId: state.nodeId('RE', id), tag, sha: shaIn(repo, sha), prerelease, createdAt: state.now() },
      };
      repo.releases.push(release);
      const payload = { release: releaseShape(state, repo, release) };
      state.emit(repo, 'release', 'published', state.account(by), payload);
      return release;
    },

    /** A run that has ended. Default: of the default branch, begun five minutes ago. */
    workflowRun(
      where: Repo | string,
      {
        workflow = 'ci',
        conclusion,
        startedAt = state.now() - 300_000,
      }: { workflow?: string; conclusion: string; startedAt?: number },
    ): WorkflowRun {
      const repo = repositories.repoOf(where);
      const known = repo.runs.find((run) => run.workflow.name === workflow)?.workflow;
      const run: WorkflowRun = {
        ...{ id: state.nextId(), workflow: known ?? { id: state.nextId(), name: workflow } },
        ...{ branch: repo.defaultBranch, sha: shaIn(repo), createdAt: startedAt },
        attempts: [{ conclusion, startedAt, finishedAt: state.now() }],
      };
      repo.runs.push(run);
      tellRun(repo, run);
      return run;
    },

    rerun(where: Repo | string, run: WorkflowRun, { conclusion }: { conclusion: string }): void {
      run.attempts.push({ conclusion, startedAt: state.now(), finishedAt: state.now() });
      tellRun(repositories.repoOf(where), run);
    },

    addMilestone(
      where: Repo | string,
      { title, description = '', dueAt, by }: { title: string; description?: string; dueAt?: number } & Acting,
    ): Milestone {
      const repo = repositories.repoOf(where);
      const [id, now] = [state.nextId(), state.now()];
      const milestone: Milestone = {
        ...{ number: repo.milestones.length + 1, id, title, description, dueAt, open: true },
        ...{ createdAt: now, updatedAt: now, closedAt: undefined },
      };
      repo.milestones.push(milestone);
      tellMilestone(repo, milestone, 'created', by);
      return milestone;
    },

    closeMilestone(where: Repo | string, milestone: Milestone, { by }: Acting = {}): void {
      Object.assign(milestone, { open: false, closedAt: state.now(), updatedAt: state.now() });
      tellMilestone(repositories.repoOf(where), milestone, 'closed', by);
    },
  };
}
