import { type Alerts, alertsOf } from './alerts.ts';
import { type Checks, checksOf } from './checks.ts';
import { type Comments, commentsOf } from './comments.ts';
import { type Dispatches, dispatchesOf } from './dispatches.ts';
import type { Pull, Repo } from './entities.ts';
import { fullName } from './entities.ts';
import { type Issues, issuesOf } from './issues.ts';
import { type Milestones, milestonesOf } from './milestones.ts';
import { type Operations, operationsOf } from './operations.ts';
import { type People, peopleOf } from './people.ts';
import { type Pulls, pullsOf } from './pulls.ts';
import { Refusal } from './refusal.ts';
import { type Repositories, repositoriesOf, SOMEBODY } from './repositories.ts';
import { installationShape } from './shapes.ts';
import { createState, type State, type StateOptions } from './state.ts';
import { type Threads, threadsOf } from './threads.ts';

/**
 * The played GitHub's inside. Everything that is done here, by people in tests and on the page or by the app over HTTP,
 * is told as GitHub would tell it. Who acts is `by`, a login; bots' end in `[bot]`.
 */
export type World = State &
  Repositories &
  Milestones &
  Threads &
  Comments &
  Issues &
  Pulls &
  Checks &
  Operations &
  Alerts &
  Dispatches &
  People & {
    /** The pull request. @throws Refusal 404 where there is none. */
    pull(repo: Repo | string, number: number): Pull;
    /** Tells the app that it was installed; on `only` some repositories, or on all. */
    install(only?: readonly string[]): void;
    /** Tells the app that it was taken off the organisation. */
    uninstall(): void;
  };

export function createWorld(options: StateOptions): World {
  const state = createState(options);
  const repositories = repositoriesOf(state);
  const milestones = milestonesOf(state, repositories);
  const threads = threadsOf(state, repositories, milestones);
  const tellInstallation = (action: string) => {
    const visible = [...state.repos.values()].filter((repo) => state.isVisible(repo));
    const listed = visible.map((repo) => ({
      ...{ id: repo.id, node_id: repo.nodeId, name: repo.name, full_name: fullName(repo), private: repo.private },
    }));
    const payload = { installation: installationShape(state), repositories: listed };
    state.emit(undefined, 'installation', action, state.account(SOMEBODY), payload);
  };
  return Object.assign(
    state,
    repositories,
    milestones,
    threads,
    commentsOf(state),
    issuesOf(state, repositories, threads),
    pullsOf(state, repositories, threads),
    checksOf(state),
    operationsOf(state, repositories),
    alertsOf(state, repositories),
    dispatchesOf(state, repositories),
    peopleOf(state, threads),
    {
      pull(where: Repo | string, number: number): Pull {
        const thread = state.thread(repositories.repoOf(where), number);
        if (thread?.kind !== 'pull') throw new Refusal(404, 'Not Found');
        return thread;
      },
      install(only?: readonly string[]): void {
        state.installation.selected = only && new Set(only.map((name) => name.toLowerCase()));
        tellInstallation('created');
      },
      uninstall: () => tellInstallation('deleted'),
    },
  );
}
