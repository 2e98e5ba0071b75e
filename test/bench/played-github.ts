import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { startPlayedGitHub } from '../../src/sandbox/start.ts';
import { signed } from './load.ts';

/**
 * GitHub with a busy organisation, in a process of its own, which tells the one that started it. Told a number, it opens so many pull
 * requests more, and tells their webhooks.
 */
interface Played {
  host: string;
  app: { id: number; privateKey: string; webhookSecret: string };
  hooks: Hook[];
}

/** A webhook as GitHub sent it. */
export interface Hook {
  event: string;
  body: string;
}

/** Starts it, and makes of what it tells what the app is to know, and what is sent to it. */
export async function playElsewhere() {
  const github = fork(import.meta.filename, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  const [{ host, app, hooks }] = (await once(github, 'message')) as [Played];
  return {
    github,
    secret: app.webhookSecret,
    webhooks: hooks.map((hook) => signed(app.webhookSecret, hook)),
    env: {
      ...{ APP_ID: String(app.id), PRIVATE_KEY: app.privateKey, WEBHOOK_SECRET: app.webhookSecret },
      ...{ GHE_HOST: host, GHE_PROTOCOL: 'http' },
    },
  };
}

const REPOSITORIES = 20;
const PULLS = 500;
/** How long GitHub takes to answer, ms: near; and far away, where what a process waits for is what another could do meanwhile. */
const NEAR = 50;
const FAR = 200;
let patience = NEAR;

const CONFIG = `version: 1
north-star:
  statement: Every clinic sees its first patient within a day of signing up.
  outcomes:
    - { id: activation, title: Clinics go live in a day, keywords: [onboarding] }
security:
  threat-model: { level: require }
`;

if (process.argv[1] === import.meta.filename) await play();

async function play(): Promise<void> {
  const hooks: Hook[] = [];
  const listener = createServer((request, response) => {
    let body = '';
    request.on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      hooks.push({ event: String(request.headers['x-github-event']), body });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const github = await startPlayedGitHub({
    fault: async () => {
      await pause(patience);
      return undefined;
    },
  });
  const { world } = github;
  for (let r = 0; r < REPOSITORIES; r += 1)
    world.addRepo({ name: `acme/service-${r}`, files: { 'README.md': '# it\n', '.github/truenorth.yml': CONFIG } });
  world.install();
  github.deliverTo(`http://127.0.0.1:${(listener.address() as AddressInfo).port}/`);
  let opened = 0;
  const open = (count: number) =>
    Array.from({ length: count }, () => {
      const n = opened++;
      const files = { [n % 3 ? `src/${n}.ts` : `services/auth/${n}.ts`]: 'const answer = 42;\n'.repeat(40) };
      const body = n % 2 ? 'Outcome: activation' : '';
      return world.openPull({ repo: `acme/service-${n % REPOSITORIES}`, title: `Change ${n}`, body, files, by: 'bob' });
    });
  const pulls = open(PULLS);
  // One after the other, so that what comes next is of another pull request: work of the same one would be done together.
  for (const pull of pulls) world.comment(pull, 'Looks good to me.', { by: 'ada' });
  for (const pull of pulls) world.review(pull, 'APPROVED', { by: 'cleo' });
  for (const pull of pulls) world.push(pull, { files: { [`docs/${pull.number}.md`]: 'What it does.\n' } });
  await github.settled();
  process.send?.({ host: github.host, app: github.app, hooks: hooks.splice(0) } satisfies Played);
  process.on('message', async (count: number) => {
    patience = FAR;
    open(count);
    await github.settled();
    process.send?.(hooks.splice(0));
  });
}
