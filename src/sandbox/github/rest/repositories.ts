import { type Context, Hono } from 'hono';
import type { Commit, Repo } from '../entities.ts';
import { blobId, commitsBetween, entriesAt, historyOf, mergeBaseOf, resolveRef } from '../git.ts';
import { Refusal } from '../refusal.ts';
import { accountShape, iso, labelShape, repoShape, repoUrl } from '../shapes.ts';
import type { World } from '../world.ts';
import { paged } from './paging.ts';

/** The repository of the request's path, as far as the installation sees it. */
export function repoIn(world: World, c: Context): Repo {
  const repo = world.repoOf(`${c.req.param('owner')}/${c.req.param('repo')}`);
  if (!world.isVisible(repo)) throw new Refusal(404, 'Not Found');
  return repo;
}

/** Who the app writes as. */
export const asBot = (world: World) => ({ by: world.bot.login });

/** A repository's files, commits and labels. */
export function repositoryRoutes(world: World): Hono {
  const routes = new Hono();
  routes.get('/repos/:owner/:repo', (c) => c.json(repoShape(world, repoIn(world, c))));

  routes.get('/repos/:owner/:repo/contents/:path{.*}', (c) => {
    const repo = repoIn(world, c);
    const ref = c.req.query('ref') ?? 'HEAD';
    const commit = resolveRef(repo, ref);
    if (commit === undefined) throw new Refusal(404, `No commit found for the ref ${ref}`);
    return c.json(contentsOf(world, repo, commit, c.req.param('path')));
  });

  routes.get('/repos/:owner/:repo/collaborators/:login/permission', (c) => {
    repoIn(world, c);
    const role = world.roleOf(c.req.param('login'));
    const permission = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : role;
    return c.json({ permission, role_name: role, user: accountShape(world.account(c.req.param('login'))) });
  });

  routes.get('/orgs/:org/repos', (c) => {
    const org = c.req.param('org').toLowerCase();
    const owned = [...world.repos.values()].filter(({ owner }) => owner.login.toLowerCase() === org);
    if (owned.length === 0) throw new Refusal(404, 'Not Found');
    return c.json(
      paged(
        c,
        owned.filter((repo) => world.isVisible(repo)),
      ).map((repo) => repoShape(world, repo)),
    );
  });

  routes.get('/orgs/:org/teams/:slug', (c) => {
    const slug = c.req.param('slug').toLowerCase();
    if (!world.teams.has(slug)) throw new Refusal(404, 'Not Found');
    return c.json({ slug, name: slug });
  });
  routes.get('/orgs/:org/teams/:slug/memberships/:login', (c) => {
    const members = world.teams.get(c.req.param('slug').toLowerCase());
    if (!members?.has(c.req.param('login').toLowerCase())) throw new Refusal(404, 'Not Found');
    return c.json({ state: 'active', role: 'member' });
  });

  routes.get('/repos/:owner/:repo/commits', (c) => {
    const repo = repoIn(world, c);
    const from = resolveRef(repo, c.req.query('sha') ?? 'HEAD');
    if (from === undefined) throw new Refusal(404, 'Not Found');
    const commits = historyOf(repo, from, c.req.query('path'));
    return c.json(paged(c, commits).map((commit) => commitAnswer(world, repo, commit)));
  });

  routes.get('/repos/:owner/:repo/compare/:basehead{.+}', (c) => {
    const repo = repoIn(world, c);
    const [base, head] = c.req
      .param('basehead')
      .split('...')
      .map((ref) => resolveRef(repo, ref));
    if (!base || !head) throw new Refusal(404, 'Not Found');
    const ahead = commitsBetween(repo, base, head);
    const behind = commitsBetween(repo, head, base).length;
    const status = ahead.length > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical';
    return c.json({
      ...{ status, ahead_by: ahead.length, behind_by: behind, total_commits: ahead.length },
      base_commit: commitAnswer(world, repo, base),
      merge_base_commit: commitAnswer(world, repo, mergeBaseOf(repo, base, head)),
      commits: paged(c, ahead, 100).map((commit) => commitAnswer(world, repo, commit)),
    });
  });

  routes.post('/repos/:owner/:repo/dispatches', async (c) => {
    const { event_type, client_payload = {} } = await c.req.json();
    world.dispatch(repoIn(world, c), String(event_type ?? ''), client_payload, asBot(world));
    return c.body(null, 204);
  });

  routes.get('/repos/:owner/:repo/labels', (c) => {
    const repo = repoIn(world, c);
    return c.json(paged(c, [...repo.labels.values()]).map((label) => labelShape(world, repo, label)));
  });
  routes.get('/repos/:owner/:repo/labels/:name', (c) => {
    const repo = repoIn(world, c);
    const label = repo.labels.get(c.req.param('name').toLowerCase());
    if (label === undefined) throw new Refusal(404, 'Not Found');
    return c.json(labelShape(world, repo, label));
  });
  routes.post('/repos/:owner/:repo/labels', async (c) => {
    const repo = repoIn(world, c);
    const { name, color, description } = await c.req.json();
    if (typeof name !== 'string' || name === '') throw new Refusal(422, 'Validation Failed');
    const label = world.createLabel(repo, {
      name,
      ...(color ? { color } : {}),
      ...(description ? { description } : {}),
      ...asBot(world),
    });
    return c.json(labelShape(world, repo, label), 201);
  });
  return routes;
}

function contentsOf(world: World, repo: Repo, { files }: Commit, path: string): object {
  const url = `${repoUrl(world, repo)}/contents/${path}`;
  const text = files.get(path);
  if (text !== undefined) {
    const content = Buffer.from(text).toString('base64').replaceAll(/.{60}/g, '$&\n');
    const size = Buffer.byteLength(text);
    return {
      type: 'file',
      encoding: 'base64',
      size,
      name: path.split('/').at(-1),
      path,
      content,
      sha: blobId(text),
      url,
    };
  }
  const entries = entriesAt(files, path);
  if (entries === undefined) throw new Refusal(404, 'Not Found');
  return entries.map(({ name, type, oid }) => ({
    ...{ type: type === 'blob' ? 'file' : 'dir', name, path: path === '' ? name : `${path}/${name}`, sha: oid },
  }));
}

const commitAnswer = (world: World, repo: Repo, { sha, message, author, at, parents }: Commit) => ({
  ...{ sha, author: accountShape(author), url: `${repoUrl(world, repo)}/commits/${sha}` },
  commit: { message, author: { name: author.login, date: iso(at) }, committer: { name: author.login, date: iso(at) } },
  parents: parents.map((parent) => ({ sha: parent })),
});
