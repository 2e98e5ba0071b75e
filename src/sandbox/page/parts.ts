import { html, raw } from 'hono/html';
import type { CheckRun, Label, Pull, Repo, Thread } from '../github/entities.ts';
import { fullName } from '../github/entities.ts';
import { rendered } from './markdown.ts';

/** A piece of a page: a tagged template, escaped. */
export type Piece = ReturnType<typeof html>;

export const markdownPiece = (text: string): Piece => html`<div class="markdown-body">${raw(rendered(text))}</div>`;

export const repoHref = (repo: Repo): string => `/${fullName(repo)}`;
export const pullHref = (pull: Pull): string => threadHref(pull);
export const threadHref = ({ kind, repo, number }: Thread): string =>
  `${repoHref(repo)}/${kind === 'pull' ? 'pull' : 'issues'}/${number}`;

/** A label as a chip, its text black or white, whichever is read better on its colour. */
export function chip({ name, color, description }: Label): Piece {
  const hex = /^[0-9a-f]{6}$/i.test(color) ? color : 'ededed';
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const text = red * 0.299 + green * 0.587 + blue * 0.114 > 150 ? '#1f2328' : '#ffffff';
  return html`<span class="chip" style="background:#${hex};color:${text}" title="${description}">${name}</span>`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago it was, with the time itself for who wants it. */
export function ago(at: number, now: number): Piece {
  const unit = UNITS.find(([, size]) => now - at >= size);
  const words = unit ? relative.format(-Math.floor((now - at) / unit[1]), unit[0]) : 'just now';
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}" title="${iso}">${words}</time>`;
}

const ICONS: Record<string, { words: string; tone: string; path: string }> = {
  success: { words: 'met', tone: 'good', path: 'M4 8.5l2.7 2.7L12 5.8' },
  failure: { words: 'failing', tone: 'bad', path: 'M5 5l6 6M11 5l-6 6' },
  neutral: { words: 'neutral', tone: 'calm', path: 'M5 8h6' },
  action_required: { words: 'action required', tone: 'warn', path: 'M8 4.5v4.5M8 11.4v.2' },
  in_progress: { words: 'in progress', tone: 'warn', path: 'M8 4.8V8l2.2 1.6' },
};
const NONE = { words: 'no check', tone: 'calm', path: 'M7.9 8h.2' };

/** What a check concluded, at a glance and in words. */
export function checkMark(check: CheckRun | undefined): Piece {
  const { words, tone, path } = (check && ICONS[check.conclusion ?? 'in_progress']) ?? NONE;
  return html`<svg class="mark ${tone}" viewBox="0 0 16 16" role="img" aria-label="check: ${words}"><title>${words}</title><circle cx="8" cy="8" r="8"/><path d="${path}"/></svg>`;
}

/** Open, draft, merged or closed. */
export function stateBadge(thread: Thread): Piece {
  const pull = thread.kind === 'pull' ? thread : undefined;
  const [tone, words] =
    pull?.mergedAt !== undefined
      ? ['merged', 'Merged']
      : !thread.open
        ? ['bad', 'Closed']
        : pull?.draft
          ? ['calm', 'Draft']
          : ['good', 'Open'];
  return html`<span class="badge ${tone}">${words}</span>`;
}

/** A button that does one thing to where the form posts. */
export const button = (action: string, words: string, fields: Record<string, string> = {}, look = ''): Piece =>
  html`<form method="post" action="${action}" class="inline">${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button class="${look}">${words}</button></form>`;

/** Counts in words: `1 file`, `3 files`. */
export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count} ${count === 1 ? one : several}`;
