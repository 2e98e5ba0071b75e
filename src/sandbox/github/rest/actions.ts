import { Hono } from 'hono';
import { runShape } from '../operation-shapes.ts';
import { Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import { paged } from './paging.ts';
import { repoIn } from './repositories.ts';

/** Workflow runs, the newest first. */
export function actionRoutes(world: World): Hono {
  const routes = new Hono();
  routes.get('/repos/:owner/:repo/actions/runs', (c) => {
    const repo = repoIn(world, c);
    const { branch, created = '' } = c.req.query();
    const since = Date.parse(created.replace(/^>=/, '')) || 0;
    const runs = repo.runs
      .filter((run) => (branch === undefined || run.branch === branch) && run.createdAt >= since)
      .sort((a, b) => b.createdAt - a.createdAt);
    const page = paged(c, runs).map((run) => runShape(world, repo, run));
    return c.json({ total_count: runs.length, workflow_runs: page });
  });
  routes.get('/repos/:owner/:repo/actions/runs/:id/attempts/:attempt', (c) => {
    const repo = repoIn(world, c);
    const run = repo.runs.find(({ id }) => id === Number(c.req.param('id')));
    const attempt = Number(c.req.param('attempt'));
    if (run?.attempts[attempt - 1] === undefined) throw new Refusal(404, 'Not Found');
    return c.json(runShape(world, repo, run, attempt));
  });
  return routes;
}
