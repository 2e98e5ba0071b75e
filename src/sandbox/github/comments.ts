import type { Account, Comment, Thread } from './entities.ts';
import { SOMEBODY } from './repositories.ts';
import { commentShape, issueShape } from './shapes.ts';
import type { Acting, State } from './state.ts';
import { touch } from './threads.ts';

export type Comments = ReturnType<typeof commentsOf>;

/** What is said on issues and pull requests. */
export function commentsOf(state: State) {
  function tellComment(thread: Thread, comment: Comment, action: string, by: Account, more: object = {}): void {
    const payload = { issue: issueShape(state, thread), comment: commentShape(state, thread, comment), ...more };
    state.emit(thread.repo, 'issue_comment', action, by, payload);
  }

  return {
    comment(thread: Thread, body: string, { by = SOMEBODY, at: now = state.now() }: Acting = {}): Comment {
      const id = state.nextId();
      const author = state.account(by);
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
      touch(thread, now);
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

    editComment(thread: Thread, comment: Comment, body: string, acting: Acting = {}): void {
      const { by = SOMEBODY, at = state.now() } = acting;
      if (body === comment.body) return;
      const changes = { body: { from: comment.body } };
      Object.assign(comment, { body, updatedAt: at });
      tellComment(thread, comment, 'edited', state.account(by), { changes });
    },

    deleteComment(thread: Thread, comment: Comment, { by = SOMEBODY }: Acting = {}): void {
      thread.comments = thread.comments.filter((one) => one !== comment);
      tellComment(thread, comment, 'deleted', state.account(by));
    },
  };
}
