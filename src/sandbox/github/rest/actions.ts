import { type Context, Hono } from 'hono';
import type { WorkflowRun } from '../entities.ts';
import { runShape } from '../operation-shapes.ts';
import { Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import { paged } from './paging.ts';
import { repoIn } from './repositories.ts';

/** GitHub finds no more runs than this where it is asked for some. */
const FOUND = 1_000;

/** Workflow runs, the newest first. */
export function actionRoutes(world: World): Hono {
  const routes = new Hono();
  const runIn = (c: Context): WorkflowRun => {
    const run = repoIn(world, c).runs.find(({ id }) => id === Number(c.req.param('id')));
    if (run === undefined) throw new Refusal(404, 'Not Found');
    return run;
  };

  routes.get('/repos/:owner/:repo/actions/runs', (c) => {
    const repo = repoIn(world, c);
    const { branch, event, status, created } = c.req.query();
    const hasStatus = ({ attempts }: WorkflowRun) =>
      status === undefined || status === 'completed' || attempts.at(-1)?.conclusion === status;
    const runs = repo.runs
      .filter((run) => (branch === undefined || run.branch === branch) && (event === undefined || run.event === event))
      .filter((run) => hasStatus(run) && isWithin(run.createdAt, created))
      .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
    const isSearch = [branch, event, status, created].some((term) => term !== undefined);
    const page = paged(c, isSearch ? runs.slice(0, FOUND) : runs).map((run) => runShape(world, repo, run));
    const bare = c.req.query('exclude_pull_requests') === 'true';
    const workflow_runs = bare ? page.map((run) => ({ ...run, pull_requests: [] })) : page;
    return c.json({ total_count: runs.length, workflow_runs });
  });
  routes.get('/repos/:owner/:repo/actions/runs/:id', (c) => c.json(runShape(world, repoIn(world, c), runIn(c))));
  routes.get('/repos/:owner/:repo/actions/runs/:id/attempts/:attempt', (c) => {
    const run = runIn(c);
    const attempt = Number(c.req.param('attempt'));
    if (run.attempts[attempt - 1] === undefined) throw new Refusal(404, 'Not Found');
    return c.json(runShape(world, repoIn(world, c), run, attempt));
  });
  return routes;
}

/** `>=2026-09-01`, `<2026-09-01T10:00:00Z`, `2026-09-01..2026-09-30`, or one day. */
function isWithin(at: number, written = '*'): boolean {
  const [, sign = '', from = '', to = from] = /^(>=|>|<=|<)?(.*?)(?:\.\.(.*))?$/.exec(written) ?? [];
  // A bare day lasts until its end.
  const endOf = (text: string) => Date.parse(text) + (text.includes('T') ? 0 : 86_399_999);
  if (sign === '>=') return at >= Date.parse(from);
  if (sign === '>') return at > endOf(from);
  if (sign === '<=') return at <= endOf(from);
  if (sign === '<') return at < Date.parse(from);
  return (from === '*' || at >= Date.parse(from)) && (to === '*' || at <= endOf(to));
}
