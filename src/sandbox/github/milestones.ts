import type { Milestone, Repo } from './entities.ts';
import { type Repositories, SOMEBODY } from './repositories.ts';
import { isoOrNull, milestoneShape } from './shapes.ts';
import type { Acting, State } from './state.ts';

export interface NewMilestone extends Acting {
  title: string;
  description?: string;
  dueAt?: number;
}

/** What is left out stays as it is; `dueAt: null` takes the day away. */
export interface MilestoneWish extends Acting {
  title?: string;
  description?: string;
  dueAt?: number | null;
}

export type Milestones = ReturnType<typeof milestonesOf>;

/** What issues and pull requests are planned for. */
export function milestonesOf(state: State, repositories: Repositories) {
  const tell = (repo: Repo, milestone: Milestone, action: string, by: string, more: object = {}) =>
    state.emit(repo, 'milestone', action, state.account(by), {
      ...{ milestone: milestoneShape(state, repo, milestone), ...more },
    });

  return {
    addMilestone(where: Repo | string, options: NewMilestone): Milestone {
      const repo = repositories.repoOf(where);
      const { title, description = '', dueAt, by = SOMEBODY, at = state.now() } = options;
      const id = state.nextId();
      const milestone: Milestone = {
        ...{ number: repo.milestones.length + 1, id, nodeId: state.nodeId('MI', id), title, description, dueAt },
        ...{ creator: state.account(by), open: true, createdAt: at, updatedAt: at, closedAt: undefined },
      };
      repo.milestones.push(milestone);
      tell(repo, milestone, 'created', by);
      return milestone;
    },

    /** Edits a milestone; what stays the same is told to nobody. */
    editMilestone(where: Repo | string, milestone: Milestone, wish: MilestoneWish): void {
      const { title = milestone.title, description = milestone.description, by = SOMEBODY, at = state.now() } = wish;
      const dueAt = wish.dueAt === undefined ? milestone.dueAt : (wish.dueAt ?? undefined);
      const changes = {
        ...(title === milestone.title ? {} : { title: { from: milestone.title } }),
        ...(description === milestone.description ? {} : { description: { from: milestone.description } }),
        ...(dueAt === milestone.dueAt ? {} : { due_on: { from: isoOrNull(milestone.dueAt) } }),
      };
      if (Object.keys(changes).length === 0) return;
      Object.assign(milestone, { title, description, dueAt, updatedAt: at });
      tell(repositories.repoOf(where), milestone, 'edited', by, { changes });
    },

    closeMilestone(where: Repo | string, milestone: Milestone, { by = SOMEBODY, at = state.now() }: Acting = {}): void {
      if (!milestone.open) return;
      Object.assign(milestone, { open: false, closedAt: at, updatedAt: at });
      tell(repositories.repoOf(where), milestone, 'closed', by);
    },

    /** GitHub calls it `opened` when a milestone is opened again. */
    reopenMilestone(
      where: Repo | string,
      milestone: Milestone,
      { by = SOMEBODY, at = state.now() }: Acting = {},
    ): void {
      if (milestone.open) return;
      Object.assign(milestone, { open: true, closedAt: undefined, updatedAt: at });
      tell(repositories.repoOf(where), milestone, 'opened', by);
    },
  };
}
