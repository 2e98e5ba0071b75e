import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Settings } from '../settings.ts';
import { type App, wire } from '../wire/app.ts';
import { playDemo } from './demo/demo.ts';
import { labelAsked } from './demo/front-desk.ts';
import { toNodeListener } from './node-listener.ts';
import { GUIDE } from './page/guide.ts';
import { sandboxPages } from './page/pages.ts';
import { startPlayedGitHub } from './start.ts';

/**
 * Runs the app against a GitHub played in this process, with a demo organisation to watch and change in the browser.
 * What the app remembers is thrown away at the end, as is all of that GitHub.
 *
 * @returns what stops it.
 */
export async function runSandbox(settings: Settings, log: Logger): Promise<() => Promise<void>> {
  const github = await startPlayedGitHub();
  const ending = new AbortController();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'truenorth-sandbox-'));
  const forget = () => rm(dataDirectory, { recursive: true, force: true });
  playDemo(github.world);
  const { id: appId, ...app } = github.app;
  const { server, stop } = await wire({
    settings: { ...settings, databaseUrl: undefined, dataDirectory, docsUrl: settings.docsUrl ?? GUIDE },
    credentials: { appId, ...app, previousWebhookSecret: undefined, baseUrl: `${github.url}/api/v3` },
    ...{ log, pages: toNodeListener(sandboxPages(github, ending.signal).fetch) },
  });
  const port = await listening(server, settings).catch(async (error) => {
    await Promise.allSettled([stop(), github.close(), forget()]);
    throw error;
  });
  github.deliverTo(`http://127.0.0.1:${port}/api/github/webhooks`);
  github.world.install();
  labelAsked(github.world);
  console.log(`Truenorth sandbox: open http://localhost:${port} (a GitHub simulated on this machine; Ctrl+C ends it)`);
  return async () => {
    ending.abort();
    await stop();
    await github.close();
    await forget();
  };
}

function listening(server: App['server'], { host, port }: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}
