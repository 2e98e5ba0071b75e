import { Hono } from 'hono';
import type { Deliveries } from '../deliveries.ts';
import { fullName } from '../entities.ts';
import type { Gate } from '../gate.ts';
import { Refusal } from '../refusal.ts';
import { appShape, installationShape, repoShape } from '../shapes.ts';
import type { World } from '../world.ts';
import { paged } from './paging.ts';

/** What the app asks as itself, and what an installation sees. */
export function appRoutes(world: World, gate: Gate, deliveries: Deliveries): Hono {
  const routes = new Hono();
  routes.use('/app/*', gate.asApp);
  routes.use('/app', gate.asApp);
  routes.get('/app', (c) => c.json(appShape(world)));
  routes.get('/app/installations', (c) => c.json(paged(c, [installationShape(world)])));
  routes.get('/app/installations/:id', (c) => {
    mindInstallation(world, c.req.param('id'));
    return c.json(installationShape(world));
  });
  routes.post('/app/installations/:id/access_tokens', (c) => {
    mindInstallation(world, c.req.param('id'));
    const { permissions, repository_selection } = installationShape(world);
    return c.json({ ...gate.newToken(), permissions, repository_selection }, 201);
  });
  routes.get('/app/hook/config', (c) => c.json(deliveries.config()));
  routes.get('/app/hook/deliveries', (c) => c.json(paged(c, deliveries.list())));
  routes.post('/app/hook/deliveries/:id/attempts', (c) => {
    if (!deliveries.redeliver(Number(c.req.param('id')))) throw new Refusal(404, 'Not Found');
    return c.json({}, 202);
  });
  routes.get('/users/:login/installation', gate.asApp, (c) => {
    if (c.req.param('login').toLowerCase() !== world.organisation.login.toLowerCase())
      throw new Refusal(404, 'Not Found');
    return c.json(installationShape(world));
  });
  routes.get('/repos/:owner/:repo/installation', gate.asApp, (c) => {
    const repo = world.repoOf(`${c.req.param('owner')}/${c.req.param('repo')}`);
    if (!world.isVisible(repo)) throw new Refusal(404, 'Not Found');
    return c.json(installationShape(world));
  });

  routes.get('/installation/repositories', gate.asInstallation, (c) => {
    const visible = [...world.repos.values()].filter((repo) => world.isVisible(repo));
    const ordered = visible.sort((a, b) => (fullName(a) < fullName(b) ? -1 : 1));
    const { repository_selection } = installationShape(world);
    const repositories = paged(c, ordered).map((repo) => repoShape(world, repo));
    return c.json({ total_count: visible.length, repository_selection, repositories });
  });
  routes.get('/rate_limit', gate.asInstallation, (c) => {
    const rate = { limit: 5_000, used: 0, remaining: 5_000, reset: Math.ceil(world.now() / 1000) + 3_600 };
    return c.json({ resources: { core: rate, graphql: rate }, rate });
  });
  return routes;
}

function mindInstallation({ installation }: World, id: string): void {
  if (Number(id) !== installation.id) throw new Refusal(404, 'Not Found');
}
