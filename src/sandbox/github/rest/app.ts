import { Hono } from 'hono';
import { z } from 'zod';
import type { Deliveries } from '../deliveries.ts';
import { fullName } from '../entities.ts';
import { type Gate, reaches } from '../gate.ts';
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
  routes.post('/app/installations/:id/access_tokens', async (c) => {
    mindInstallation(world, c.req.param('id'));
    const wish = TokenWish.parse(JSON.parse((await c.req.text()) || '{}'));
    const { permissions: granted, repository_selection: all } = installationShape(world);
    const permissions: Record<string, string> = wish.permissions ? { metadata: 'read', ...wish.permissions } : granted;
    if (!Object.entries(permissions).every(([name, level]) => includes(granted, name, level)))
      throw new Refusal(422, 'The permissions requested are not granted to this installation.');
    const repos = wish.repositories || wish.repository_ids ? reposIn(world, wish) : undefined;
    const writes = Object.keys(permissions).filter((name) => permissions[name] === 'write');
    const token = gate.newToken({ repos, writes: new Set(writes) });
    if (repos === undefined) return c.json({ ...token, permissions, repository_selection: all }, 201);
    const repositories = [...repos].map((repo) => repoShape(world, repo));
    return c.json({ ...token, permissions, repository_selection: 'selected', repositories }, 201);
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
    const scope = gate.scopeOf(c);
    const visible = [...world.repos.values()].filter((repo) => world.isVisible(repo) && reaches(scope, repo));
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

const TokenWish = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number()).optional(),
  permissions: z.record(z.string(), z.string()).optional(),
});

const includes = (granted: Record<string, string>, name: string, level: string): boolean =>
  granted[name] === level || (granted[name] === 'write' && level === 'read');

/** The repositories that a token is wished for; GitHub gives out none where one of them is not the installation's. */
function reposIn(world: World, { repositories: names = [], repository_ids: ids = [] }: z.infer<typeof TokenWish>) {
  const visible = [...world.repos.values()].filter((repo) => world.isVisible(repo));
  const found = [
    ...names.map((name) => visible.find((repo) => repo.name.toLowerCase() === name.toLowerCase())),
    ...ids.map((id) => visible.find((repo) => repo.id === id)),
  ];
  const known = found.filter((repo) => repo !== undefined);
  if (known.length === found.length) return new Set(known);
  const message =
    'There is at least one repository that does not exist or is not accessible to the parent installation.';
  throw new Refusal(422, message);
}

function mindInstallation({ installation }: World, id: string): void {
  if (Number(id) !== installation.id) throw new Refusal(404, 'Not Found');
}
