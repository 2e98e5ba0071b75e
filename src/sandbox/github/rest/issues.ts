import { type Context, Hono } from 'hono';
import type { Repo, Thread } from '../entities.ts';
import { Refusal } from '../refusal.ts';
import { commentShape, issueShape, repoUrl } from '../shapes.ts';
import type { World } from '../world.ts';
import { paged } from './paging.ts';
import { asBot, repoIn } from './repositories.ts';

const REASONS = ['completed', 'not_planned', 'duplicate'] as const;

const VALUES: Record<string, (thread: Thread) => number> = {
  created: ({ createdAt }) => createdAt,
  updated: ({ updatedAt }) => updatedAt,
  comments: ({ comments }) => comments.length,
};

/** Issues, and pull requests as the issues that they are too. */
export function issueRoutes(world: World): Hono {
  const routes = new Hono();
  routes.get('/repos/:owner/:repo/issues', (c) => {
    const threads = listed(repoIn(world, c), c.req.query());
    return c.json(paged(c, threads).map((thread) => issueShape(world, thread)));
  });
  routes.post('/repos/:owner/:repo/issues', async (c) => {
    const repo = repoIn(world, c);
    const { title, body, labels } = await c.req.json();
    if (typeof title !== 'string' || title === '') throw invalid('missing_field', 'title');
    const wish = { repo, title, body: body ?? '', labels: namesIn(labels) ?? [], ...asBot(world) };
    return c.json(issueShape(world, world.openIssue(wish)), 201);
  });
  // Before the issue of a number, since `comments` is none.
  routes.get('/repos/:owner/:repo/issues/comments', (c) => {
    const since = Date.parse(c.req.query('since') ?? '') || 0;
    const all = [...repoIn(world, c).threads.values()]
      .flatMap((thread) => thread.comments.map((comment) => ({ thread, comment })))
      .filter(({ comment }) => comment.updatedAt >= since)
      .sort((a, b) => a.comment.createdAt - b.comment.createdAt || a.comment.id - b.comment.id);
    return c.json(paged(c, all).map(({ thread, comment }) => commentShape(world, thread, comment)));
  });
  routes.get('/repos/:owner/:repo/issues/:number', (c) => {
    const moved = repoIn(world, c).gone.get(Number(c.req.param('number')))?.to;
    if (moved && world.isVisible(moved.repo))
      return c.redirect(`${repoUrl(world, moved.repo)}/issues/${moved.number}`, 301);
    return c.json(issueShape(world, threadIn(world, c)));
  });
  routes.patch('/repos/:owner/:repo/issues/:number', async (c) => {
    const thread = threadIn(world, c);
    const { title, body, state, state_reason, labels } = await c.req.json();
    const by = asBot(world);
    if (![undefined, 'open', 'closed'].includes(state)) throw invalid('invalid', 'state');
    const reason = REASONS.find((one) => one === state_reason);
    world.edit(thread, { title: title ?? thread.title, body: body === undefined ? thread.body : (body ?? ''), ...by });
    const names = namesIn(labels);
    if (names) world.setLabels(thread, names, by);
    if (state === 'closed') world.close(thread, { reason, ...by });
    if (state === 'open') world.reopen(thread, by);
    return c.json(issueShape(world, thread));
  });
  return routes;
}

/** The issue or pull request of the request's path. One that was deleted is gone, and GitHub says so. */
export function threadIn(world: World, c: Context): Thread {
  const repo = repoIn(world, c);
  const number = Number(c.req.param('number'));
  const thread = world.thread(repo, number);
  if (thread) return thread;
  const left = repo.gone.get(number);
  if (left && left.to === undefined) throw new Refusal(410, 'This issue was deleted', 'GONE');
  throw new Refusal(404, 'Not Found');
}

/** Those asked for; of the labels each has all. By default the open ones, the newest first. */
function listed({ threads }: Repo, query: Record<string, string>): Thread[] {
  const { state = 'open', labels = '', since = '', sort = 'created', direction = 'desc', creator } = query;
  const wanted = labels.split(',').flatMap((name) => name.trim().toLowerCase() || []);
  const earliest = Date.parse(since) || 0;
  const measure = VALUES[sort] ?? (({ createdAt }: Thread) => createdAt);
  const found = [...threads.values()]
    .filter(({ open }) => state === 'all' || open === (state === 'open'))
    .filter((thread) => wanted.every((name) => thread.labels.some((label) => label.name.toLowerCase() === name)))
    .filter(({ updatedAt }) => updatedAt >= earliest)
    .filter(({ author }) => creator === undefined || author.login.toLowerCase() === creator.toLowerCase())
    .sort((a, b) => measure(a) - measure(b) || a.number - b.number);
  return direction === 'asc' ? found : found.reverse();
}

/** Labels are sent by name, or as things with a name. */
function namesIn(labels: unknown): string[] | undefined {
  if (labels === undefined || labels === null) return undefined;
  if (!Array.isArray(labels)) throw invalid('invalid', 'labels');
  return labels.map((label) => String(label?.name ?? label));
}

const invalid = (code: string, field: string): Refusal =>
  new Refusal(422, 'Validation Failed', 'UNPROCESSABLE', [{ resource: 'Issue', code, field }]);
