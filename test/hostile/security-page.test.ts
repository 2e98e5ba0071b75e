import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
const threats = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && /\btest\b/.test(line) && !line.startsWith('| threat '));
const named = [...page.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path);

describe('the threat model', () => {
  it('names a test for each threat', () => {
    const rows = page.split('## Threats')[1]?.split('## What is left')[0]?.split('\n') ?? [];
    const untested = rows.filter((row) => /^\| (?!threat \|)/.test(row) && !/`test\/[^`]+\.test\.ts` *\|$/.test(row));
    expect(untested).toEqual([]);
    expect(threats.length).toBeGreaterThan(25);
  });

  it('names no test that is not there', () => {
    expect([...new Set(named)].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('leads where its links say', () => {
    const links = [...page.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => join(ROOT, 'docs', to));
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
  });
});
