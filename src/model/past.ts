import type { AlertRecord, DeploymentRecord, ReleaseRecord, RunRecord } from './history.ts';
import type { PullFacts } from './pull.ts';

/** What GitHub tells of the past, page by page: more than is kept of it. Instants in ms. */

interface Account {
  login: string;
  bot: boolean;
}

/** A pull request as it is now, with how it came to be so. */
export type PullPast = Pick<
  PullFacts,
  'number' | 'title' | 'body' | 'author' | 'draft' | 'fork' | 'base' | 'labels' | 'closes' | 'files'
> & {
  headSha: string;
  createdAt: number;
  updatedAt: number;
  closedAt?: number | undefined;
  mergedAt?: number | undefined;
  mergeCommit?: { sha: string; at: number } | undefined;
  firstCommitAt?: number | undefined;
  /** When it was made a draft, or ready for review. */
  turns: { at: number; to: 'draft' | 'ready' }[];
  requests: number[];
  reviews: { at: number; by: Account; state: string }[];
  size: { additions: number; deletions: number; files: number };
};

export interface IssuePast {
  number: number;
  /** This app opened it. */
  own: boolean;
  title: string;
  body: string;
  createdAt: number;
  updatedAt: number;
  closedAt?: number | undefined;
  reason?: 'completed' | 'not planned' | undefined;
  labels: string[];
  /** Labels set and taken away, in the order in which it happened. */
  labelled: { at: number; name: string; set: boolean }[];
  assignees: string[];
  /** Its sub-issues. */
  steps: { text: string; done: boolean; doneAt?: number | undefined; owners: string[] }[];
  /** What shows that an occasion was held in it, read only of such an issue once it is closed. */
  evidence?: Evidence | undefined;
}

/** What shows that an occasion was held, or why not. Without `teams`, nobody could tell whose members took part. */
export interface Evidence {
  notes: boolean;
  skipped: boolean;
  teams: string[] | undefined;
}

export interface MilestonePast {
  number: number;
  title: string;
  description: string;
  createdAt: number;
  updatedAt: number;
  closedAt?: number | undefined;
  dueAt?: number | undefined;
}

/** What is read of the past, by kind. */
export interface PastOf {
  pull: PullPast;
  issue: IssuePast;
  deployment: DeploymentRecord;
  release: ReleaseRecord;
  run: RunRecord;
  milestone: MilestonePast;
  /** Those that are open. */
  alert: AlertRecord;
}

/** One page of the past, as it changed last: the newest first. */
export interface PastPage<Item> {
  items: Item[];
  /** Where the next page begins; absent on the last. */
  next: string | undefined;
  /** GitHub lists no more, though there is more. */
  cut?: boolean;
  /** What GitHub leaves of the installation's rate limit, and when it is whole again. */
  limit?: { remaining: number; of: number; resetAt: number } | undefined;
}
