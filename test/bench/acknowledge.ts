import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { examplePull } from './payload.ts';
import { startPostgres } from './postgres.ts';
import { median, type Row } from './row.ts';

const SECRET = 'bench';
const CONNECTIONS = 32;
const SECONDS = 8;
const ROUNDS = 3;
const PULLS = 200;

/** Deliveries of many pull requests, each about 25 KB as GitHub's are, signed. */
const deliveries = Array.from({ length: PULLS }, (_, i) => {
  const body = JSON.stringify(examplePull(i + 1));
  return { body, signature: `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}` };
});

interface Contender {
  name: string;
  port: number;
  stop(): Promise<void>;
}

/**
 * Acknowledged deliveries a second and their p99, each with a durable commit, against a bare Probot server that does nothing. In turn,
 * several rounds, medians.
 */
export async function acknowledge(): Promise<Row[]> {
  const github = await silentGitHub();
  const postgres = await startPostgres();
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs1', format: 'pem' })
    .toString();
  const env = {
    APP_ID: '1',
    PRIVATE_KEY: key,
    WEBHOOK_SECRET: SECRET,
    GHE_HOST: `127.0.0.1:${github.port}`,
    GHE_PROTOCOL: 'http',
  };
  const directory = mkdtempSync(join(tmpdir(), 'truenorth-bench-'));
  const ours = 'src/main.ts';
  const contenders = [
    await start('bare Probot', 'test/bench/bare-probot.ts', { ...env, LOG_LEVEL: 'error' }),
    await start('SQLite', ours, { ...env, LOG_LEVEL: 'warn', TRUENORTH_DATA_DIR: directory }),
    await start('PostgreSQL', ours, { ...env, LOG_LEVEL: 'warn', DATABASE_URL: postgres.url }),
  ];
  const perSecond = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (const contender of contenders) await load(contender, 2);
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of contenders) {
      const result = await load(contender, SECONDS);
      perSecond.get(contender.name)?.push(result.requests.average);
    }
  }
  const calm = new Map<string, number>();
  for (const contender of contenders) calm.set(contender.name, await steady(contender, 200));
  await Promise.all(contenders.map((contender) => contender.stop()));
  await postgres.stop();
  github.close();
  rmSync(directory, { recursive: true, force: true });

  const baseline = median(perSecond.get('bare Probot') ?? []);
  return contenders.flatMap(({ name }) => {
    const rate = median(perSecond.get(name) ?? []);
    const limited = name !== 'bare Probot';
    return [
      { name: `acknowledged a second, ${name}`, value: Math.round(rate), unit: '/s' },
      ...(limited ? [{ name: `… against bare Probot, ${name}`, value: rate / baseline, unit: '×', limit: '≥ 1' }] : []),
      {
        name: `p99 at 200 webhooks a second, ${name}`,
        value: calm.get(name) ?? Number.NaN,
        unit: 'ms',
        ...(limited ? { limit: '< 50' } : {}),
      },
    ];
  });
}

async function start(name: string, script: string, env: Record<string, string>): Promise<Contender> {
  const port = await freePort();
  const child: ChildProcess = spawn(
    process.execPath,
    ['--max-semi-space-size=16', '--disable-warning=ExperimentalWarning', script],
    {
      env: { PATH: process.env.PATH, ...env, PORT: String(port), HOST: '127.0.0.1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  process.once('exit', () => child.kill('SIGKILL'));
  await answering(port);
  return {
    name,
    port,
    async stop() {
      child.kill(name === 'bare Probot' ? 'SIGKILL' : 'SIGTERM');
      await ended;
    },
  };
}

async function answering(port: number): Promise<void> {
  const until = Date.now() + 20_000;
  for (;;) {
    const up = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      () => true,
      () => false,
    );
    if (up) return;
    if (Date.now() > until) throw new Error('the app did not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

let next = 0;

/** The next delivery, of the next pull request, with an id of its own. */
function delivery() {
  const { body, signature } = deliveries[next++ % PULLS] as (typeof deliveries)[number];
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'pull_request',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': signature,
  };
  return { body, headers };
}

const PATH = '/api/github/webhooks';

/** As many as it takes, from 32 connections at once. */
async function load({ port }: Contender, duration: number): Promise<autocannon.Result> {
  const result = await autocannon({
    url: `http://127.0.0.1:${port}${PATH}`,
    connections: CONNECTIONS,
    duration,
    requests: [{ method: 'POST', setupRequest: (request) => ({ ...request, ...delivery() }) }],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} failed`);
  return result;
}

/** So many a second, one after the other at even intervals whether or not the last was answered; the p99 of the answers, ms. */
async function steady({ port }: Contender, perSecond: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const took: Promise<number>[] = [];
  const began = performance.now();
  while (took.length < perSecond * SECONDS) {
    const due = Math.min(perSecond * SECONDS, Math.ceil(((performance.now() - began) / 1000) * perSecond));
    while (took.length < due) took.push(one(port, agent));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const sorted = (await Promise.all(took)).sort((a, b) => a - b);
  agent.destroy();
  return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN;
}

function one(port: number, agent: Agent): Promise<number> {
  const { body, headers } = delivery();
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, agent, host: '127.0.0.1', path: PATH, method: 'POST', headers }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 202 || response.statusCode === 200) resolve(performance.now() - began);
        else reject(new Error(`answered ${response.statusCode}`));
      });
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // The server may end an idle connection in the moment in which it is used again; that is no answer.
      if (outgoing.reusedSocket && error.code === 'ECONNRESET') resolve(one(port, agent));
      else reject(error);
    });
    outgoing.end(body);
  });
}

const WITHOUT_CONFIGURATION = {
  ...{ id: 'R_1', isPrivate: false, isArchived: false, owner: { __typename: 'Organization' } },
  ...{ defaultBranchRef: null, config: null, github: null, root: null, docs: null, labels: null },
  ...{ owners0: null, owners1: null, owners2: null },
};

/** A GitHub whose repositories have no configuration: what is measured is the entrance and the queue, not GitHub. */
async function silentGitHub(): Promise<{ port: number; close(): void }> {
  const answers: [RegExp, object][] = [
    [/\/app$/, { id: 1, slug: 'truenorth' }],
    [
      /access_tokens$/,
      { token: 'ghs_bench', expires_at: '2099-01-01T00:00:00Z', permissions: {}, repository_selection: 'all' },
    ],
    [/installations\/\d+$/, { id: 1, repository_selection: 'all' }],
    [/graphql$/, { data: { repository: WITHOUT_CONFIGURATION } }],
  ];
  const server = createServer((request, response) => {
    request.resume();
    const [, answer] = answers.find(([path]) => path.test(request.url ?? '')) ?? [];
    const status = answer === undefined ? 404 : request.url?.endsWith('access_tokens') ? 201 : 200;
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer ?? { message: 'Not Found' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
