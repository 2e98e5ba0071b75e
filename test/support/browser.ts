import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';

/** A real browser. Without one these tests fail rather than be skipped: nothing else shows what people see. */
export function startBrowser(): Promise<Browser> {
  const found = inject('chromium');
  if (found === undefined)
    throw new Error(
      'The tests need Chromium, which comes along on Linux x64 only: install it, or set CHROMIUM to where it is.',
    );
  const { executablePath, env } = found;
  return chromium.launch({ executablePath, args: ['--no-sandbox'], env: { ...process.env, ...env } });
}

/** The file that the sandbox's page loads. */
export const MERMAID = createRequire(import.meta.url).resolve('@mermaid-js/tiny');
