import type { PullPast } from '../model/past.ts';
import type { RepoRef } from '../model/ref.ts';
import type { GitHub } from '../ports/github.ts';

/** How far the merged pull requests are read: the newest of them, and where to go on; without a cursor, all of them. */
export interface Merged {
  pulls: PullPast[];
  next?: string | undefined;
}

/** Reads on until so many are known, page by page; each page is handed on as it comes, so that none is read twice. */
export async function readMerged(
  repo: RepoRef,
  last: number,
  { github, from, onPage }: { github: Pick<GitHub, 'merged'>; from?: Merged; onPage?: (so: Merged) => Promise<void> },
): Promise<PullPast[]> {
  let known = from;
  while (known === undefined || (known.pulls.length < last && known.next !== undefined)) {
    const pulls: PullPast[] = known?.pulls ?? [];
    const page = await github.merged(repo, { cursor: known?.next, first: last - pulls.length });
    // What changed meanwhile moves to the front, and may push others onto the next page.
    const numbers = new Set(pulls.map(({ number }) => number));
    known = { pulls: [...pulls, ...page.items.filter(({ number }) => !numbers.has(number))], next: page.next };
    await onPage?.(known);
  }
  return known.pulls.slice(0, last);
}
