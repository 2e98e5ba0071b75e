import { fork } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { allowanceOf } from '../../src/adapters/github/calls.ts';
import { createProbes, notFound } from '../../src/doors/probes.ts';
import { change, newPostgres } from '../adapters/database/databases.ts';
import { lines, type Playground, startPlayground } from '../support/playground.ts';

let play: Playground;
afterEach(() => play?.close());

const scrape = async () => (await fetch(`${play.url}/metrics`)).text();

const open = () =>
  play.github.world.openPull({
    repo: 'acme/api',
    title: 'Exchange tokens',
    files: { 'src/auth/a.ts': lines(40) },
    by: 'bob',
  });

describe('the log', () => {
  it('says on every line of a delivery which one it is, and on every line of work its subject and its delivery', async () => {
    play = await startPlayground({ environment: { LOG_LEVEL: 'trace' } });
    const pull = open();
    await play.quiet();
    const said = play.log.map((line) => JSON.parse(line) as Record<string, string>);
    const written = said.find(({ msg }) => msg === 'written');
    expect(written).toMatchObject({ delivery: expect.any(String), subject: `acme/api#${pull.number}` });
    expect(said).toContainEqual(
      expect.objectContaining({ msg: 'delivery committed', event: 'pull_request', delivery: written?.delivery }),
    );
    expect(said.filter(({ msg }) => msg === 'job ended').every(({ subject }) => subject !== undefined)).toBe(true);
  });

  it('says them on lines of libraries, too, and of work that fails', async () => {
    play = await startPlayground({
      environment: { LOG_LEVEL: 'trace' },
      fault: ({ path }) => (path.endsWith('/files') ? { status: 502, body: 'no' } : undefined),
    });
    const pull = open();
    const told = () =>
      play.log
        .map((line) => JSON.parse(line) as Record<string, string>)
        .filter(({ level = '' }) => ['warn', 'error'].includes(level));
    await expect.poll(() => told().some(({ msg }) => msg === 'failed; trying again')).toBe(true);
    for (const line of told())
      expect(line).toMatchObject({ subject: `acme/api#${pull.number}`, delivery: expect.any(String) });
  });
});

