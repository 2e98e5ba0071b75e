import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Refusal } from '../github/refusal.ts';
import type { PlayedGitHub } from '../start.ts';
import { actions } from './actions.ts';
import { activityPage } from './activity.ts';
import { LIVE_JS, MARKDOWN_CSS, STYLE_CSS } from './assets.ts';
import { connectPage } from './connect.ts';
import { MERMAID_JS } from './diagrams.ts';
import { GUIDE, guidePage } from './guide.ts';
import { issuePage } from './issue.ts';
import { layout } from './layout.ts';
import { changes } from './live.ts';
import { organisationPage } from './organisation.ts';
import { repoHref } from './parts.ts';
import { pullPage } from './pull.ts';
import { newPullPage, repositoryPage } from './repository.ts';

/** Nothing is loaded from, or sent, elsewhere. */
const SECURITY = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
};

/** The played GitHub as people see it in a browser. `signal` ends the streams that keep pages fresh. */
export function sandboxPages(github: PlayedGitHub, signal: AbortSignal): Hono {
  const { world } = github;
  const pages = new Hono();
  const repoIn = (c: Context) => world.repoOf(`${c.req.param('owner')}/${c.req.param('repo')}`);

  pages.use('*', onlyHere);
  const asset = (path: string, type: string, text: string) =>
    pages.get(path, (c) =>
      c.body(text, 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'max-age=300' }),
    );
  asset('/assets/markdown.css', 'text/css', MARKDOWN_CSS);
  asset('/assets/style.css', 'text/css', STYLE_CSS);
  asset('/assets/live.js', 'text/javascript', LIVE_JS);
  asset('/assets/mermaid.js', 'text/javascript', MERMAID_JS);
  pages.get('/events', () => changes(world, signal));

  pages.get('/', (c) => c.html(layout({ title: world.organisation.login, content: organisationPage(world) })));
  pages.get('/activity', (c) => c.html(layout({ title: 'Webhooks and calls', content: activityPage(github) })));
  pages.get('/connect', (c) => c.html(layout({ title: 'Connect GitHub', content: connectPage() })));
  pages.get(`${GUIDE}/:name{.+}`, async (c) => {
    const name = c.req.param('name');
    return c.html(layout({ title: name.replace(/\.md$/, ''), content: await guidePage(name) }));
  });
  pages.get('/:owner/:repo', (c) => {
    const repo = repoIn(c);
    return c.html(
      layout({ title: repo.name, trail: [[repo.name, repoHref(repo)]], content: repositoryPage(world, repo) }),
    );
  });
  pages.get('/:owner/:repo/new', (c) => {
    const repo = repoIn(c);
    return c.html(
      layout({ title: 'New pull request', trail: [[repo.name, repoHref(repo)]], content: newPullPage(repo) }),
    );
  });
  pages.get('/:owner/:repo/pull/:number', (c) => {
    const repo = repoIn(c);
    const pull = world.pull(repo, Number(c.req.param('number')));
    const title = `${pull.title} #${pull.number}`;
    return c.html(layout({ title, trail: [[repo.name, repoHref(repo)]], content: pullPage(world, pull) }));
  });
  pages.get('/:owner/:repo/issues/:number', (c) => {
    const repo = repoIn(c);
    const issue = world.thread(repo, Number(c.req.param('number')));
    if (issue?.kind !== 'issue') throw new Refusal(404, 'Not Found');
    const title = `${issue.title} #${issue.number}`;
    return c.html(layout({ title, trail: [[repo.name, repoHref(repo)]], content: issuePage(world, issue) }));
  });
  pages.route('/', actions(github));
  pages.notFound((c) => c.html(trouble('There is no such page.'), 404));
  pages.onError((error, c) => {
    if (!(error instanceof Refusal)) throw error;
    const words = error.status === 404 ? 'There is no such page.' : error.message;
    return c.html(trouble(words), error.status as ContentfulStatusCode);
  });
  return pages;
}

const trouble = (words: string) =>
  layout({ title: 'Not possible', content: html`<h1>${words}</h1><p><a href="/">Back to the organisation</a></p>` });

const HERE = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

/** A page elsewhere can neither act here nor read what is here, whatever name it resolves to this machine. */
const onlyHere: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host') ?? '';
  if (!HERE.test(host)) return c.text('The sandbox is on this machine alone: open it as http://localhost.', 403);
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
    const site =
      c.req.header('sec-fetch-site') ?? (c.req.header('origin') === `http://${host}` ? 'same-origin' : 'unknown');
    if (site !== 'same-origin') return c.text('Only the sandbox’s own pages may change it.', 403);
  }
  await next();
  for (const [name, value] of Object.entries(SECURITY)) c.header(name, value);
};
