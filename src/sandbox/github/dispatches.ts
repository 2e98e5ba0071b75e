import type { Repo } from './entities.ts';
import { Refusal } from './refusal.ts';
import { type Repositories, SOMEBODY } from './repositories.ts';
import type { Acting, State } from './state.ts';

/** GitHub's limits of a type, in characters, and of what is sent along, in properties. */
const LONGEST = 100;
const MOST = 10;

export type Dispatches = ReturnType<typeof dispatchesOf>;

/** Events that a person's scripts send to whoever listens to a repository. */
export function dispatchesOf(state: State, repositories: Repositories) {
  return {
    /** @throws Refusal 422 for what GitHub does not pass on. */
    dispatch(where: Repo | string, type: string, payload: object, { by = SOMEBODY }: Acting = {}): void {
      const repo = repositories.repoOf(where);
      if (type === '' || type.length > LONGEST) throw new Refusal(422, 'Invalid request.\n\nevent_type is not valid');
      if (Object.keys(payload).length > MOST)
        throw new Refusal(422, 'Invalid request.\n\nNo more than 10 properties are allowed');
      const told = { branch: repo.defaultBranch, client_payload: payload };
      state.emit(repo, 'repository_dispatch', type, state.account(by), told);
    },
  };
}
