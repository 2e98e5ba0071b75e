import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { inject } from 'vitest';
import { launch } from './chromium.ts';

/** A real browser. Without one these tests fail rather than be skipped: nothing else shows what people see. */
export const startBrowser = (): Promise<Browser> => launch(inject('chromium'));

/** The file that the sandbox's page loads. */
export const MERMAID = createRequire(import.meta.url).resolve('@mermaid-js/tiny');
