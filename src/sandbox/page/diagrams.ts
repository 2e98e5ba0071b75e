import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Mermaid's build for pages: one file, which needs nothing else. */
export const MERMAID_JS = readFileSync(createRequire(import.meta.url).resolve('@mermaid-js/tiny'), 'utf8');

/**
 * Draws the diagrams in a part of a page as GitHub does; what Mermaid cannot draw stays the code that it is. Mermaid is large, so it
 * is loaded by the first diagram. On a narrow screen a diagram is moved sideways rather than made too small to be read.
 */
export const DRAW_JS = `
const dark = matchMedia('(prefers-color-scheme: dark)');
let loaded;
const load = () => loaded ??= new Promise((resolve, reject) => {
  document.head.append(Object.assign(document.createElement('script'), { src: '/assets/mermaid.js', onload: resolve, onerror: reject }));
});
let drawn = 0;
async function draw(part) {
  for (const block of part.querySelectorAll('pre > code.language-mermaid')) {
    const chart = document.createElement('div');
    chart.className = 'chart';
    try {
      await load();
      mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', suppressErrorRendering: true, theme: dark.matches ? 'dark' : 'default' });
      chart.innerHTML = (await mermaid.render('chart-' + ++drawn, block.textContent)).svg;
    } catch {
      continue;
    }
    const { style } = chart.firstElementChild;
    if (style.maxWidth) style.minWidth = 'min(560px, ' + style.maxWidth + ')';
    block.parentElement.replaceWith(chart);
  }
}
`;
