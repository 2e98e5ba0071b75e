import { html } from 'hono/html';
import type { Pull, Repo } from '../github/entities.ts';
import { fullName } from '../github/entities.ts';
import type { World } from '../github/world.ts';
import { issueList, newIssueForm } from './issue.ts';
import { CONFIGURATION, configurationState, fileAt, openPulls, pullList } from './organisation.ts';
import { ago, type Piece, repoHref } from './parts.ts';

/** Where GitHub looks for the pull-request template; the demo's is in the first. */
const TEMPLATES = ['.github/pull_request_template.md', 'pull_request_template.md', 'docs/pull_request_template.md'];

/** What is closed is a long list in a repository with a past. */
const SHOWN = 20;

export function repositoryPage(world: World, repo: Repo): Piece {
  const closed = [...repo.threads.values()].filter((one): one is Pull => one.kind === 'pull' && !one.open).reverse();
  const open = openPulls(repo);
  return html`<h1>${fullName(repo)}</h1>
<p class="soft">${configurationState(world, repo)}</p>
<p><a class="button primary" href="${repoHref(repo)}/new">New pull request</a></p>
<section class="box" aria-label="Open pull requests"><header><strong>Open pull requests</strong></header>
${open.length === 0 ? html`<p class="soft">None.</p>` : pullList(world, open)}</section>
${closed.length === 0 ? '' : html`<section class="box" aria-label="Closed"><header><strong>Closed</strong></header>${pullList(world, closed.slice(0, SHOWN))}${older(closed)}</section>`}
${issuesBox(world, repo)}
${configurationForm(repo)}
${pushes(world, repo)}`;
}

function issuesBox(world: World, repo: Repo): Piece {
  const all = [...repo.threads.values()].filter((one) => one.kind === 'issue').reverse();
  const closed = all.filter(({ open }) => !open);
  const issues = [...all.filter(({ open }) => open), ...closed.slice(0, SHOWN)];
  return html`<section class="box" aria-label="Issues"><header><strong>Issues</strong></header>
${issues.length === 0 ? html`<p class="soft">None.</p>` : issueList(world, issues)}${older(closed)}${newIssueForm(`${repoHref(repo)}/issues`)}</section>`;
}

const older = ({ length }: readonly unknown[]): Piece | '' =>
  length > SHOWN ? html`<p class="soft">And ${length - SHOWN} that were closed before.</p>` : '';

function configurationForm(repo: Repo): Piece {
  const text = fileAt(repo, CONFIGURATION);
  return html`<section class="box" aria-label="Configuration"><header><strong>${CONFIGURATION}</strong>
<span class="soft">on ${repo.defaultBranch}; saving commits it there, and every open pull request is judged again</span></header>
<form class="inside" method="post" action="${repoHref(repo)}/configuration">
<label for="configuration">Configuration</label>
<textarea id="configuration" class="code" name="text" rows="22" spellcheck="false">${'\n'}${text ?? ''}</textarea>
<div class="actions"><button class="primary">Commit to ${repo.defaultBranch}</button>
<span class="soft">${text === undefined ? 'There is none yet.' : 'An empty text removes the file.'}</span></div>
</form></section>`;
}

function pushes(world: World, repo: Repo): Piece {
  return html`<section class="box" aria-label="Recent pushes"><header><strong>Recent pushes</strong></header>
<ul class="rows">${repo.pushes
    .slice(-8)
    .reverse()
    .map(
      ({ branch, after, by, message, at }) => html`<li><div class="grow"><code>${after.slice(0, 7)}</code>
${message.split('\n', 1)[0]}<div class="soft">${by.login} to <code>${branch}</code> ${ago(at, world.now())}</div></div></li>`,
    )}</ul></section>`;
}

/** The form for a new pull request, its description filled in from the repository's template. */
export function newPullPage(repo: Repo): Piece {
  const template = TEMPLATES.map((path) => fileAt(repo, path)).find((text) => text !== undefined) ?? '';
  return html`<h1>New pull request in ${fullName(repo)}</h1>
<form method="post" action="${repoHref(repo)}/pulls">
<label for="title">Title</label><input type="text" id="title" name="title" required maxlength="256">
<label for="body">Description</label><textarea id="body" name="body" rows="14">${'\n'}${template}</textarea>
${fileFields(repo)}
<label class="plain"><input type="checkbox" name="draft" value="yes"> As a draft</label>
<label class="plain"><input type="checkbox" name="fork" value="yes"> From a fork of mine</label>
<div class="actions"><button class="primary">Open the pull request</button></div>
</form>`;
}

/** A file to change: its path, with those that are there as suggestions, and what it is to hold. */
export const fileFields = (repo: Repo): Piece => html`<label for="path">File to change</label>
<input type="text" id="path" name="path" required list="paths" placeholder="src/auth/session.ts" pattern="[^/\\s].*">
<datalist id="paths">${[...(repo.commits.get(repo.branches.get(repo.defaultBranch) ?? '')?.files.keys() ?? [])].map(
  (path) => html`<option value="${path}"></option>`,
)}</datalist>
<label for="content">What it holds</label><textarea id="content" class="code" name="content" rows="10" spellcheck="false"></textarea>`;
