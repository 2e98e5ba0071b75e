import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { DRAW_JS } from './diagrams.ts';

/** GitHub's own look of rendered Markdown, in light and dark. */
export const MARKDOWN_CSS = readFileSync(createRequire(import.meta.url).resolve('github-markdown-css'), 'utf8');

/** Keeps a page fresh: when the world changes, its main part is fetched and swapped, unless somebody is writing in it. */
export const LIVE_JS = `${DRAW_JS}
const main = () => document.querySelector('main');
const stale = document.getElementById('stale');
const news = document.getElementById('news');
let dirty = false;
document.addEventListener('input', () => { dirty = true; });
const isWriting = () => dirty || document.activeElement?.matches('main input, main textarea, main select');
// As it was sent, without what is drawn into it.
let sent = main().cloneNode(true);
const told = () => document.querySelector('[data-news]')?.textContent.trim();
async function refresh() {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
  if (next.isEqualNode(sent)) return;
  const now = next.cloneNode(true);
  await draw(next);
  if (isWriting()) { stale.hidden = false; return; }
  sent = now;
  for (const part of main().querySelectorAll('details[id]')) {
    const same = next.querySelector('#' + CSS.escape(part.id));
    if (same) same.open = part.open;
  }
  const focused = document.activeElement?.id;
  const before = told();
  main().replaceWith(next);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  if (told() !== before) news.textContent = told() ?? '';
}
let waiting;
const soon = () => { clearTimeout(waiting); waiting = setTimeout(refresh, 150); };
const events = new EventSource('/events');
events.onmessage = soon;
// What changed between the page's making and now was told to nobody.
events.onopen = soon;
draw(main());
dark.addEventListener('change', () => { sent = null; soon(); });
addEventListener('pagehide', () => events.close());
`;

export const STYLE_CSS = `
:root {
  --text: #1f2328; --soft: #59636e; --page: #ffffff; --inset: #f6f8fa; --line: #d1d9e0; --link: #0969da;
  --good: #1a7f37; --bad: #cf222e; --warn: #9a6700; --calm: #59636e; --merged: #8250df;
  --added: #dafbe1; --removed: #ffebe9; --note: #ddf4ff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #f0f6fc; --soft: #9198a1; --page: #0d1117; --inset: #151b23; --line: #3d444d; --link: #4493f8;
    --good: #238636; --bad: #da3633; --warn: #9e6a03; --calm: #656c76; --merged: #8957e5;
    --added: #12261e; --removed: #25171c; --note: #121d2f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--text); background: var(--page); font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
h1 { font-size: 24px; font-weight: 600; line-height: 1.25; margin: 0 0 8px; }
h1 .number { color: var(--soft); font-weight: 300; }
h2 { font-size: 16px; font-weight: 600; margin: 24px 0 8px; }
code, pre, textarea.code { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
header { background: var(--inset); border-bottom: 1px solid var(--line); }
nav { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; padding: 12px 24px; }
nav a { color: var(--text); }
nav .brand { font-weight: 600; }
nav .brand span { color: var(--soft); font-weight: 400; }
nav .gap { flex: 1; }
.banner { margin: 0; padding: 8px 24px; background: var(--note); border-bottom: 1px solid var(--line); }
main { max-width: 1080px; margin: 24px auto 64px; padding: 0 24px; }
.soft { color: var(--soft); }
.box { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 16px; background: var(--page); }
.box > header { padding: 8px 16px; border-radius: 6px 6px 0 0; display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.box > .inside { padding: 16px; overflow-x: auto; }
.box > p { padding: 16px; margin: 0; }
.rows { list-style: none; margin: 0; padding: 0; }
.rows > li { padding: 10px 16px; display: flex; gap: 10px; align-items: flex-start; }
.rows > li + li { border-top: 1px solid var(--line); }
.rows .grow { flex: 1; min-width: 0; }
.rows .title { font-weight: 600; color: var(--text); }
.mark { width: 18px; height: 18px; flex: none; margin-top: 2px; }
.mark circle { fill: var(--calm); } .mark.good circle { fill: var(--good); } .mark.bad circle { fill: var(--bad); } .mark.warn circle { fill: var(--warn); }
.mark path { stroke: #fff; stroke-width: 2; fill: none; stroke-linecap: round; stroke-linejoin: round; }
.chip { display: inline-block; margin: 1px 2px; padding: 0 8px; border-radius: 12px; font-size: 12px; line-height: 20px; font-weight: 500; border: 1px solid rgb(128 128 128 / .25); }
.badge { display: inline-block; padding: 3px 12px; border-radius: 16px; color: #fff; font-weight: 500; background: var(--calm); }
.badge.good { background: var(--good); } .badge.bad { background: var(--bad); } .badge.merged { background: var(--merged); }
.tag { border: 1px solid var(--line); border-radius: 12px; padding: 0 8px; font-size: 12px; color: var(--soft); }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 260px; gap: 24px; align-items: start; }
.columns aside section { border-bottom: 1px solid var(--line); padding-bottom: 16px; }
.columns aside h2 { font-size: 12px; color: var(--soft); margin: 16px 0 8px; }
.inline { display: inline; }
label { display: block; font-weight: 600; margin: 12px 0 4px; }
label.plain { font-weight: 400; }
input[type=text], textarea, select { width: 100%; padding: 6px 10px; color: var(--text); background: var(--page); border: 1px solid var(--line); border-radius: 6px; font: inherit; }
textarea { min-height: 9em; resize: vertical; }
textarea.code { font: 12px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; tab-size: 2; }
button, .button { display: inline-block; padding: 4px 14px; font: inherit; font-weight: 500; color: var(--text); background: var(--inset); border: 1px solid var(--line); border-radius: 6px; cursor: pointer; }
button:hover, .button:hover { border-color: var(--soft); text-decoration: none; }
button.primary, .button.primary { color: #fff; background: var(--good); border-color: transparent; }
button.small { padding: 0 6px; font-size: 12px; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; align-items: center; }
main form select { width: auto; max-width: 100%; }
form .actions label { margin: 0; }
details > summary { cursor: pointer; }
.patch { margin: 8px 0 0; overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
.patch span { display: block; padding: 0 12px; white-space: pre; min-width: max-content; }
.patch .add { background: var(--added); } .patch .del { background: var(--removed); } .patch .at { color: var(--soft); background: var(--inset); }
.plus { color: var(--good); } .minus { color: var(--bad); }
@media (prefers-color-scheme: dark) { .plus { color: #3fb950; } .minus { color: #f85149; } }
.markdown-body { font-size: 14px; background: transparent !important; }
.markdown-body table { display: block; width: max-content; max-width: 100%; overflow: auto; }
.chart { overflow-x: auto; margin-bottom: 16px; }
.chart svg { display: block; margin: 0 auto; }
table.plain { border-collapse: collapse; width: 100%; }
table.plain th, table.plain td { text-align: left; padding: 6px 12px; border-top: 1px solid var(--line); vertical-align: top; font-variant-numeric: tabular-nums; }
table.plain th { border-top: 0; color: var(--soft); font-weight: 500; }
.stale { position: fixed; bottom: 16px; left: 50%; transform: translateX(-50%); margin: 0; padding: 8px 16px; background: var(--note); border: 1px solid var(--line); border-radius: 6px; }
.stale[hidden] { display: none; }
.unseen, .skip:not(:focus) { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 760px) { .columns { grid-template-columns: minmax(0, 1fr); } main, nav, .banner { padding-left: 16px; padding-right: 16px; } }
@media print { header, .banner, form { display: none; } }
`;
