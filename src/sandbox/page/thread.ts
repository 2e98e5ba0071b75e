import { html } from 'hono/html';
import type { Comment, Thread } from '../github/entities.ts';
import type { World } from '../github/world.ts';
import { ago, chip, markdownPiece, type Piece, threadHref } from './parts.ts';

/** What pages of issues and of pull requests have in common. */

/** Who acts on the page, unless somebody else is chosen. */
export const YOU = 'you';

/** The description and everything that was said since, with a form to say more. */
export const talk = (world: World, thread: Thread, between: Piece = html``): Piece =>
  html`${spoken(world, thread, thread.body, thread.author.login, thread.createdAt)}
${editForm(thread)}
${between}
${thread.comments.map((comment) => spokenComment(world, thread, comment))}
${commentForm(world, thread)}`;

function spoken(world: World, thread: Thread, body: string, login: string, at: number): Piece {
  return html`<article class="box"><header><strong>${login}</strong><span class="soft">${ago(at, world.now())}</span>
${login === thread.author.login ? html`<span class="tag">author</span>` : ''}</header>
<div class="inside">${body.trim() === '' ? html`<p class="soft"><em>No description provided.</em></p>` : markdownPiece(body)}</div></article>`;
}

const spokenComment = (world: World, thread: Thread, { author, body, createdAt, reactions }: Comment): Piece =>
  html`${spoken(world, thread, body, author.login, createdAt)}${
    reactions.length === 0
      ? ''
      : html`<p class="soft" aria-label="Reactions">${reactions.map(({ content, by }) => html`<span class="tag" title="${by.login}">${REACTIONS[content] ?? content}</span> `)}</p>`
  }`;

const REACTIONS: Record<string, string> = { THUMBS_UP: '👍', CONFUSED: '😕' };

function editForm(thread: Thread): Piece {
  return html`<details class="box" id="edit"><summary class="inside">Edit title and description</summary>
<form class="inside" method="post" action="${threadHref(thread)}/edit">
<label for="title">Title</label><input type="text" id="title" name="title" required maxlength="256" value="${thread.title}">
<label for="body">Description</label><textarea id="body" name="body" rows="16">${'\n'}${thread.body}</textarea>
<div class="actions"><button class="primary">Save</button></div></form></details>`;
}

function commentForm(world: World, thread: Thread): Piece {
  return html`<form class="box" method="post" action="${threadHref(thread)}/comments"><div class="inside">
<label for="comment">Add a comment</label><textarea id="comment" name="body" required rows="4" placeholder="/truenorth help"></textarea>
<div class="actions"><button>Comment</button> ${personField(world, thread, 'comment-by')}</div></div></form>`;
}

/** Who acts: you, or anybody who is known here. */
export const personField = (world: World, thread: Thread, id: string): Piece => {
  const people = [...new Set([YOU, thread.author.login, ...world.people()])];
  return html`<label class="plain" for="${id}">as</label>
<select id="${id}" name="by">${people.map((login) => html`<option value="${login}">${[login, ...world.teamsOf(login).map((team) => `(${team})`)].join(' ')}</option>`)}</select>`;
};

export function labelsPanel(thread: Thread): Piece {
  const others = [...thread.repo.labels.values()].filter((label) => !thread.labels.includes(label));
  return html`<section><h2>Labels</h2>
${thread.labels.map(
  (label) => html`<div>${chip(label)} <form method="post" class="inline" action="${threadHref(thread)}/labels">
<button class="small" name="remove" value="${label.name}" aria-label="Remove the label ${label.name}">×</button></form></div>`,
)}
<form method="post" action="${threadHref(thread)}/labels"><label class="plain" for="label">Add a label</label>
<input type="text" id="label" name="add" required maxlength="50" list="labels">
<datalist id="labels">${others.map(({ name }) => html`<option value="${name}"></option>`)}</datalist>
<div class="actions"><button>Add</button></div></form></section>`;
}