describe('/metrics', () => {
  it('counts deliveries, runs, verdicts and calls of a pull request, and says what is left and how old a digest is', async () => {
    play = await startPlayground();
    play.github.world.install();
    await play.quiet();
    open();
    await play.quiet();
    expect(await play.send('made_up_by_a_stranger', {}, { 'x-hub-signature-256': 'sha256=00' })).toBe(401);
    const text = await scrape();
    for (const line of [
      'truenorth_deliveries_total{event="pull_request",result="accepted"}',
      'truenorth_deliveries_total{event="other",result="refused"} 1',
      'truenorth_acknowledgement_seconds_bucket{le="0.25"}',
      'truenorth_jobs_total{kind="pull",result="done"}',
      'truenorth_job_seconds_bucket{le="1",kind="pull"}',
      'truenorth_rule_verdicts_total{rule="security/threat-model",outcome="unmet"}',
      'truenorth_github_calls_total{route="graphql Write",status="ok"}',
      'truenorth_queue_jobs{state="set-aside"} 0',
      'truenorth_queue_oldest_seconds ',
      'truenorth_digest_age_seconds{installation="',
      'truenorth_ready 1',
    ])
      expect(text).toContain(line);
    // What is of one pull request, repository or person is no label: there would be no end of them.
    expect(text).not.toMatch(/acme|made_up|bob|Exchange/);
  });

  it('says by its status how GitHub answered', async () => {
    play = await startPlayground({
      fault: ({ path }) => (path.endsWith('/files') ? { status: 502, body: 'no' } : undefined),
    });
    open();
    await expect.poll(scrape).toMatch(/github_calls_total\{route="GET [^"]*\/files",status="502"\} [1-9]/);
  });

  it('says what GitHub still allows an installation, until it is renewed', () => {
    const allowance = (reset: number) => ({
      'x-ratelimit-remaining': '40',
      'x-ratelimit-limit': '5000',
      ...{ 'x-ratelimit-resource': 'graphql', 'x-ratelimit-reset': String(reset) },
    });
    expect(allowanceOf(3, allowance(9))).toEqual({
      ...{ installation: 3, resource: 'graphql', left: 40, limit: 5000, renewedAt: 9000 },
    });
    expect(allowanceOf(3, { ...allowance(9), 'x-ratelimit-resource': 'made up' })).toBeUndefined();
    expect(allowanceOf(3, {})).toBeUndefined();
  });
});

describe('/metrics and /readyz', () => {
  it('say that the database does not answer, and nothing that its driver says', async () => {
    const DRIVER = 'connect ECONNREFUSED postgres://app:hush@db.internal:5432/truenorth';
    const reasons: string[] = [];
    const probes = createProbes({
      obstacles: () => Promise.reject(new Error(DRIVER)),
      metrics: { text: () => Promise.reject(new Error(DRIVER)), contentType: 'text/plain' },
      metricsToken: undefined,
      others: notFound,
    });
    const server = createServer(probes);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    for (const path of ['readyz', 'metrics']) {
      const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`);
      expect(answer.status).toBe(503);
      reasons.push(await answer.text());
    }
    server.close();
    expect(reasons.join()).not.toMatch(/hush|internal|ECONN/);
  });

  it('say it of the database that was taken away under the app', async () => {
    const place = await newPostgres();
    play = await startPlayground({ databaseUrl: place.url });
    const name = new URL(place.url).pathname.slice(1);
    await change({ url: inject('postgresUrl'), directory: '' }, `drop database ${name} with (force)`);
    const answer = await fetch(`${play.url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      status: 'not ready',
      reasons: ['The database does not answer: the log says why'],
    });
    expect(await scrape()).toContain('truenorth_ready 0');
  });
});

describe('traces', () => {
  interface Span {
    name: string;
    traceId: string;
    status: { code?: number };
  }
  async function collecting() {
    const spans: Span[] = [];
    const collector = createServer(async (request, response) => {
      const { resourceSpans } = (await json(request)) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.end('{}');
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const { port } = collector.address() as AddressInfo;
    return { spans, port, collector };
  }

  it('of one pull request are one, from the webhook to the last write', async () => {
    const { spans, port, collector } = await collecting();
    play = await startPlayground({ environment: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` } });
    open();
    await play.quiet();
    await play.restart();
    collector.close();
    const write = spans.find(({ name }) => name === 'GitHub graphql Write');
    const together = spans.filter(({ traceId }) => traceId === write?.traceId).map(({ name }) => name);
    expect(together).toEqual(expect.arrayContaining(['delivery', 'job pull', 'GitHub graphql Write']));
    expect(JSON.stringify(spans)).not.toMatch(/Exchange tokens|ghs_|eyJ/);
  });

  it('show as an error what failed, and why is in the log alone', async () => {
    const { spans, port, collector } = await collecting();
    let failing = true;
    play = await startPlayground({
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
      fault: ({ path }) => (failing && path.endsWith('/files') ? { status: 502, body: 'no' } : undefined),
    });
    const pull = open();
    await expect.poll(() => play.checks(pull)[0]?.status).toBe('in_progress');
    failing = false;
    await expect.poll(() => play.checks(pull)[0]?.conclusion, { timeout: 10_000 }).toBe('failure');
    await play.restart();
    collector.close();
    const ERROR = 2;
    const runs = spans.filter(({ name }) => name === 'job pull').map(({ status }) => status.code === ERROR);
    expect(runs).toEqual([...runs.slice(0, -1).map(() => true), false]);
    expect(runs.length).toBeGreaterThan(1);
    expect(spans.find(({ name }) => name.endsWith('/files'))?.status).toEqual({ code: ERROR });
  });

  /** What of OpenTelemetry the app loads until it listens, as the packages' names. */
  async function loaded(environment: Record<string, string>): Promise<string[]> {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const said: string[] = [];
    const app = fork(join(import.meta.dirname, '../storm/app.ts'), {
      execArgv: [
        '--disable-warning=ExperimentalWarning',
        '--import',
        join(import.meta.dirname, '../support/loaded.ts'),
      ],
      env: {
        ...{ PATH: process.env.PATH, APP_ID: '1', WEBHOOK_SECRET: 'secret', STORM_SHIFT: '0', LOG_LEVEL: 'silent' },
        ...{ PRIVATE_KEY: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(), GHE_HOST: '127.0.0.1:1' },
        ...{ GHE_PROTOCOL: 'http', TRUENORTH_DATA_DIR: await mkdtemp(join(tmpdir(), 'truenorth-loaded-')) },
        ...environment,
      },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    app.stderr?.on('data', (text) => said.push(String(text)));
    await once(app, 'message');
    app.disconnect();
    await once(app, 'exit');
    return [...new Set(said.join('').match(/@opentelemetry\/[\w-]+/g))].filter((name) => !name.endsWith('/api')).sort();
  }

  it('cost nothing where none are asked for: their library is not even loaded', async () => {
    expect(await loaded({})).toEqual([]);
    const traced = await loaded({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    expect(traced).toContain('@opentelemetry/sdk-trace-node');
  });

  it('stand on one copy of the library’s interface, so that its parts know each other', () => {
    const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8'));
    const copies = Object.keys(packages).filter((path) => path.endsWith('node_modules/@opentelemetry/api'));
    expect(copies).toEqual(['node_modules/@opentelemetry/api']);
  });
});
