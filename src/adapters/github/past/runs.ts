import { z } from 'zod';
import type { RunRecord } from '../../../model/history.ts';
import type { PastPage } from '../../../model/past.ts';
import type { RepoRef } from '../../../model/ref.ts';
import type { Client } from '../client.ts';
import { Instant } from './page.ts';

const PAGE = 100;
/** GitHub lists no more of one search than this. */
const LISTED = 1_000;

const Run = z.object({
  id: z.number(),
  workflow_id: z.number(),
  head_sha: z.string(),
  conclusion: z.string().nullish(),
  run_attempt: z.number().default(1),
  created_at: Instant,
  run_started_at: Instant.nullish(),
  updated_at: Instant,
});
type Run = z.infer<typeof Run>;
const Runs = z.object({ workflow_runs: z.array(Run) });

/**
 * A page of the completed workflow runs on a branch, begun since then. An earlier attempt is asked for by itself: the list has
 * only the last. The cursor is the page's number.
 */
export async function readPastRuns(
  client: Client,
  repo: RepoRef,
  { branch, cursor, since }: { branch: string; cursor?: string | undefined; since: number },
): Promise<PastPage<RunRecord>> {
  const of = { owner: repo.owner, repo: repo.name };
  const page = Number(cursor ?? 1);
  const answer = await client.rest(repo.installation, 'GET /repos/{owner}/{repo}/actions/runs', {
    ...of,
    ...{ branch, status: 'completed', exclude_pull_requests: true, per_page: PAGE, page },
  });
  const { workflow_runs: runs } = Runs.parse(answer);
  const items: RunRecord[] = [];
  for (const run of runs.filter(({ created_at }) => created_at >= since)) {
    const attempts = [attemptOf(run)];
    // The first try and the last tell whether it was flaky; what came between tells nothing more.
    if (run.run_attempt > 1) {
      const first = await client.rest(
        repo.installation,
        'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}',
        { ...of, run_id: run.id, attempt_number: 1 },
      );
      attempts.unshift(attemptOf(Run.parse(first)));
    }
    items.push({ id: run.id, workflow: run.workflow_id, sha: run.head_sha, attempts });
  }
  if (runs.length < PAGE || items.length < runs.length) return { items, next: undefined };
  const cut = page * PAGE >= LISTED;
  return { items, next: cut ? undefined : String(page + 1), cut };
}

const attemptOf = ({ conclusion, created_at, run_started_at, updated_at }: Run): RunRecord['attempts'][number] => ({
  ...{ conclusion: conclusion ?? 'unknown', createdAt: created_at },
  ...{ startedAt: run_started_at ?? created_at, finishedAt: updated_at },
});
