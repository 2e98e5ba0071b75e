import type { Account, ClosingReason, Label, Milestone, Repo, Thread } from './entities.ts';
import type { Milestones } from './milestones.ts';
import { type Repositories, SOMEBODY } from './repositories.ts';
import { accountShape, issueShape, labelShape, milestoneShape, pullShape } from './shapes.ts';
import type { Acting, State } from './state.ts';

export type { Acting } from './state.ts';

/** What issues and pull requests have in common, when both are made. */
export interface NewThread extends Acting {
  repo: Repo | string;
  title: string;
  body?: string;
  labels?: string[];
  /** By its title, which is made if the repository has none of it. */
  milestone?: string | Milestone;
}

/** What the world can do to issues and pull requests. */
export type Threads = ReturnType<typeof threadsOf>;

/** Numbers are never used again, not even of what was deleted. */
const numberIn = ({ threads, gone }: Repo): number => Math.max(0, ...threads.keys(), ...gone.keys()) + 1;

/** It was changed at that time; one that is told of late makes nothing older. */
export function touch(thread: Thread, at: number): void {
  thread.updatedAt = Math.max(thread.updatedAt, at);
}

/** What people do to issues and pull requests alike. */
export function threadsOf(state: State, repositories: Repositories, milestones: Milestones) {
  /** Tells of a change: `issues` or `pull_request`, whichever it is. */
  function tell(thread: Thread, action: string, by: Account, more: object = {}): void {
    const payload = () =>
      thread.kind === 'pull'
        ? { number: thread.number, pull_request: pullShape(state, thread), ...more }
        : { issue: issueShape(state, thread), ...more };
    state.emit(thread.repo, thread.kind === 'pull' ? 'pull_request' : 'issues', action, by, payload);
  }

  function note(thread: Thread, label: Label, set: boolean, { by = SOMEBODY, at = state.now() }: Acting): void {
    const [id, actor] = [state.nextId(), state.account(by)];
    thread.history.push({ id, nodeId: state.nodeId(set ? 'LE' : 'UNLE', id), set, label, actor, at });
    touch(thread, at);
    tell(thread, set ? 'labeled' : 'unlabeled', actor, { label: labelShape(state, thread.repo, label) });
  }

  const milestoneOf = (repo: Repo, title: string, by: string, at: number): Milestone =>
    repo.milestones.find((one) => one.title === title) ?? milestones.addMilestone(repo, { title, by, at });

  /** Keeps that it was closed or opened again. */
  function noteState(thread: Thread, actor: Account, at: number): void {
    const reason = thread.kind === 'issue' ? thread.reason : undefined;
    thread.closings.push({ id: state.nextId(), open: thread.open, reason, actor, at });
    touch(thread, at);
  }

  return {
    tell,

    /** What every new issue and pull request begins with, under the repository's next number. */
    begin({ repo: where, title, body = '', by = SOMEBODY, at = state.now() }: NewThread, prefix: string) {
      const repo = repositories.repoOf(where);
      const id = state.nextId();
      return {
        ...{ repo, id, nodeId: state.nodeId(prefix, id), number: numberIn(repo), title, body },
        ...{ author: state.account(by), open: true, labels: [], comments: [], history: [], closings: [] },
        ...{ assignees: [], milestone: undefined, createdAt: at, updatedAt: at, closedAt: undefined },
      };
    },

    /** Sets the labels and the milestone that a new issue or pull request is to have. */
    plan(thread: Thread, { labels = [], milestone, ...acting }: NewThread): void {
      for (const name of labels) this.addLabel(thread, name, acting);
      if (milestone !== undefined) this.setMilestone(thread, milestone, acting);
    },

    /** Edits title or description; what stays the same is told to nobody. */
    edit(thread: Thread, wanted: { title?: string; body?: string } & Acting): void {
      const { title = thread.title, body = thread.body, by = SOMEBODY, at = state.now() } = wanted;
      const changes = {
        ...(title === thread.title ? {} : { title: { from: thread.title } }),
        ...(body === thread.body ? {} : { body: { from: thread.body } }),
      };
      if (Object.keys(changes).length === 0) return;
      Object.assign(thread, { title, body });
      touch(thread, at);
      tell(thread, 'edited', state.account(by), { changes });
    },

    /** Sets a label, which is made if the repository has none of this name. */
    addLabel(thread: Thread, name: string, acting: Acting = {}): void {
      const known = thread.repo.labels.get(name.toLowerCase());
      const label = known ?? repositories.createLabel(thread.repo, { name, by: acting.by ?? SOMEBODY });
      if (thread.labels.includes(label)) return;
      thread.labels.push(label);
      note(thread, label, true, acting);
    },

    /** `false`: it was not set. */
    removeLabel(thread: Thread, name: string, acting: Acting = {}): boolean {
      const label = thread.labels.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (label === undefined) return false;
      thread.labels = thread.labels.filter((one) => one !== label);
      note(thread, label, false, acting);
      return true;
    },

    /** Makes the labels these, and no others. */
    setLabels(thread: Thread, names: readonly string[], acting: Acting = {}): void {
      const wanted = new Set(names.map((name) => name.toLowerCase()));
      for (const { name } of thread.labels) if (!wanted.has(name.toLowerCase())) this.removeLabel(thread, name, acting);
      for (const name of names) this.addLabel(thread, name, acting);
    },

    /** Takes a label out of the repository, and so off everything that has it. */
    deleteLabel(repo: Repo, name: string, { by = SOMEBODY }: Acting = {}): void {
      const label = repo.labels.get(name.toLowerCase());
      if (label === undefined) return;
      for (const thread of repo.threads.values()) this.removeLabel(thread, name, { by });
      repo.labels.delete(name.toLowerCase());
      state.emit(repo, 'label', 'deleted', state.account(by), { label: labelShape(state, repo, label) });
    },

    close(thread: Thread, { by = SOMEBODY, at = state.now(), reason = 'completed' }: Closing = {}): void {
      if (!thread.open) return;
      Object.assign(thread, { open: false, closedAt: at });
      if (thread.kind === 'issue') thread.reason = reason;
      noteState(thread, state.account(by), at);
      tell(thread, 'closed', state.account(by));
    },

    reopen(thread: Thread, { by = SOMEBODY, at = state.now() }: Acting = {}): void {
      if (thread.open || (thread.kind === 'pull' && thread.mergedAt !== undefined)) return;
      Object.assign(thread, { open: true, closedAt: undefined });
      if (thread.kind === 'issue') thread.reason = 'reopened';
      noteState(thread, state.account(by), at);
      tell(thread, 'reopened', state.account(by));
    },

    noteState,

    /** Plans it for a milestone, which is made if there is none of this title; `undefined` plans it for none. */
    setMilestone(
      thread: Thread,
      wanted: Milestone | string | undefined,
      { by = SOMEBODY, at = state.now() }: Acting = {},
    ): void {
      const milestone = typeof wanted === 'string' ? milestoneOf(thread.repo, wanted, by, at) : wanted;
      const before = thread.milestone;
      if (milestone === before) return;
      thread.milestone = milestone;
      touch(thread, at);
      const shown = (one: Milestone) => ({ milestone: milestoneShape(state, thread.repo, one) });
      if (before) tell(thread, 'demilestoned', state.account(by), shown(before));
      if (milestone) tell(thread, 'milestoned', state.account(by), shown(milestone));
    },

    /** Each person once. */
    assign(thread: Thread, login: string, { by = SOMEBODY, at = state.now() }: Acting = {}): void {
      const assignee = state.account(login);
      if (thread.assignees.includes(assignee)) return;
      thread.assignees.push(assignee);
      touch(thread, at);
      tell(thread, 'assigned', state.account(by), { assignee: accountShape(assignee) });
    },

    unassign(thread: Thread, login: string, { by = SOMEBODY, at = state.now() }: Acting = {}): void {
      const assignee = state.account(login);
      if (!thread.assignees.includes(assignee)) return;
      thread.assignees = thread.assignees.filter((one) => one !== assignee);
      touch(thread, at);
      tell(thread, 'unassigned', state.account(by), { assignee: accountShape(assignee) });
    },
  };
}

/** What is closed, and an issue why. */
export interface Closing extends Acting {
  reason?: ClosingReason | undefined;
}
