import script from '@mermaid-js/tiny/dist/mermaid.tiny.js?url';
import { useData, useRoute } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { defineComponent, h, nextTick, onMounted, watch } from 'vue';
import './diagrams.css';

/** The default theme, and the diagrams of a page drawn as GitHub draws them. */
const Layout = defineComponent(() => {
  const route = useRoute();
  const { isDark } = useData();
  const redraw = () => nextTick(() => draw(isDark.value));
  onMounted(redraw);
  watch([() => route.path, isDark], redraw);
  return () => h(DefaultTheme.Layout);
});

let loaded: Promise<unknown> | undefined;
let drawn = 0;

/** Mermaid is large, and a script rather than a module: the first diagram loads it. */
async function draw(dark: boolean): Promise<void> {
  for (const block of document.querySelectorAll<HTMLElement>('pre.mermaid')) {
    loaded ??= new Promise((resolve, reject) => {
      document.head.append(
        Object.assign(document.createElement('script'), { src: script, onload: resolve, onerror: reject }),
      );
    });
    await loaded;
    const { mermaid } = globalThis;
    const theme = dark ? 'dark' : 'default';
    mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', suppressErrorRendering: true, theme });
    block.dataset.code ??= block.textContent ?? '';
    block.innerHTML = (await mermaid.render(`diagram-${++drawn}`, block.dataset.code)).svg;
  }
}

export default { extends: DefaultTheme, Layout };
