import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Deliveries } from './deliveries.ts';
import { type Env, type Gate, mindScope } from './gate.ts';
import { execute } from './graphql/execute.ts';
import { Refusal } from './refusal.ts';
import { mindArchived } from './repositories.ts';
import { actionRoutes } from './rest/actions.ts';
import { appRoutes } from './rest/app.ts';
import { issueRoutes } from './rest/issues.ts';
import { type AppSecrets, manifestPages, manifestRoutes } from './rest/manifests.ts';
import { repoIn, repositoryRoutes } from './rest/repositories.ts';
import { threadRoutes } from './rest/threads.ts';
import type { World } from './world.ts';

/** GitHub's API as an Enterprise Server has it: REST under `/api/v3`, GraphQL under `/api/graphql`. */
export function createApi(world: World, gate: Gate, deliveries: Deliveries, secrets: AppSecrets): Hono<Env> {
  const api = new Hono<Env>();
  const codes = new Set<string>();
  api.route('/', manifestPages(codes));
  api.use('*', gate.watch);
  api.post('/api/graphql', gate.asInstallation, async (c) =>
    c.json(await execute(world, await c.req.json(), gate.scopeOf(c))),
  );
  api.route('/api/v3', appRoutes(world, gate, deliveries));
  api.route('/api/v3', manifestRoutes(world, codes, secrets));
  api.use('/api/v3/repos/*', gate.asInstallation);
  api.use('/api/v3/repos/:owner/:repo/*', async (c, next) => {
    const repo = repoIn(world, c);
    mindScope(gate.scopeOf(c), repo, c.req.method === 'GET' ? [] : writtenBy(c.req.path));
    if (c.req.method !== 'GET') mindArchived(repo);
    await next();
  });
  api.route('/api/v3', repositoryRoutes(world));
  api.route('/api/v3', issueRoutes(world));
  api.route('/api/v3', threadRoutes(world));
  api.route('/api/v3', actionRoutes(world));
  api.notFound((c) => c.json(errorBody(404, 'Not Found'), 404));
  api.onError((error, c) => {
    if (error instanceof Refusal)
      return c.json(errorBody(error.status, error.message, error.errors), error.status as ContentfulStatusCode);
    if (error instanceof SyntaxError) return c.json(errorBody(400, 'Problems parsing JSON'), 400);
    throw error;
  });
  return api;
}

/** What a token has to be allowed to write, one of them, for a request that writes. */
function writtenBy(path: string): string[] {
  if (path.includes('/check-runs')) return ['checks'];
  return path.endsWith('/dispatches') ? ['contents'] : ['issues', 'pull_requests'];
}

const errorBody = (status: number, message: string, errors?: object[]) => ({
  ...{
    message,
    ...(errors ? { errors } : {}),
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  },
});
