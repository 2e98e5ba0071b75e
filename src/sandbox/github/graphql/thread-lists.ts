import type { Issue, Repo, Thread } from '../entities.ts';
import type { PageArguments } from './connection.ts';

export interface ThreadOrder {
  orderBy?: { field: 'CREATED_AT' | 'UPDATED_AT' | 'COMMENTS'; direction: 'ASC' | 'DESC' };
}

export interface IssuesWanted extends PageArguments, ThreadOrder {
  labels?: string[];
  states?: string[];
  filterBy?: { since?: string; labels?: string[]; states?: string[] };
}

const VALUES: Record<string, (thread: Thread) => number> = {
  CREATED_AT: ({ createdAt }) => createdAt,
  UPDATED_AT: ({ updatedAt }) => updatedAt,
  COMMENTS: ({ comments }) => comments.length,
};

/** In the order asked for; by default the oldest first, as on GitHub. */
export function orderedThreads<T extends Thread>(threads: readonly T[], { orderBy }: ThreadOrder): T[] {
  const measure = VALUES[orderBy?.field ?? 'CREATED_AT'] ?? (() => 0);
  const sorted = threads.toSorted((a, b) => measure(a) - measure(b) || a.number - b.number);
  return orderBy?.direction === 'DESC' ? sorted.reverse() : sorted;
}

/** A repository's issues. One of `labels` is enough; of the filter's, an issue has them all. */
export function issuesOf({ threads }: Repo, wanted: IssuesWanted): Issue[] {
  const { labels, states, filterBy = {} } = wanted;
  const since = Date.parse(filterBy.since ?? '') || 0;
  const isIn = (state: string, list: string[] | undefined) => !list || list.includes(state);
  const found = [...threads.values()]
    .filter((thread) => thread.kind === 'issue')
    .filter(({ updatedAt }) => updatedAt >= since)
    .filter(({ open }) => [states, filterBy.states].every((list) => isIn(open ? 'OPEN' : 'CLOSED', list)))
    .filter((issue) => !labels || labels.some((name) => hasLabel(issue, name)))
    .filter((issue) => (filterBy.labels ?? []).every((name) => hasLabel(issue, name)));
  return orderedThreads(found, wanted);
}

export const hasLabel = ({ labels }: Thread, name: string): boolean =>
  labels.some((label) => label.name.toLowerCase() === name.toLowerCase());
