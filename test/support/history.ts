import type { DeploymentRecord, PullRecord } from '../../src/model/history.ts';

/** `2026-09-07T00:00Z`, or a bare day, as ms since the epoch. */
export const at = (written: string): number => Date.parse(written.includes('T') ? written : `${written}T00:00Z`);

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const person = (who = 'ann') => ({ who, bot: false });
export const bot = { who: 'renovate', bot: true };

let last = 0;

/** A merged pull request, sensible in everything that the test does not speak of. */
export function merged(mergedAt: number, more: Partial<PullRecord> = {}): PullRecord {
  last += 1;
  return {
    ...{ number: last, author: person(), onDefault: true, createdAt: mergedAt - HOUR, closedAt: mergedAt, mergedAt },
    mergeCommit: { sha: `${last}`.padStart(40, 'c'), at: mergedAt },
    ...{ drafts: [], requests: [], reviews: [], labels: [], closes: [] },
    size: { additions: 10, deletions: 2, files: 1 },
    outcomes: { declared: [], inferred: [], exempt: false },
    ...more,
  };
}

/** An open pull request. */
export function opened(createdAt: number, more: Partial<PullRecord> = {}): PullRecord {
  const { mergedAt: _, closedAt: __, mergeCommit: ___, ...open } = merged(createdAt + HOUR, { createdAt });
  return { ...open, ...more };
}

/** A deployment to production of a commit of that time, with when it succeeded. */
export function deployment(succeededAt: number, more: Partial<DeploymentRecord> & { of?: number } = {}) {
  last += 1;
  const { of = succeededAt - 60_000, ...rest } = more;
  return {
    ...{ id: last, environment: 'production', commit: { sha: `${last}`.padStart(40, 'd'), at: of } },
    ...{ createdAt: succeededAt - 60_000, statuses: [{ state: 'success', at: succeededAt }] },
    ...rest,
  } satisfies DeploymentRecord;
}
