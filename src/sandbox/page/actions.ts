import { type Context, Hono } from 'hono';
import type { Pull } from '../github/entities.ts';
import type { Changes } from '../github/git.ts';
import { Refusal } from '../github/refusal.ts';
import type { World } from '../github/world.ts';
import type { PlayedGitHub } from '../start.ts';
import { CONFIGURATION, checkOf, fileAt } from './organisation.ts';
import { pullHref, repoHref } from './parts.ts';
import { YOU as you } from './pull.ts';

const YOU = { by: you };

/** What people do on the pages; each leads back to where it shows. */
export function actions({ world, deliveries }: PlayedGitHub): Hono {
  const routes = new Hono();
  const repoIn = (c: Context) => world.repoOf(`${c.req.param('owner')}/${c.req.param('repo')}`);
  const pullIn = (c: Context) => world.pull(repoIn(c), Number(c.req.param('number')));

  routes.post('/activity/redeliver', async (c) => {
    deliveries.redeliver(Number((await fieldsOf(c)).id));
    return c.redirect('/activity', 303);
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

  const onPull = (path: string, act: (pull: Pull, fields: Record<string, string>) => void) =>
    routes.post(`/:owner/:repo/pull/:number/${path}`, async (c) => {
      const pull = pullIn(c);
      act(pull, await fieldsOf(c));
      return c.redirect(pullHref(pull), 303);
    });

  onPull('edit', (pull, { title = pull.title, body = pull.body }) => world.editPull(pull, { title, body, ...YOU }));
  onPull(
    'comments',
    (pull, { body = '', by = you }) => body.trim() !== '' && world.comment(pull, body, { by: personOf(by) }),
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
  onPull('labels', (pull, { add = '', remove = '' }) => {
    if (remove !== '') world.removeLabel(pull, remove, YOU);
    if (add.trim() !== '') world.addLabel(pull, add.trim(), YOU);
  });
  onPull('check', (pull, { identifier }) => {
    const check = checkOf(world, pull);
    if (check === undefined) return;
    if (identifier === undefined) world.rerequestCheck(check, YOU);
    else world.requestAction(check, identifier, YOU);
  });
  onPull('state', (pull, { to = '' }) => moveTo(world, pull, to));
  return routes;
}

/** Somebody's login as it came from a form. */
function personOf(login: string): string {
  if (/^[\w-]{1,39}$/.test(login)) return login;
  throw new Refusal(422, 'There is nobody of this name.');
}

function moveTo(world: World, pull: Pull, state: string): void {
  const moves: Record<string, () => void> = {
    draft: () => world.toDraft(pull, YOU),
    ready: () => world.readyForReview(pull, YOU),
    closed: () => world.close(pull, YOU),
    open: () => world.reopen(pull, YOU),
    merged: () => world.merge(pull, YOU),
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
