import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lineDiagrams } from '../../src/health/charts.ts';
import { value } from '../../src/health/measure.ts';
import type { Thread } from '../../src/sandbox/github/entities.ts';
import { toNodeListener } from '../../src/sandbox/node-listener.ts';
import { rendered } from '../../src/sandbox/page/markdown.ts';
import { sandboxPages } from '../../src/sandbox/page/pages.ts';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { startBrowser } from '../support/browser.ts';

const CHART = lineDiagrams({
  ...{ title: 'Open points', unit: 'Points', weeks: ['2026-W46', '2026-W47'] },
  series: [{ name: 'Open', values: [value(3), value(5)] }],
});
const BROKEN = '```mermaid\nxychart-beta\n  line [1, , 3]\n```';

let browser: Browser;
let github: PlayedGitHub;
let server: Server;
let url: string;
let issue: Thread;
let complaints: string[];

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  complaints = [];
  github = await startPlayedGitHub();
  github.world.addRepo({ name: 'acme/api', files: { 'README.md': '# api\n' } });
  issue = github.world.openPull({ repo: 'acme/api', title: 'One', body: CHART, files: { 'a.ts': 'a\n' } });
  server = createServer(toNodeListener(sandboxPages(github, new AbortController().signal).fetch));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  server.close();
  server.closeAllConnections();
  await github.close();
});

async function visit(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${url}/acme/api/pull/${issue.number}`);
  return page;
}

describe('a page of the sandbox', () => {
  it('draws diagrams, in light and in dark, and again when that changes', async () => {
    const page = await visit({ colorScheme: 'light' });
    const title = page.locator('.chart svg .chart-title text');
    await expect.poll(() => title.textContent()).toBe('Open points');
    const light = await title.getAttribute('fill');
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => title.getAttribute('fill')).not.toBe(light);
    expect(complaints).toEqual([]);
  });

  it('keeps what cannot be drawn as code, and says nothing about it', async () => {
    github.world.comment(issue, BROKEN);
    const page = await visit();
    await page.locator('.chart svg').waitFor();
    expect(await page.locator('.markdown-body pre').allTextContents()).toEqual(['xychart-beta\n  line [1, , 3]\n']);
    expect(await page.locator('svg[aria-roledescription=error]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('draws what was said since it was loaded, and does not swap itself where nothing was', async () => {
    const page = await visit();
    await page.locator('.chart svg').waitFor();
    github.world.comment(issue, CHART);
    await expect.poll(() => page.locator('.chart svg').count()).toBe(2);
    await page.evaluate("document.querySelector('.chart').dataset.same = 'yes'");
    await page.evaluate('refresh()');
    expect(await page.locator('.chart[data-same]').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('is no wider than a telephone, and its diagrams can be read', async () => {
    const page = await visit({ viewport: { width: 390, height: 800 } });
    await page.locator('.chart svg').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect((await page.locator('.chart svg').boundingBox())?.width).toBe(560);
  });

  it('loads nothing large where there is no diagram', async () => {
    issue.body = 'Nothing';
    const page = await visit();
    expect(await page.evaluate("'mermaid' in globalThis")).toBe(false);
  });
});

it('no class but that of diagrams gets through from what people write', () => {
  expect(rendered('<code class="chart language-mermaid">x</code>')).toBe(
    '<p><code class="language-mermaid">x</code></p>\n',
  );
  expect(rendered('<pre class="chart">x</pre>')).not.toContain('class');
});
