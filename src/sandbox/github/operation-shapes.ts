import type { Deployment, Milestone, Release, Repo, WorkflowRun } from './entities.ts';
import { iso, isoOrNull, repoUrl } from './shapes.ts';
import type { State } from './state.ts';

/** What REST and webhooks show of deployments, releases, milestones and workflow runs. */

export const deploymentShape = (state: State, repo: Repo, { id, nodeId, environment, sha, createdAt }: Deployment) => ({
  ...{ id, node_id: nodeId, environment, sha, ref: repo.defaultBranch, task: 'deploy', created_at: iso(createdAt) },
  url: `${repoUrl(state, repo)}/deployments/${id}`,
});

export const releaseShape = (state: State, repo: Repo, { id, nodeId, tag, prerelease, createdAt }: Release) => ({
  ...{ id, node_id: nodeId, tag_name: tag, prerelease, draft: false, target_commitish: repo.defaultBranch },
  ...{ created_at: iso(createdAt), published_at: iso(createdAt), url: `${repoUrl(state, repo)}/releases/${id}` },
});

export const milestoneShape = (state: State, repo: Repo, milestone: Milestone) => ({
  ...{ id: milestone.id, number: milestone.number, title: milestone.title, description: milestone.description },
  ...{ state: milestone.open ? 'open' : 'closed', due_on: isoOrNull(milestone.dueAt) },
  ...{ created_at: iso(milestone.createdAt), updated_at: iso(milestone.updatedAt) },
  ...{ closed_at: isoOrNull(milestone.closedAt), url: `${repoUrl(state, repo)}/milestones/${milestone.number}` },
});

/** A run as it was in one of its attempts. Default: the last. */
export function runShape(state: State, repo: Repo, run: WorkflowRun, number = run.attempts.length) {
  const attempt = run.attempts[number - 1];
  return {
    ...{ id: run.id, name: run.workflow.name, workflow_id: run.workflow.id, run_number: 1, run_attempt: number },
    ...{ head_branch: run.branch, head_sha: run.sha, event: 'push', status: 'completed' },
    ...{ conclusion: attempt?.conclusion ?? null, created_at: iso(run.createdAt) },
    ...{ run_started_at: isoOrNull(attempt?.startedAt), updated_at: isoOrNull(attempt?.finishedAt) },
    url: `${repoUrl(state, repo)}/actions/runs/${run.id}`,
  };
}
