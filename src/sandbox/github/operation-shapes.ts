import type { Deployment, Release, Repo, WorkflowRun } from './entities.ts';
import { accountShape, iso, isoOrNull, pullsAt, repoPage, repoUrl } from './shapes.ts';
import type { State } from './state.ts';

/** What REST and webhooks show of deployments, releases and workflow runs. */

/** The newest status's time, or the deployment's own. */
export const updatedAt = ({ createdAt, statuses }: Deployment): number =>
  Math.max(createdAt, ...statuses.map(({ at }) => at));

export function deploymentShape(state: State, repo: Repo, deployment: Deployment) {
  const { id, nodeId, environment, sha, ref, creator, createdAt } = deployment;
  const url = `${repoUrl(state, repo)}/deployments/${id}`;
  return {
    ...{ id, node_id: nodeId, environment, original_environment: environment, sha, ref, task: 'deploy' },
    ...{ payload: {}, description: null, creator: accountShape(creator) },
    ...{ created_at: iso(createdAt), updated_at: iso(updatedAt(deployment)) },
    ...{ url, statuses_url: `${url}/statuses`, repository_url: repoUrl(state, repo) },
  };
}

export function statusShape(
  state: State,
  repo: Repo,
  { id: deployment, environment }: Deployment,
  { id, state: to, creator, at }: Deployment['statuses'][number],
) {
  const deployment_url = `${repoUrl(state, repo)}/deployments/${deployment}`;
  return {
    ...{ id, node_id: state.nodeId('DES', id), state: to, creator: accountShape(creator), environment },
    ...{ description: '', target_url: '', log_url: '', environment_url: '' },
    ...{ created_at: iso(at), updated_at: iso(at), deployment_url, url: `${deployment_url}/statuses/${id}` },
    repository_url: repoUrl(state, repo),
  };
}

export function releaseShape(state: State, repo: Repo, release: Release) {
  const { id, nodeId, tag, name, author, prerelease, createdAt, publishedAt } = release;
  return {
    ...{ id, node_id: nodeId, tag_name: tag, name, prerelease, draft: publishedAt === undefined, body: null },
    ...{ author: accountShape(author), target_commitish: repo.defaultBranch, assets: [] },
    ...{ created_at: iso(createdAt), published_at: isoOrNull(publishedAt) },
    url: `${repoUrl(state, repo)}/releases/${id}`,
    html_url: `${repoPage(state, repo)}/releases/tag/${encodeURIComponent(tag)}`,
  };
}

/** A run as it was in one of its attempts. Default: the last. */
export function runShape(state: State, repo: Repo, run: WorkflowRun, number = run.attempts.length) {
  const attempt = run.attempts[number - 1];
  const url = `${repoUrl(state, repo)}/actions/runs/${run.id}`;
  return {
    ...{ id: run.id, node_id: run.nodeId, name: run.workflow.name, workflow_id: run.workflow.id },
    ...{ run_number: run.number, run_attempt: number, head_branch: run.branch, head_sha: run.sha, event: run.event },
    ...{ status: 'completed', conclusion: attempt?.conclusion ?? null, created_at: iso(run.createdAt) },
    ...{ run_started_at: isoOrNull(attempt?.startedAt), updated_at: isoOrNull(attempt?.finishedAt) },
    pull_requests: pullsAt(repo, run.sha).map(({ id, number: pull, head, base }) => ({
      ...{ id, number: pull, head: { ref: head.branch, sha: head.sha }, base: { ref: base } },
    })),
    ...{ url, html_url: `${repoPage(state, repo)}/actions/runs/${run.id}` },
    previous_attempt_url: number > 1 ? `${url}/attempts/${number - 1}` : null,
  };
}
