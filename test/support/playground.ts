import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src/adapters/database/open.ts';
import { createLog } from '../../src/adapters/telemetry/log.ts';
import type { CheckRun, Pull } from '../../src/sandbox/github/entities.ts';
import type { World } from '../../src/sandbox/github/world.ts';
import { type PlayedGitHub, type PlayedGitHubOptions, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { readSettings } from '../../src/settings.ts';
import { type App, wire } from '../../src/wire/app.ts';

export const CONFIG = `version: 1
north-star:
  statement: Every clinic sees its first patient within a day of signing up.
  outcomes:
    - id: activation
      title: Clinics go live in a day
      keywords: [onboarding, sign-up]
      paths: ["apps/onboarding/**"]
    - id: reliability
      title: The booking page is always up
      keywords: [latency, outage]
security:
  threat-model: { level: require }
`;

export const ANSWERED = `Outcome: reliability

## Threat model

A stolen session token could be replayed; it is bound to the device and short-lived now.

## Observability

The login counter and the trace of the token exchange show whether it works.
`;

export interface Playground {
  github: PlayedGitHub;
  /** Where the app listens: `http://127.0.0.1:PORT`. */
  url: string;
  /** Resolves once no webhook is under way and no work is left that is due; rejects after so many ms. */
  quiet(patience?: number): Promise<void>;
  /** The app's checks on the pull request's head, oldest first. */
  checks(pull: Pull): CheckRun[];
  labels(pull: Pull): string[];
  /** The app's comments on the pull request. */
  comments(pull: Pull): string[];
  /** The app's calls since last asked; token exchanges and the rounds that look for what was missed apart. */
  calls(): string[];
  /** Sends a payload as GitHub would, signed; gives the status. */
  send(event: string, payload: unknown, headers?: Record<string, string>): Promise<number>;
  log: string[];
  /** Where its embedded database lives. */
  directory: string;
  /** Ends the app as SIGTERM would, and starts it again on the same database, or on a new one; `meanwhile` happens while nobody listens. */
  restart(options?: { fresh?: boolean; meanwhile?: () => Promise<void> }): Promise<void>;
  /** Looks into the app's database, beside the app. */
  database(look: (database: Database) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** They fall due by the clock alone, whatever a test is about. */
const ROUNDS = ['GET /app/hook/deliveries', 'graphql OpenPulls'];
/** Looked up each hour, where a token is asked for. */
const GRANTS = 'GET /app/installations/:id';

interface Options extends PlayedGitHubOptions {
  databaseUrl?: string;
  /** The app's clock; the played GitHub has its own. */
  clock?: { now(): number };
  repos?: Record<string, Record<string, string>>;
  /** What the operator sets besides. */
  environment?: Record<string, string>;
  /** What is on GitHub before the app is there to hear of it. */
  before?: (world: World) => void;
}

/** The real app on a port of its own, wired as in production, against the played GitHub. */
export async function startPlayground({
  databaseUrl,
  clock,
  repos = { 'acme/api': configured() },
  environment,
  before,
  ...options
}: Options = {}): Promise<Playground> {
  const github = await startPlayedGitHub(options);
  for (const [name, files] of Object.entries(repos)) github.world.addRepo({ name, files });
  before?.(github.world);
  const directory = await mkdtemp(join(tmpdir(), 'truenorth-test-'));
  const lines: string[] = [];
  let app = await start();
  const address = () => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  github.deliverTo(`${address()}/api/github/webhooks`);
  let seen = 0;

  async function start(): Promise<App> {
    const settings = readSettings({
      ...{
        APP_ID: String(github.app.id),
        PRIVATE_KEY: github.app.privateKey,
        WEBHOOK_SECRET: github.app.webhookSecret,
      },
      ...{ GHE_HOST: github.host, GHE_PROTOCOL: 'http', TRUENORTH_DATA_DIR: directory, DATABASE_URL: databaseUrl },
      ...environment,
    });
    const log = createLog(settings.logLevel, { write: (line: string) => void lines.push(line) });
    if (settings.credentials === undefined) throw new Error('credentials were given');
    const started = await wire({ settings, credentials: settings.credentials, log, ...(clock ? { clock } : {}) });
    await new Promise<void>((resolve) => started.server.listen(0, '127.0.0.1', resolve));
    await until(
      async () => (await fetch(`http://127.0.0.1:${(started.server.address() as AddressInfo).port}/readyz`)).ok,
    );
    return started;
  }

  async function isIdle(): Promise<boolean> {
    await github.settled();
    const text = await (await fetch(`${address()}/metrics`)).text();
    const jobs = (state: string) =>
      Number(new RegExp(`truenorth_queue_jobs\\{state="${state}"\\} (\\d+)`).exec(text)?.[1]);
    return jobs('running') === 0 && jobs('waiting') === 0;
  }

  return {
    github,
    get url() {
      return address();
    },
    quiet: (patience) => until(async () => (await isIdle()) && (await isIdle()), patience),
    checks: (pull) => pull.repo.checks.filter(({ headSha }) => headSha === pull.head.sha),
    labels: (pull) => pull.labels.map(({ name }) => name).sort(),
    comments: (pull) => pull.comments.filter(({ author }) => author.type === 'Bot').map(({ body }) => body),
    calls() {
      const all = github.calls.filter(({ kind, route }) => kind !== 'auth' && ![...ROUNDS, GRANTS].includes(route));
      const fresh = all.slice(seen);
      seen = all.length;
      return fresh.map(({ route }) => route);
    },
    async send(event, payload, headers = {}) {
      const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
      const signature = `sha256=${createHmac('sha256', github.app.webhookSecret).update(body).digest('hex')}`;
      const sent = {
        'x-github-event': event,
        'x-github-delivery': randomUUID(),
        'x-hub-signature-256': signature,
        ...headers,
      };
      const answer = await fetch(`${address()}/api/github/webhooks`, { method: 'POST', body, headers: sent });
      return answer.status;
    },
    ...{ log: lines, directory },
    async restart({ fresh = false, meanwhile } = {}) {
      await app.stop();
      await meanwhile?.();
      if (fresh) await rm(directory, { recursive: true, force: true });
      app = await start();
      github.deliverTo(`${address()}/api/github/webhooks`);
    },
    async database(look) {
      const database = await openDatabase({ url: databaseUrl, directory }, clock ?? { now: Date.now });
      await look(database).finally(() => database.close());
    },
    async close() {
      await app.stop();
      await github.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export const configured = (config: string = CONFIG): Record<string, string> => ({
  'README.md': '# api\n',
  '.github/truenorth.yml': config,
});

/** A file of so many lines. */
export const lines = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i}\n`).join('');

/** Asks again and again until it is so; fails, saying so, when it never is. */
export async function until(isSo: () => Promise<boolean> | boolean, patience = 15_000): Promise<void> {
  const end = performance.now() + patience;
  while (!(await Promise.resolve(isSo()).catch(() => false))) {
    if (performance.now() > end) throw new Error('it did not become so in time');
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}
