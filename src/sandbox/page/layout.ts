import { html, raw } from 'hono/html';
import type { Piece } from './parts.ts';

/** A compass needle that points north. */
const ICON =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><circle cx='16' cy='16' r='15' fill='%230969da'/><path d='M16 5l5 11h-10z' fill='%23fff'/><path d='M16 27l5-11h-10z' fill='%23fff' opacity='.45'/></svg>";

export interface Page {
  title: string;
  /** Where the page is: names and addresses, outermost first. */
  trail?: readonly (readonly [name: string, href: string])[];
  content: Piece;
}

/** A whole page. It works without its script, which only keeps it fresh. */
export function layout({ title, trail = [], content }: Page): Piece {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Truenorth sandbox</title>
<link rel="icon" href="${raw(ICON)}">
<link rel="stylesheet" href="/assets/markdown.css">
<link rel="stylesheet" href="/assets/style.css">
<script src="/assets/live.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<nav aria-label="Pages">
<a class="brand" href="/">Truenorth <span>sandbox</span></a>
${trail.map(([name, href]) => html`<span aria-hidden="true">/</span><a href="${href}">${name}</a>`)}
<span class="gap"></span>
<a href="/activity">Webhooks and calls</a>
<a href="/connect">Connect GitHub</a>
</nav>
</header>
<p class="banner">This is a sandbox: a GitHub simulated on this machine, with the real app at work. Nothing leaves this machine,
and all of it is gone when the app stops. <a href="/connect">Connect a real organisation</a> when you like what you see.</p>
<main id="main" tabindex="-1">${content}</main>
<p id="news" class="unseen" role="status"></p>
<p id="stale" class="stale" hidden>This page has changed while you were writing. <a href="">Show it as it is now</a></p>
</body>
</html>`;
}
