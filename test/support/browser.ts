import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian, Ubuntu, Fedora and macOS have it. */
const PLACES = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A real browser. Without one these tests fail rather than be skipped: nothing else shows what people see. */
export function startBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((place) => existsSync(place));
  if (!executablePath) throw new Error('The tests need Chromium: install it, or set CHROMIUM to where it is.');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** The file that the sandbox's page loads. */
export const MERMAID = createRequire(import.meta.url).resolve('@mermaid-js/tiny');
