import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/seed.ts'],
    globalSetup: ['test/support/postgres.ts', 'test/support/chromium.ts'],
    pool: 'forks',
    // One less than there are cores would be one, on a machine with two; half of the tests wait for a database, a process or a browser.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
