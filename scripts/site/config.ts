import { cp } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { slug } from 'github-slugger';
import { defineConfig } from 'vitepress';
import { diagrams, folderLinks, type Linked, plainBraces } from './links.ts';
import { sidebar } from './navigation.ts';

/**
 * The docs as a site. Pages stay where they are in the repository, so that a link that leads somewhere on GitHub leads there here, too; a link
 * that leads to no page fails the build.
 */
const ROOT = join(import.meta.dirname, '../..');
const linked: Linked = new Set();

export default defineConfig({
  title: 'Truenorth',
  description: 'Nine engineering-leadership practices as guardrails on pull requests.',
  srcDir: ROOT,
  outDir: join(ROOT, 'site'),
  cacheDir: join(ROOT, 'node_modules/.cache/vitepress'),
  srcExclude: ['{src,test,scripts,bin,dist,site,coverage,.github}/**'],
  rewrites: (page) => page.replace(/README\.md$/, 'index.md'),
  // The template of pull requests is no page; a test looks whether links lead to it.
  ignoreDeadLinks: [/\/\.github\//],
  markdown: {
    anchor: { slugify: (heading) => slug(heading) },
    config: (md) => md.use(plainBraces).use(diagrams).use(folderLinks, ROOT, linked),
  },
  // No icon of its own; without this line browsers ask for one that is not there.
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Documentation', link: '/docs/' },
      { text: 'Configuration', link: '/docs/reference/configuration' },
    ],
    sidebar: sidebar(ROOT),
  },
  // Files that pages link to, such as manifests to copy, lie beside them.
  buildEnd: async ({ outDir }) => {
    for (const file of linked) await cp(file, join(outDir, relative(ROOT, file)));
  },
});
