import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const WALK = read('docs/contributing/add-a-rule.md');

/** What is quoted: blocks below the name of the file that they are from. */
const excerpts = [...WALK.matchAll(/^`(\S+)`:\n\n```\w+\n(.*?)^```$/gms)].map(
  ([, path = '', text = '']) => [path, text] as const,
);

it.each(excerpts)('the walk through a rule quotes %s as it is', (path, text) => {
  expect(read(path)).toContain(text);
});

it('the walk quotes each step of a rule: test, options, need, rule, practice, page, sandbox', () => {
  const rule = 'developer-experience/small-batch';
  const folder = 'src/practices/developer-experience';
  expect([...new Set(excerpts.map(([path]) => path))]).toEqual([
    `test/practices/${rule}.test.ts`,
    `${folder}/options.ts`,
    'src/practices/practice.ts',
    `${folder}/small-batch.ts`,
    `${folder}/index.ts`,
    `docs/rules/${rule}.md`,
    'src/sandbox/demo/front-desk.ts',
    'src/sandbox/demo/configurations.ts',
    'src/practices/security/privacy.ts',
  ]);
});

it('every file that the walk and CONTRIBUTING name is there', () => {
  const named = ['docs/contributing/add-a-rule.md', 'CONTRIBUTING.md'].flatMap((page) =>
    [...read(page).matchAll(/`((?:src|test|docs|scripts|\.ci|\.github)\/[^`\s<>]+)`/g)].map(([, path = '']) => path),
  );
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
