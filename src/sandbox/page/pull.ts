import { html } from 'hono/html';
import type { CheckRun, Comment, Pull } from '../github/entities.ts';
import type { Change } from '../github/git.ts';
import { changesOf } from '../github/shapes.ts';
import type { World } from '../github/world.ts';
import { checkOf } from './organisation.ts';
import { ago, button, checkMark, chip, counted, markdownPiece, type Piece, pullHref, stateBadge } from './parts.ts';
import { fileFields } from './repository.ts';

/** Who acts on the page, unless somebody else is chosen. */
export const YOU = 'you';

/** Files whose lines are shown; of others, the page says that there are more. */
const FILES = 50;

/** A pull request as GitHub shows it, with a form for everything that people do to one. */
export function pullPage(world: World, pull: Pull): Piece {
  const from = pull.head.repo === pull.repo ? pull.head.branch : `${pull.head.repo.owner.login}:${pull.head.branch}`;
  return html`<h1>${pull.title} <span class="number">#${pull.number}</span></h1>
<p>${stateBadge(pull)} <span class="soft"><strong>${pull.author.login}</strong> wants to merge
${counted(changesOf(pull).length, 'changed file')} into <code>${pull.base}</code> from <code>${from}</code></span></p>
<div class="columns"><div>
${spoken(world, pull, pull.body, pull.author.login, pull.createdAt)}
${editForm(pull)}
${checkBox(world, pull)}
${pull.comments.map((comment) => spokenComment(world, pull, comment))}
${commentForm(world, pull)}
${filesBox(pull)}
</div><aside>${peoplePanel(world, pull)}${labelsPanel(pull)}${statePanel(pull)}</aside></div>`;
}

function spoken(world: World, pull: Pull, body: string, login: string, at: number): Piece {
  return html`<article class="box"><header><strong>${login}</strong><span class="soft">${ago(at, world.now())}</span>
${login === pull.author.login ? html`<span class="tag">author</span>` : ''}</header>
<div class="inside">${body.trim() === '' ? html`<p class="soft"><em>No description provided.</em></p>` : markdownPiece(body)}</div></article>`;
}

const spokenComment = (world: World, pull: Pull, { author, body, createdAt, reactions }: Comment): Piece =>
  html`${spoken(world, pull, body, author.login, createdAt)}${
    reactions.length === 0
      ? ''
      : html`<p class="soft" aria-label="Reactions">${reactions.map(({ content, by }) => html`<span class="tag" title="${by.login}">${REACTIONS[content] ?? content}</span> `)}</p>`
  }`;

const REACTIONS: Record<string, string> = { THUMBS_UP: '👍', CONFUSED: '😕' };

function editForm(pull: Pull): Piece {
  return html`<details class="box" id="edit"><summary class="inside">Edit title and description</summary>
<form class="inside" method="post" action="${pullHref(pull)}/edit">
<label for="title">Title</label><input type="text" id="title" name="title" required maxlength="256" value="${pull.title}">
<label for="body">Description</label><textarea id="body" name="body" rows="16">${'\n'}${pull.body}</textarea>
<div class="actions"><button class="primary">Save</button></div></form></details>`;
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

function commentForm(world: World, pull: Pull): Piece {
  return html`<form class="box" method="post" action="${pullHref(pull)}/comments"><div class="inside">
<label for="comment">Add a comment</label><textarea id="comment" name="body" required rows="4" placeholder="/truenorth help"></textarea>
<div class="actions"><button>Comment</button> ${personField(world, pull, 'comment-by')}</div></div></form>`;
}

/** Who acts: you, or anybody who is known here. */
const personField = (world: World, pull: Pull, id: string): Piece => {
  const people = [...new Set([YOU, pull.author.login, ...world.people()])];
  return html`<label class="plain" for="${id}">as</label>
<select id="${id}" name="by">${people.map((login) => html`<option value="${login}">${[login, ...world.teamsOf(login).map((team) => `(${team})`)].join(' ')}</option>`)}</select>`;
};

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

function labelsPanel(pull: Pull): Piece {
  const others = [...pull.repo.labels.values()].filter((label) => !pull.labels.includes(label));
  return html`<section><h2>Labels</h2>
${pull.labels.map(
  (label) => html`<div>${chip(label)} <form method="post" class="inline" action="${pullHref(pull)}/labels">
<button class="small" name="remove" value="${label.name}" aria-label="Remove the label ${label.name}">×</button></form></div>`,
)}
<form method="post" action="${pullHref(pull)}/labels"><label class="plain" for="label">Add a label</label>
<input type="text" id="label" name="add" required maxlength="50" list="labels">
<datalist id="labels">${others.map(({ name }) => html`<option value="${name}"></option>`)}</datalist>
<div class="actions"><button>Add</button></div></form></section>`;
}

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
