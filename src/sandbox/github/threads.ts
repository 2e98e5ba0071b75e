import type { Account, Comment, Issue, Label, Repo, Thread } from './entities.ts';
import { type Repositories, SOMEBODY } from './repositories.ts';
import { commentShape, issueShape, labelShape, pullShape } from './shapes.ts';
import type { State } from './state.ts';

export interface Acting {
  by?: string;
}

/** What issues and pull requests have in common, when both are made. */
export interface NewThread extends Acting {
  repo: Repo | string;
  title: string;
  body?: string;
  labels?: string[];
  milestone?: string;
  /** When it was opened, ms. Default: now. */
  at?: number;
}

/** What the world can do to issues and pull requests. */
export type Threads = ReturnType<typeof threadsOf>;

/** Numbers are never used again, not even of what was deleted. */
const numberIn = ({ threads }: Repo): number => Math.max(0, ...threads.keys()) + 1;

/** What people do to issues and pull requests alike. */
export function threadsOf(state: State, repositories: Repositories) {
  /** Tells of a change: `issues` or `pull_request`, whichever it is. */
  function tell(thread: Thread, action: string, by: Account, more: object = {}): void {
    const payload =
      thread.kind === 'pull'
        ? { number: thread.number, pull_request: pullShape(state, thread) }
        : { issue: issueShape(state, thread) };
    state.emit(thread.repo, thread.kind === 'pull' ? 'pull_request' : 'issues', action, by, { ...payload, ...more });
  }

  function note(thread: Thread, label: Label, actor: Account, set: boolean): void {
    const nodeId = state.nodeId(set ? 'LE' : 'UNLE', state.nextId());
    thread.history.push({ nodeId, set, label, actor, at: state.now() });
    thread.updatedAt = state.now();
    tell(thread, set ? 'labeled' : 'unlabeled', actor, { label: labelShape(state, thread.repo, label) });
  }

  function tellComment(thread: Thread, comment: Comment, action: string, by: Account, more: object = {}): void {
    const payload = { issue: issueShape(state, thread), comment: commentShape(state, thread, comment), ...more };
    state.emit(thread.repo, 'issue_comment', action, by, payload);
  }

  return {
    tell,

    /** What every new issue and pull request begins with, under the repository's next number. */
    begin({ repo: where, title, body = '', milestone, by = SOMEBODY, at = state.now() }: NewThread, prefix: string) {
      const repo = repositories.repoOf(where);
      const id = state.nextId();
      return {
        ...{ repo, id, nodeId: state.nodeId(prefix, id), number: numberIn(repo), title, body, milestone },
        ...{ author: state.account(by), open: true, labels: [], comments: [], history: [] },
        ...{ createdAt: at, updatedAt: at, closedAt: undefined },
      };
    },

    openIssue(options: NewThread): Issue {
      const issue: Issue = { kind: 'issue', ...this.begin(options, 'I'), assignees: [], reason: undefined };
      issue.repo.threads.set(issue.number, issue);
      tell(issue, 'opened', issue.author);
      for (const name of options.labels ?? []) this.addLabel(issue, name, options);
      return issue;
    },

    /** Edits title or description; what stays the same is told to nobody. */
    edit(thread: Thread, wanted: { title?: string; body?: string } & Acting): void {
      const { title = thread.title, body = thread.body, by = SOMEBODY } = wanted;
      const changes = {
        ...(title === thread.title ? {} : { title: { from: thread.title } }),
        ...(body === thread.body ? {} : { body: { from: thread.body } }),
      };
      if (Object.keys(changes).length === 0) return;
      Object.assign(thread, { title, body, updatedAt: state.now() });
      tell(thread, 'edited', state.account(by), { changes });
    },

    /** Sets a label, which is made if the repository has none of this name. */
    addLabel(thread: Thread, name: string, { by = SOMEBODY }: Acting = {}): void {
      const known = thread.repo.labels.get(name.toLowerCase());
      const label = known ?? repositories.createLabel(thread.repo, { name, by });
      if (thread.labels.includes(label)) return;
      thread.labels.push(label);
      note(thread, label, state.account(by), true);
    },

    /** `false`: it was not set. */
    removeLabel(thread: Thread, name: string, { by = SOMEBODY }: Acting = {}): boolean {
      const label = thread.labels.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (label === undefined) return false;
      thread.labels = thread.labels.filter((one) => one !== label);
      note(thread, label, state.account(by), false);
      return true;
    },

    /** Takes a label out of the repository, and so off everything that has it. */
    deleteLabel(repo: Repo, name: string, { by = SOMEBODY }: Acting = {}): void {
      const label = repo.labels.get(name.toLowerCase());
      if (label === undefined) return;
      for (const thread of repo.threads.values()) this.removeLabel(thread, name, { by });
      repo.labels.delete(name.toLowerCase());
      state.emit(repo, 'label', 'deleted', state.account(by), { label: labelShape(state, repo, label) });
    },

    comment(thread: Thread, body: string, { by = SOMEBODY }: Acting = {}): Comment {
      const id = state.nextId();
      const [author, now] = [state.account(by), state.now()];
      const comment = {
        id,
        nodeId: state.nodeId('IC', id),
        author,
        body,
        createdAt: now,
        updatedAt: now,
        reactions: [],
      };
      thread.comments.push(comment);
      thread.updatedAt = now;
      tellComment(thread, comment, 'created', author);
      return comment;
    },

    /** Each reaction once a person. */
    react(comment: Comment, content: string, { by = SOMEBODY }: Acting = {}): void {
      const author = state.account(by);
      if (comment.reactions.some((one) => one.content === content && one.by === author)) return;
      comment.reactions.push({ content, by: author });
      state.changed();
    },

    editComment(thread: Thread, comment: Comment, body: string, { by = SOMEBODY }: Acting = {}): void {
      if (body === comment.body) return;
      const changes = { body: { from: comment.body } };
      Object.assign(comment, { body, updatedAt: state.now() });
      tellComment(thread, comment, 'edited', state.account(by), { changes });
    },

    deleteComment(thread: Thread, comment: Comment, { by = SOMEBODY }: Acting = {}): void {
      thread.comments = thread.comments.filter((one) => one !== comment);
      tellComment(thread, comment, 'deleted', state.account(by));
    },

    close(thread: Thread, { by = SOMEBODY, reason = 'completed' }: Acting & { reason?: Issue['reason'] } = {}): void {
      if (!thread.open) return;
      Object.assign(thread, { open: false, closedAt: state.now(), updatedAt: state.now() });
      if (thread.kind === 'issue') thread.reason = reason;
      tell(thread, 'closed', state.account(by));
    },

    reopen(thread: Thread, { by = SOMEBODY }: Acting = {}): void {
      if (thread.open || (thread.kind === 'pull' && thread.mergedAt !== undefined)) return;
      Object.assign(thread, { open: true, closedAt: undefined, updatedAt: state.now() });
      if (thread.kind === 'issue') thread.reason = undefined;
      tell(thread, 'reopened', state.account(by));
    },

    /** It is gone, and so is what was said on it. */
    deleteIssue(issue: Issue, { by = SOMEBODY }: Acting = {}): void {
      issue.repo.threads.delete(issue.number);
      tell(issue, 'deleted', state.account(by));
    },
  };
}
