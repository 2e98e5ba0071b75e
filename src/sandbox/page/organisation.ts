import { html } from 'hono/html';
import type { Pull, Repo } from '../github/entities.ts';
import { fullName } from '../github/entities.ts';
import { resolveRef } from '../github/git.ts';
import type { World } from '../github/world.ts';
import { ago, checkMark, chip, counted, type Piece, pullHref, repoHref } from './parts.ts';

export const CONFIGURATION = '.github/truenorth.yml';
/** Where the demo organisation's digests are. */
export const DIGESTS = 'acme/engineering-health';

/** The file on the default branch. */
export const fileAt = (repo: Repo, path: string): string | undefined => resolveRef(repo, 'HEAD')?.files.get(path);

/** Open pull requests, the newest first. */
export const openPulls = (repo: Repo): Pull[] =>
  [...repo.threads.values()]
    .filter((thread): thread is Pull => thread.kind === 'pull' && thread.open)
    .sort((a, b) => b.number - a.number);

/** The newest check on the pull request's head. */
export const checkOf = (world: World, pull: Pull) => world.checksAt(pull.repo, pull.head.sha).at(-1);

/** The organisation: its repositories, and what waits in each. */
export function organisationPage(world: World): Piece {
  const repos = [...world.repos.values()]
    .filter(({ owner }) => owner === world.organisation)
    .sort((a, b) => openPulls(b).length - openPulls(a).length);
  const open = repos.flatMap(openPulls);
  return html`<h1>${world.organisation.login}</h1>
<p class="soft">${counted(repos.length, 'repository', 'repositories')}, ${counted(open.length, 'open pull request')}.
Open one, change its title, description, labels or files, and watch the check answer.</p>
${world.repo(DIGESTS) ? WEEKLY : ''}
${repos.map((repo) => repositoryBox(world, repo))}`;
}

const WEEKLY = html`<form method="post" action="/weekly"><button>Run this week's health</button>
<span class="soft">writes the last complete week's digest into <code>${DIGESTS}</code>, and each repository's own beside it</span></form>`;

function repositoryBox(world: World, repo: Repo): Piece {
  const pulls = openPulls(repo);
  return html`<section class="box" aria-label="${fullName(repo)}">
<header><a class="title" href="${repoHref(repo)}"><strong>${repo.name}</strong></a>
${repo.private ? html`<span class="tag">private</span>` : ''}<span class="soft">${configurationState(world, repo)}</span></header>
${pulls.length === 0 ? html`<p class="soft">No open pull requests.</p>` : pullList(world, pulls)}
</section>`;
}

/** Where the rules for a repository come from. */
export function configurationState(world: World, repo: Repo): string {
  const organisation = world.repo(`${world.organisation.login}/.github`);
  const inherits = organisation !== undefined && fileAt(organisation, CONFIGURATION) !== undefined;
  if (repo === organisation) return inherits ? 'holds the organisation’s truenorth.yml' : 'no truenorth.yml';
  const own = fileAt(repo, CONFIGURATION) !== undefined;
  if (own) return inherits ? 'its own truenorth.yml over the organisation’s' : 'its own truenorth.yml';
  return inherits ? 'the organisation’s truenorth.yml' : 'no truenorth.yml: nothing is written here';
}

export function pullList(world: World, pulls: readonly Pull[]): Piece {
  return html`<ul class="rows">${pulls.map((pull) => {
    const check = checkOf(world, pull);
    return html`<li>${checkMark(check)}<div class="grow">
<a class="title" href="${pullHref(pull)}">${pull.title}</a> ${pull.labels.map(chip)}
<div class="soft">#${pull.number} opened ${ago(pull.createdAt, world.now())} by ${pull.author.login}${
      pull.open ? '' : pull.mergedAt === undefined ? ' · closed' : ' · merged'
    }${pull.draft ? ' · draft' : ''}${pull.head.repo === pull.repo ? '' : ' · from a fork'}${
      check?.title ? html` · ${check.title}` : ''
    }</div></div></li>`;
  })}</ul>`;
}
