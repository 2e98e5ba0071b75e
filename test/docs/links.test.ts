import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import GithubSlugger from 'github-slugger';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const pages = globSync(['{README,CHANGELOG,SECURITY,CONTRIBUTING}.md', 'docs/**/*.md'], { cwd: ROOT }).sort();
const markdown = new MarkdownIt({ html: true });
const tokensOf = (page: string) => markdown.parse(readFileSync(join(ROOT, page), 'utf8'), {});

/** Links to files of the repository, and pictures. */
function linksOf(page: string): string[] {
  const inline = tokensOf(page).flatMap(({ children }) => children ?? []);
  const written = inline.map((token) => String(token.attrGet('href') ?? token.attrGet('src') ?? ''));
  const html = [
    ...readFileSync(join(ROOT, page), 'utf8').matchAll(/<(?:img|a|source)\s[^>]*(?:src|href|srcset)="([^"]+)"/g),
  ];
  return [...written, ...html.map(([, link = '']) => link)].filter((link) => link !== '' && !/^[a-z]+:/.test(link));
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(page: string): string[] {
  const slugger = new GithubSlugger();
  const tokens = tokensOf(page);
  const headings = tokens.filter((_, index) => tokens[index - 1]?.type === 'heading_open');
  return headings.map(({ children }) => slugger.slug((children ?? []).map(({ content }) => content).join('')));
}

const fileOf = (page: string, link: string): string => {
  const [path = ''] = link.split('#');
  return path === '' ? page : relative(ROOT, join(ROOT, dirname(page), decodeURI(path)));
};

describe.each(pages)('%s', (page) => {
  it('leads to files and headings that are there', () => {
    const broken = linksOf(page).filter((link) => {
      const [, anchor] = link.split('#');
      const file = fileOf(page, link);
      if (file.startsWith('..') || !existsSync(join(ROOT, file))) return true;
      return anchor !== undefined && !(file.endsWith('.md') && anchorsOf(file).includes(anchor));
    });
    expect(broken).toEqual([]);
  });
});

it('every page of the documentation is reached from its front page', () => {
  const reached = new Set<string>();
  const ahead = ['docs/README.md'];
  for (let page = ahead.pop(); page !== undefined; page = ahead.pop()) {
    if (reached.has(page) || !page.startsWith('docs/')) continue;
    reached.add(page);
    for (const file of linksOf(page).map((link) => fileOf(page, link))) {
      const folder = existsSync(join(ROOT, file)) && statSync(join(ROOT, file)).isDirectory();
      if (folder || file.endsWith('.md')) ahead.push(folder ? join(file, 'README.md') : file);
    }
  }
  expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});
