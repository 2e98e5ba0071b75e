import { mkdirSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { createLog } from '../src/adapters/telemetry/log.ts';
import { runSandbox } from '../src/sandbox/run.ts';
import { readSettings } from '../src/settings.ts';
import { findChromium, launch } from '../test/support/chromium.ts';

/** Takes the README’s pictures from the sandbox, as its pages show them: docs/pictures/*.png. The machine needs a font with emoji. */
const FOLDER = join(import.meta.dirname, '../docs/pictures');
const WIDTH = 1_180;
/** Half a year is read before the digest is told, on a machine that others may use too. */
const PATIENCE = { timeout: 300_000 };

const port = await freePort();
const settings = readSettings({ HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'warn' });
const stop = await runSandbox(settings, createLog('warn'));
const browser = await launch(await findChromium());
try {
  mkdirSync(FOLDER, { recursive: true });
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, colorScheme: 'light' });
  const url = `http://127.0.0.1:${port}`;

  await page.goto(`${url}/acme/clinic-web/pull/4`);
  const comment = page.locator('article', { has: page.locator('header strong', { hasText: 'truenorth' }) });
  await comment.first().waitFor(PATIENCE);
  await take(page, 'comment', comment.first());
  await take(page, 'check', page.getByRole('region', { name: 'Check' }));

  await page.goto(await digestOf(page, `${url}/acme/engineering-health`));
  const digest = page.locator('article').first();
  await digest.waitFor(PATIENCE);
  await take(page, 'digest', digest, 700);
} finally {
  await browser.close();
  await stop();
}

/** The address of the digest. The first one comes by itself next Monday, so it is asked for as people do, by a comment. */
async function digestOf(page: Page, repository: string): Promise<string> {
  await page.goto(repository);
  await page
    .getByRole('link', { name: /: by \d{4}-/ })
    .first()
    .click();
  await page.locator('#comment').fill('/truenorth digest');
  await page.locator('#comment-by').selectOption('stella');
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  await page.goto(repository);
  const link = page.getByRole('link', { name: /^Engineering health \d{4}-W\d+$/ }).first();
  await link.waitFor(PATIENCE);
  return new URL((await link.getAttribute('href')) ?? '', repository).href;
}

/** @param tallest of a part that is longer, its beginning is shown. */
async function take(page: Page, name: string, part: Locator, tallest = 900): Promise<void> {
  await page.waitForLoadState('load');
  const box = await part.boundingBox();
  if (box === null) throw new Error(`There is nothing to take a picture of: ${name}.`);
  const { x, y, width, height } = box;
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({
    path,
    fullPage: true,
    clip: { x: x - 8, y: y - 8, width: width + 16, height: Math.min(height, tallest) + 16 },
  });
  console.log(`docs/pictures/${name}.png: ${Math.ceil(statSync(path).size / 1024)} KB`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
