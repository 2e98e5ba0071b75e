import { type Context, Hono } from 'hono';
import type { Pull, Thread } from '../github/entities.ts';
import type { Changes } from '../github/git.ts';
import { Refusal } from '../github/refusal.ts';
import type { World } from '../github/world.ts';
import type { PlayedGitHub } from '../start.ts';
import { CONFIGURATION, checkOf, DIGESTS, fileAt } from './organisation.ts';
import { pullHref, repoHref, threadHref } from './parts.ts';
import { YOU as you } from './thread.ts';

const YOU = { by: you };

/** Where a command asks for the week, and who may give it. */
const ASKED = 'How was the week?';
const STAFF = 'stella';

/** What people do on the pages; each leads back to where it shows. */
export function actions({ world, deliveries }: PlayedGitHub): Hono {
  const routes = new Hono();
  const repoIn = (c: Context) => world.repoOf(`${c.req.param('owner')}/${c.req.param('repo')}`);
  const pullIn = (c: Context) => world.pull(repoIn(c), Number(c.req.param('number')));

  routes.post('/activity/redeliver', async (c) => {
    deliveries.redeliver(Number((await fieldsOf(c)).id));
    return c.redirect('/activity', 303);
  });

  routes.post('/weekly', (c) => {
    const repo = world.repoOf(DIGESTS);
    const asked = [...repo.threads.values()].find(({ title }) => title === ASKED);
    const issue = asked ?? world.openIssue({ repo, title: ASKED, body: 'By a command, before it is due.', by: STAFF });
    world.comment(issue, '/truenorth digest', { by: STAFF });
    return c.redirect(repoHref(repo), 303);
  });

  routes.post('/:owner/:repo/configuration', async (c) => {
    const repo = repoIn(c);
    const { text = '' } = await fieldsOf(c);
    const wanted = text.trim() === '' ? null : text;
    if (wanted !== (fileAt(repo, CONFIGURATION) ?? null))
      world.commitTo(repo, { files: { [CONFIGURATION]: wanted }, message: `Update ${CONFIGURATION}`, ...YOU });
    return c.redirect(repoHref(repo), 303);
  });

  routes.post('/:owner/:repo/pulls', async (c) => {
    const repo = repoIn(c);
    const { title = '', body = '', draft, fork, ...file } = await fieldsOf(c);
    if (title.trim() === '') throw new Refusal(422, 'A pull request needs a title.');
    const files = changesOf(file);
    const pull = world.openPull({ repo, title, body, files, draft: draft === 'yes', fork: fork === 'yes', ...YOU });
    return c.redirect(pullHref(pull), 303);
  });

  routes.post('/:owner/:repo/issues', async (c) => {
    const repo = repoIn(c);
    const { title = '', body = '', labels = '' } = await fieldsOf(c);
    if (title.trim() === '') throw new Refusal(422, 'An issue needs a title.');
    const names = labels.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim().slice(0, 50)]));
    return c.redirect(threadHref(world.openIssue({ repo, title, body, labels: names, ...YOU })), 303);
  });

  /** What people do to issues and pull requests alike. */
  const onThread = (path: string, act: (thread: Thread, fields: Record<string, string>) => void) =>
    routes.post(`/:owner/:repo/:kind{pull|issues}/:number/${path}`, async (c) => {
      const thread = world.thread(repoIn(c), Number(c.req.param('number')));
      if (thread === undefined) throw new Refusal(404, 'Not Found');
      act(thread, await fieldsOf(c));
      return c.redirect(threadHref(thread), 303);
    });

  const onPull = (path: string, act: (pull: Pull, fields: Record<string, string>) => void) =>
    routes.post(`/:owner/:repo/pull/:number/${path}`, async (c) => {
      const pull = pullIn(c);
      act(pull, await fieldsOf(c));
      return c.redirect(pullHref(pull), 303);
    });

  onThread('edit', (thread, { title = thread.title, body = thread.body }) =>
    world.edit(thread, { title, body, ...YOU }),
  );
  onThread(
    'comments',
    (thread, { body = '', by = you }) => body.trim() !== '' && world.comment(thread, body, { by: personOf(by) }),
  );
  onPull('people', (pull, { by = you, does }) => {
    const login = personOf(by);
    if (does === 'approve') world.review(pull, 'APPROVED', { by: login });
    else if (does === 'asked') world.requestReview(pull, login, YOU);
    else throw new Refusal(422, 'There is no such thing to do.');
  });
  onPull('files', (pull, file) => {
    const changes = changesOf(file);
    world.push(pull, { files: changes, message: `Update ${Object.keys(changes).join(', ')}`, ...YOU });
  });
  onThread('labels', (thread, { add = '', remove = '' }) => {
    if (remove !== '') world.removeLabel(thread, remove, YOU);
    if (add.trim() !== '') world.addLabel(thread, add.trim(), YOU);
  });
  onPull('check', (pull, { identifier }) => {
    const check = checkOf(world, pull);
    if (check === undefined) return;
    if (identifier === undefined) world.rerequestCheck(check, YOU);
    else world.requestAction(check, identifier, YOU);
  });
  onThread('state', (thread, { to = '' }) => moveTo(world, thread, to));
  return routes;
}

/** Somebody's login as it came from a form. */
function personOf(login: string): string {
  if (/^[\w-]{1,39}$/.test(login)) return login;
  throw new Refusal(422, 'There is nobody of this name.');
}

function moveTo(world: World, thread: Thread, state: string): void {
  const close = (reason: 'completed' | 'not_planned') => () => world.close(thread, { reason, ...YOU });
  const moves: Record<string, () => void> = {
    ...{ closed: close('completed'), completed: close('completed'), not_planned: close('not_planned') },
    open: () => world.reopen(thread, YOU),
    ...(thread.kind === 'pull'
      ? {
          draft: () => world.toDraft(thread, YOU),
          ready: () => world.readyForReview(thread, YOU),
          merged: () => world.merge(thread, YOU),
        }
      : {}),
  };
  const move = Object.hasOwn(moves, state) ? moves[state] : undefined;
  if (move === undefined) throw new Refusal(422, 'There is no such state.');
  move();
}

/** The form's text fields; browsers end lines with two characters, Git's files with one. */
async function fieldsOf(c: Context): Promise<Record<string, string>> {
  const form = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value.replaceAll('\r\n', '\n')]] : [],
    ),
  );
}

/** The file that a form wants changed, or removed. */
function changesOf({ path = '', content = '', remove }: Record<string, string>): Changes {
  const clean = path.trim().replace(/^\/+/, '');
  if (clean === '' || clean.split('/').some((part) => ['', '.', '..'].includes(part)))
    throw new Refusal(422, 'A file needs a path such as src/auth/session.ts.');
  return { [clean]: remove === 'yes' ? null : content.endsWith('\n') || content === '' ? content : `${content}\n` };
}
