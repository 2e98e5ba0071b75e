import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

it('the app asks for the least that works, and never to write what it judges', () => {
  const { default_permissions } = parse(readFileSync(join(import.meta.dirname, '../../app.yml'), 'utf8'));
  const writes = Object.entries(default_permissions).flatMap(([what, level]) =>
    level === 'read' ? [] : `${what}: ${level}`,
  );
  expect(writes).toEqual(['pull_requests: write', 'issues: write', 'checks: write']);
  expect(Object.keys(default_permissions)).toHaveLength(10);
});
