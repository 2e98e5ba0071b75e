import type { Pull, ReviewState, Role, Thread } from './entities.ts';
import { SOMEBODY } from './repositories.ts';
import { accountShape, pullShape } from './shapes.ts';
import type { State } from './state.ts';
import type { Acting, Threads } from './threads.ts';

/** What the world can do about people. */
export type People = ReturnType<typeof peopleOf>;

/** Teams and roles, and who looks after a pull request. */
export function peopleOf(state: State, threads: Threads) {
  const roleOf = (login: string): Role | 'none' => state.roles.get(login.toLowerCase()) ?? 'write';
  return {
    roleOf,
    mayWrite: (login: string): boolean => ['write', 'maintain', 'admin'].includes(roleOf(login)),

    addTeam(slug: string, members: readonly string[]): void {
      state.teams.set(slug.toLowerCase(), new Set(members.map((login) => login.toLowerCase())));
      for (const login of members) state.account(login);
    },

    teamsOf: (login: string): string[] =>
      [...state.teams].flatMap(([slug, members]) => (members.has(login.toLowerCase()) ? slug : [])),

    setRole(login: string, role: Role): void {
      state.roles.set(login.toLowerCase(), role);
    },

    review(pull: Pull, verdict: ReviewState, { by = SOMEBODY }: Acting = {}): void {
      const author = state.account(by);
      pull.requested = pull.requested.filter((one) => one !== author);
      pull.reviews.push({ by: author, state: verdict, at: state.now() });
      pull.updatedAt = state.now();
      const review = { id: state.nextId(), user: accountShape(author), state: verdict.toLowerCase(), body: null };
      const payload = { review, pull_request: pullShape(state, pull) };
      state.emit(pull.repo, 'pull_request_review', 'submitted', author, payload);
    },

    requestReview(pull: Pull, login: string, { by = SOMEBODY }: Acting = {}): void {
      const reviewer = state.account(login);
      pull.requested.push(reviewer);
      pull.requests.push({ reviewer, by: state.account(by), at: state.now() });
      pull.updatedAt = state.now();
      threads.tell(pull, 'review_requested', state.account(by), { requested_reviewer: accountShape(reviewer) });
    },

    assign(thread: Thread, login: string, { by = SOMEBODY }: Acting = {}): void {
      const assignee = state.account(login);
      thread.assignees.push(assignee);
      thread.updatedAt = state.now();
      threads.tell(thread, 'assigned', state.account(by), { assignee: accountShape(assignee) });
    },
  };
}
