import { type Context, Hono } from 'hono';
import type { CheckRun } from '../entities.ts';
import { resolveRef } from '../git.ts';
import { Refusal } from '../refusal.ts';
import { changesOf, checkShape, commentShape, fileShape, labelShape, pullShape } from '../shapes.ts';
import type { World } from '../world.ts';
import { threadIn } from './issues.ts';
import { paged } from './paging.ts';
import { asBot, repoIn } from './repositories.ts';

/** GitHub lists no more files of a pull request than this. */
const FILES = 3_000;

/** Pull requests, what is said on them and on issues, and checks. */
export function threadRoutes(world: World): Hono {
  const routes = new Hono();
  const pullIn = (c: Context) => world.pull(repoIn(world, c), Number(c.req.param('number')));
  const labelsIn = (c: Context) => {
    const { labels, repo } = threadIn(world, c);
    return labels.map((label) => labelShape(world, repo, label));
  };

  routes.get('/repos/:owner/:repo/pulls', (c) => {
    const state = c.req.query('state') ?? 'open';
    const pulls = [...repoIn(world, c).threads.values()]
      .filter((thread) => thread.kind === 'pull')
      .filter(({ open }) => state === 'all' || open === (state === 'open'));
    return c.json(paged(c, pulls.reverse()).map((pull) => pullShape(world, pull)));
  });
  routes.get('/repos/:owner/:repo/pulls/:number', (c) => c.json(pullShape(world, pullIn(c))));
  routes.get('/repos/:owner/:repo/pulls/:number/files', (c) => {
    const pull = pullIn(c);
    return c.json(paged(c, changesOf(pull).slice(0, FILES)).map((change) => fileShape(world, pull, change)));
  });

  routes.get('/repos/:owner/:repo/issues/:number/comments', (c) => {
    const thread = threadIn(world, c);
    return c.json(paged(c, thread.comments).map((comment) => commentShape(world, thread, comment)));
  });
  routes.post('/repos/:owner/:repo/issues/:number/comments', async (c) => {
    const thread = threadIn(world, c);
    const { body } = await c.req.json();
    if (typeof body !== 'string' || body === '') throw new Refusal(422, 'Validation Failed');
    return c.json(commentShape(world, thread, world.comment(thread, body, asBot(world))), 201);
  });
  routes.post('/repos/:owner/:repo/issues/:number/labels', async (c) => {
    const { labels } = await c.req.json();
    if (!Array.isArray(labels)) throw new Refusal(422, 'Validation Failed');
    for (const name of labels) world.addLabel(threadIn(world, c), String(name), asBot(world));
    return c.json(labelsIn(c));
  });
  routes.delete('/repos/:owner/:repo/issues/:number/labels/:name', (c) => {
    if (!world.removeLabel(threadIn(world, c), c.req.param('name'), asBot(world)))
      throw new Refusal(404, 'Label does not exist');
    return c.json(labelsIn(c));
  });

  routes.post('/repos/:owner/:repo/check-runs', async (c) => {
    const wish = await c.req.json();
    const check = world.createCheck(repoIn(world, c), String(wish.head_sha), checkWish(wish));
    return c.json(checkShape(world, check), 201);
  });
  routes.patch('/repos/:owner/:repo/check-runs/:id', async (c) => {
    const check = repoIn(world, c).checks.find(({ id }) => id === Number(c.req.param('id')));
    if (check === undefined) throw new Refusal(404, 'Not Found');
    world.updateCheck(check, checkWish(await c.req.json()));
    return c.json(checkShape(world, check));
  });
  routes.get('/repos/:owner/:repo/commits/:ref/check-runs', (c) => {
    const repo = repoIn(world, c);
    const commit = resolveRef(repo, c.req.param('ref'));
    if (commit === undefined) throw new Refusal(422, 'No commit found for SHA');
    const name = c.req.query('check_name');
    const checks: CheckRun[] = world.checksAt(repo, commit.sha).filter((check) => !name || check.name === name);
    return c.json({
      total_count: checks.length,
      check_runs: paged(c, checks).map((check) => checkShape(world, check)),
    });
  });
  return routes;
}

// biome-ignore lint/suspicious/noExplicitAny: what a caller sent, whose limits the world minds
const checkWish = (wish: any) => ({
  ...{ name: wish.name, externalId: wish.external_id, detailsUrl: wish.details_url, status: wish.status },
  ...{ conclusion: wish.conclusion, output: wish.output, actions: wish.actions },
});
