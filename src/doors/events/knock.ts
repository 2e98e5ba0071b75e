import { z } from 'zod';
import type { Hint } from '../../model/hint.ts';
import type { RepoRef } from '../../model/ref.ts';
import type { Wanted } from '../../ports/queue.ts';

/** What an event asks for: subjects to look at, and what it told that may save a call. */
export interface Knock {
  wanted: Wanted[];
  hint?: { key: string; hint: Hint };
}

/** Who the app is, to know its own events; `login` is not known until GitHub was asked once. */
export interface Self {
  id: number;
  login: string | undefined;
}

export const NOTHING: Knock = { wanted: [] };

export const Account = z.object({ login: z.string(), type: z.string().optional() });
export const Repository = z.object({ name: z.string(), owner: Account, default_branch: z.string().optional() });
/** What nearly every payload has. */
export const Common = z.object({
  action: z.string().optional(),
  installation: z.object({ id: z.number().int().positive() }),
  repository: Repository,
  sender: Account.optional(),
});
export type Common = z.infer<typeof Common>;

export const repoOf = ({ installation, repository }: Pick<Common, 'installation' | 'repository'>): RepoRef => ({
  installation: installation.id,
  owner: repository.owner.login,
  name: repository.name,
});
