import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('a test run that started a PostgreSQL ends with its own exit code', () => {
  const started = join(import.meta.dirname, '../support/embedded-postgres.ts');
  const script = `await import(${JSON.stringify(started)}); process.exitCode = 3;`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script];
  expect(spawnSync(process.execPath, args, { timeout: 15_000 }).status).toBe(3);
});
