import type { Deployment, Release, Repo, WorkflowRun } from './entities.ts';
import { resolveRef } from './git.ts';
import { deploymentShape, releaseShape, runShape, statusShape } from './operation-shapes.ts';
import { Refusal } from './refusal.ts';
import { type Repositories, SOMEBODY } from './repositories.ts';
import type { Acting, State } from './state.ts';

export interface NewDeployment extends Acting {
  /** Default: production. */
  environment?: string;
  /** A branch or a commit. Default: the default branch's head. */
  sha?: string;
}

export interface NewRelease extends Acting {
  tag: string;
  /** Default: the tag. */
  name?: string;
  /** Default: the default branch's head. */
  sha?: string;
  prerelease?: boolean;
  /** One that nobody but its authors sees yet. */
  draft?: boolean;
}

/** How one attempt of a run went. */
export interface Attempt {
  conclusion: string;
  startedAt?: number;
  /** Default: now. */
  finishedAt?: number;
}

export interface NewRun extends Attempt {
  /** By name. Default: `ci`. */
  workflow?: string;
  /** Default: the branch's head. */
  sha?: string;
  /** Default: the default branch. */
  branch?: string;
  /** Default: `push`. */
  event?: string;
}

/** A run takes this long where nothing else is said. */
const USUAL = 300_000;

export type Operations = ReturnType<typeof operationsOf>;

/** What is done with what was merged: it is built, released and deployed. */
export function operationsOf(state: State, repositories: Repositories) {
  const shaIn = (repo: Repo, ref: string): string => {
    const commit = resolveRef(repo, ref);
    if (commit === undefined) throw new Refusal(422, `No ref found for: ${ref}`);
    return commit.sha;
  };
  const tellRun = (repo: Repo, run: WorkflowRun) =>
    state.emit(repo, 'workflow_run', 'completed', state.account(SOMEBODY), {
      workflow_run: runShape(state, repo, run),
      workflow: { id: run.workflow.id, name: run.workflow.name, state: 'active' },
    });

  return {
    /** A deployment, not begun yet. */
    deploy(where: Repo | string, options: NewDeployment = {}): Deployment {
      const repo = repositories.repoOf(where);
      const { environment = 'production', sha: ref = repo.defaultBranch, by = SOMEBODY, at = state.now() } = options;
      const id = state.nextId();
      const deployment: Deployment = {
        ...{ id, nodeId: state.nodeId('DE', id), environment, sha: shaIn(repo, ref), ref },
        ...{ creator: state.account(by), createdAt: at, statuses: [] },
      };
      repo.deployments.push(deployment);
      state.changed();
      return deployment;
    },

    /** How a deployment goes: `success`, `failure`, `in_progress` and so on. */
    setDeployment(where: Repo | string, deployment: Deployment, to: string, acting: Acting = {}): void {
      const { by = SOMEBODY, at = state.now() } = acting;
      const repo = repositories.repoOf(where);
      const status = { id: state.nextId(), state: to, creator: state.account(by), at };
      deployment.statuses.push(status);
      const deployment_status = statusShape(state, repo, deployment, status);
      const payload = { deployment_status, deployment: deploymentShape(state, repo, deployment) };
      state.emit(repo, 'deployment_status', 'created', status.creator, payload);
    },

    /** Publishes a release, or keeps it as a draft, of which GitHub tells only that it was created. */
    release(where: Repo | string, options: NewRelease): Release {
      const repo = repositories.repoOf(where);
      const { tag, name = tag, sha = 'HEAD', prerelease = false, draft = false } = options;
      const { by = SOMEBODY, at = state.now() } = options;
      const id = state.nextId();
      const release: Release = {
        ...{ id, nodeId: state.nodeId('RE', id), tag, name, sha: shaIn(repo, sha), prerelease },
        ...{ author: state.account(by), createdAt: at, publishedAt: draft ? undefined : at },
      };
      repo.releases.push(release);
      const payload = { release: releaseShape(state, repo, release) };
      state.emit(repo, 'release', draft ? 'created' : 'published', release.author, payload);
      return release;
    },

    /** A run that has ended. Default: begun five minutes before. */
    workflowRun(where: Repo | string, options: NewRun): WorkflowRun {
      const repo = repositories.repoOf(where);
      const { workflow = 'ci', branch = repo.defaultBranch, sha = branch, event = 'push', conclusion } = options;
      const { finishedAt = state.now(), startedAt = finishedAt - USUAL } = options;
      const earlier = repo.runs.filter((run) => run.workflow.name === workflow);
      const id = state.nextId();
      const run: WorkflowRun = {
        ...{ id, nodeId: state.nodeId('WFR', id), workflow: earlier[0]?.workflow ?? newWorkflow(state, workflow) },
        ...{ number: earlier.length + 1, event, branch, sha: shaIn(repo, sha), createdAt: startedAt },
        attempts: [{ conclusion, startedAt, finishedAt }],
      };
      repo.runs.push(run);
      tellRun(repo, run);
      return run;
    },

    /** Runs it once more, as its next attempt. */
    rerun(where: Repo | string, run: WorkflowRun, { conclusion, ...times }: Attempt): void {
      const { finishedAt = state.now(), startedAt = finishedAt } = times;
      run.attempts.push({ conclusion, startedAt, finishedAt });
      tellRun(repositories.repoOf(where), run);
    },
  };
}

const newWorkflow = (state: State, name: string): WorkflowRun['workflow'] => ({ id: state.nextId(), name });
