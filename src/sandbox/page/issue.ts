import { html } from 'hono/html';
import type { Issue } from '../github/entities.ts';
import type { World } from '../github/world.ts';
import { ago, button, type Piece, stateBadge, threadHref } from './parts.ts';
import { labelsPanel, talk } from './thread.ts';

/** An issue as GitHub shows it, with a form for what people do to one. */
export const issuePage = (
  world: World,
  issue: Issue,
): Piece => html`<h1>${issue.title} <span class="number">#${issue.number}</span></h1>
<p>${stateBadge(issue)} <span class="soft"><strong>${issue.author.login}</strong> opened this ${ago(issue.createdAt, world.now())}</span></p>
<div class="columns"><div>${talk(world, issue)}</div><aside>${labelsPanel(issue)}${statePanel(issue)}</aside></div>`;

function statePanel(issue: Issue): Piece {
  const act = (to: string, words: string) => button(`${threadHref(issue)}/state`, words, { to });
  return html`<section><h2>State</h2><div class="actions">
${issue.open ? html`${act('completed', 'Close as completed')}${act('not_planned', 'Close as not planned')}` : act('open', 'Reopen')}</div></section>`;
}

/** The form for a new issue. */
export const newIssueForm = (
  action: string,
): Piece => html`<details id="new-issue"><summary class="inside">New issue</summary>
<form class="inside" method="post" action="${action}">
<label for="issue-title">Title</label><input type="text" id="issue-title" name="title" required maxlength="256">
<label for="issue-labels">Labels, such as <code>tech-debt, debt: 5</code></label><input type="text" id="issue-labels" name="labels" maxlength="200">
<label for="issue-body">Description</label><textarea id="issue-body" name="body" rows="6"></textarea>
<div class="actions"><button class="primary">Open the issue</button></div></form></details>`;

export const issueList = (world: World, issues: readonly Issue[]): Piece =>
  html`<ul class="rows">${issues.map(
    (issue) => html`<li><div class="grow"><a href="${threadHref(issue)}">${issue.title}</a>
<span class="soft">#${issue.number} by ${issue.author.login} ${ago(issue.createdAt, world.now())}</span>
<div>${issue.labels.map(({ name }) => html`<span class="tag">${name}</span> `)}</div></div>${stateBadge(issue)}</li>`,
  )}</ul>`;
