import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

interface Item {
  text: string;
  link?: string;
  items?: Item[];
  collapsed?: boolean;
}

/** What stands beside each page: whatever pages there are, in the order in which people need them. */
export function sidebar(root: string): Item[] {
  const pages = (pattern: string): Item[] =>
    globSync(pattern, { cwd: join(root, 'docs') })
      .sort(readmeFirst)
      .map((page) => pageItem(root, `docs/${page}`));
  const group = (text: string, patterns: string[], collapsed = true): Item[] => {
    const items = patterns.flatMap(pages);
    return items.length === 0 ? [] : [{ text, items, collapsed }];
  };
  const practices = globSync('rules/*/', { cwd: join(root, 'docs') }).sort();
  const rules = practices.flatMap((folder) => group(words(basename(folder)), [`${folder}/*.md`]));
  return [
    ...group('Start', ['README.md', 'tutorial.md', 'comparison.md', 'not-judged.md'], false),
    ...group('How to', ['how-to/*.md'], false),
    ...group('Reference', ['reference/*.md', 'metrics.md', 'benchmarks.md'], false),
    { text: 'Rules', items: [...pages('rules/*.md'), ...rules], collapsed: true },
    ...group('Operate', ['operate/*.md']),
    ...group('Explanation', ['architecture.md', 'explanation/*.md', 'security.md']),
    ...group('Decisions', ['decisions/*.md']),
    ...group('Contributing', ['contributing/*.md']),
    {
      text: 'Project',
      collapsed: true,
      items: ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']
        .filter((page) => existsSync(join(root, page)))
        .map((page) => pageItem(root, page)),
    },
  ];
}

/** A page by its first heading. */
function pageItem(root: string, page: string): Item {
  const [, heading = page] = /^# (.+)$/m.exec(readFileSync(join(root, page), 'utf8')) ?? [];
  return { text: heading.replaceAll('`', ''), link: `/${page.replace(/README\.md$/, '').replace(/\.md$/, '')}` };
}

const readmeFirst = (a: string, b: string): number =>
  Number(b.endsWith('README.md')) - Number(a.endsWith('README.md')) || a.localeCompare(b);

const words = (folder: string): string => folder.replace(/^./, (first) => first.toUpperCase()).replaceAll('-', ' ');
