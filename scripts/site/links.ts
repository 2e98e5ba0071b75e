import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/** Files outside of the pages that pages link to. */
export type Linked = Set<string>;

/** Links as GitHub reads them: a folder's page is its README, and a file that is no page is the file itself. */
export function folderLinks(md: MarkdownRenderer, root: string, linked: Linked): void {
  md.core.ruler.push('folder-links', ({ tokens, env }) => {
    const folder = join(root, dirname(String(env.relativePath ?? '')));
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? String(token.attrGet('href')) : '';
      if (href === '' || /^([a-z]+:|#|\/)/.test(href)) continue;
      const [path = '', anchor] = href.split('#');
      const file = join(folder, path);
      if (path.endsWith('.md')) token.attrSet('href', href.replace(/README\.md(?=#|$)/, 'index.md'));
      else if (existsSync(file) && statSync(file).isFile() && anchor === undefined) {
        linked.add(file);
        token.attrSet('target', '_self');
      }
    }
  });
}

/** In Vue's templates two braces begin an expression; in these pages they are text. */
export function plainBraces(md: MarkdownRenderer): void {
  for (const rule of ['text', 'code_inline']) {
    const render = md.renderer.rules[rule];
    if (render) md.renderer.rules[rule] = (...told) => String(render(...told)).replaceAll('{{', '&#123;&#123;');
  }
}

/** Diagrams are drawn in the browser, by the page's theme. */
export function diagrams(md: MarkdownRenderer): void {
  const { fence } = md.renderer.rules;
  md.renderer.rules.fence = (...told) => {
    const [tokens, index] = told;
    const { info = '', content = '' } = tokens[index] ?? {};
    if (info.trim() !== 'mermaid') return String(fence?.(...told) ?? '');
    return `<pre class="mermaid" v-pre>${md.utils.escapeHtml(content)}</pre>`;
  };
}
