import { html } from 'hono/html';
import type { CheckRun, Pull } from '../github/entities.ts';
import type { Change } from '../github/git.ts';
import { changesOf } from '../github/shapes.ts';
import type { World } from '../github/world.ts';
import { checkOf } from './organisation.ts';
import { button, checkMark, counted, markdownPiece, type Piece, pullHref, stateBadge } from './parts.ts';
import { fileFields } from './repository.ts';
import { labelsPanel, personField, talk } from './thread.ts';

/** Files whose lines are shown; of others, the page says that there are more. */
const FILES = 50;

/** A pull request as GitHub shows it, with a form for everything that people do to one. */
export function pullPage(world: World, pull: Pull): Piece {
  const from = pull.head.repo === pull.repo ? pull.head.branch : `${pull.head.repo.owner.login}:${pull.head.branch}`;
  return html`<h1>${pull.title} <span class="number">#${pull.number}</span></h1>
<p>${stateBadge(pull)} <span class="soft"><strong>${pull.author.login}</strong> wants to merge
${counted(changesOf(pull).length, 'changed file')} into <code>${pull.base}</code> from <code>${from}</code></span></p>
<div class="columns"><div>
${talk(world, pull, checkBox(world, pull))}
${filesBox(pull)}
</div><aside>${peoplePanel(world, pull)}${labelsPanel(pull)}${statePanel(pull)}</aside></div>`;
}

function checkBox(world: World, pull: Pull): Piece {
  const check = checkOf(world, pull);
  if (check === undefined)
    return html`<section class="box" aria-label="Check"><p class="soft">No check on ${pull.head.sha.slice(0, 7)} yet.</p></section>`;
  return html`<section class="box" aria-label="Check"><header>${checkMark(check)}<strong>${check.name}</strong>
<span data-news>${check.title ?? check.status}</span><span class="soft">on <code>${check.headSha.slice(0, 7)}</code></span></header>
<div class="inside"><details id="check" open><summary>Details</summary>${check.summary ? markdownPiece(check.summary) : ''}</details>
${check.text ? html`<details id="check-text"><summary>More</summary>${markdownPiece(check.text)}</details>` : ''}
${annotations(check)}
<div class="actions">${button(`${pullHref(pull)}/check`, 'Re-run')}${check.actions.map(({ label, identifier }) =>
    button(`${pullHref(pull)}/check`, label, { identifier }),
  )}</div></div></section>`;
}

const annotations = ({ annotations: all }: CheckRun): Piece =>
  html`${all.map(
    ({ path, start_line, annotation_level, message, title }) => html`<p><span class="tag">${annotation_level}</span>
<code>${path}:${start_line}</code> <strong>${title ?? ''}</strong> ${message}</p>`,
  )}`;

function filesBox(pull: Pull): Piece {
  const changes = changesOf(pull);
  const hidden = changes.length - FILES;
  return html`<section class="box" aria-label="Files"><header><strong>${counted(changes.length, 'changed file')}</strong></header>
<div class="inside">${changes.slice(0, FILES).map(fileView)}${hidden > 0 ? html`<p class="soft">and ${hidden} more</p>` : ''}
${
  pull.open
    ? html`<details id="push"><summary>Push a file to <code>${pull.head.branch}</code></summary>
<form method="post" action="${pullHref(pull)}/files">${fileFields(pull.repo)}
<div class="actions"><button class="primary">Push</button><button name="remove" value="yes">Remove this file instead</button></div></form></details>`
    : ''
}</div></section>`;
}

function fileView({ path, status, additions, deletions, patch, previousPath }: Change, index: number): Piece {
  const name = previousPath === undefined ? path : `${previousPath} → ${path}`;
  return html`<details id="file-${index}"><summary><code>${name}</code> <span class="soft">${status}</span>
<span class="plus">+${additions}</span> <span class="minus">−${deletions}</span></summary>
<pre class="patch">${(patch ?? '').split('\n').map((line) => html`<span class="${toneOf(line)}">${line}</span>`)}</pre></details>`;
}

const toneOf = (line: string): string =>
  line.startsWith('@@') ? 'at' : line.startsWith('+') ? 'add' : line.startsWith('-') ? 'del' : '';

function statePanel(pull: Pull): Piece {
  const act = (to: string, words: string, look = '') => button(`${pullHref(pull)}/state`, words, { to }, look);
  if (pull.mergedAt !== undefined)
    return html`<section><h2>State</h2><p>Merged as <code>${pull.mergeCommit?.slice(0, 7) ?? ''}</code></p></section>`;
  return html`<section><h2>State</h2><div class="actions">
${
  pull.open
    ? html`${pull.draft ? act('ready', 'Ready for review') : html`${act('merged', 'Merge', 'primary')}${act('draft', 'Convert to draft')}`}${act('closed', 'Close')}`
    : act('open', 'Reopen')
}</div></section>`;
}

/** Who looks after it: those who were asked for a review, are assigned, or gave one. */
function peoplePanel(world: World, pull: Pull): Piece {
  const looking = [
    ...pull.reviews.map(({ by, state }) => `${by.login}: ${state.toLowerCase().replaceAll('_', ' ')}`),
    ...pull.requested.map(({ login }) => `${login}: asked for a review`),
    ...pull.assignees.map(({ login }) => `${login}: assigned`),
  ];
  return html`<section><h2>Reviewers</h2>
${looking.length === 0 ? html`<p class="soft">Nobody yet.</p>` : looking.map((line) => html`<div>${line}</div>`)}
${
  pull.open
    ? html`<form method="post" action="${pullHref(pull)}/people">${personField(world, pull, 'person')}
<div class="actions"><button name="does" value="approve">Approves</button><button name="does" value="asked">Is asked for a review</button></div></form>`
    : ''
}</section>`;
}
