import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commands } from '../../src/commands/registry.ts';

const ROOT = join(import.meta.dirname, '../..');
const pages = globSync(['{README,CHANGELOG,SECURITY,CONTRIBUTING}.md', 'docs/**/*.md'], { cwd: ROOT }).sort();

it.each(pages)('%s names only commands that exist', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const named = [...text.matchAll(/(?:npx truenorth|bin\/truenorth\.js|`truenorth) ([a-z]+)/g)].map(([, name]) => name);
  expect([...commands.map(({ name }) => name), 'help']).toEqual(expect.arrayContaining(named));
});
