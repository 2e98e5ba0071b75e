import type { Pull, ReviewState, Role } from './entities.ts';
import { SOMEBODY } from './repositories.ts';
import { accountShape, pullShape, reviewShape } from './shapes.ts';
import type { Acting, State } from './state.ts';
import { type Threads, touch } from './threads.ts';

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

    review(pull: Pull, verdict: ReviewState, { by = SOMEBODY, at = state.now() }: Acting = {}): void {
      const author = state.account(by);
      const review = { id: state.nextId(), by: author, state: verdict, at };
      pull.requested = pull.requested.filter((one) => one !== author);
      pull.reviews.push(review);
      touch(pull, at);
      const payload = () => ({ review: reviewShape(state, pull, review), pull_request: pullShape(state, pull) });
      state.emit(pull.repo, 'pull_request_review', 'submitted', author, payload);
    },

    /** Asks somebody who is not asked already; whoever has given a review may be asked again. */
    requestReview(pull: Pull, login: string, { by = SOMEBODY, at = state.now() }: Acting = {}): void {
      const reviewer = state.account(login);
      if (pull.requested.includes(reviewer)) return;
      pull.requested.push(reviewer);
      pull.requests.push({ id: state.nextId(), reviewer, by: state.account(by), at });
      touch(pull, at);
      threads.tell(pull, 'review_requested', state.account(by), { requested_reviewer: accountShape(reviewer) });
    },
  };
}
