import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMetrics } from '../../src/adapters/telemetry/metrics.ts';
import { type Contender, drained, gauge, OURS, start } from './app.ts';
import { eachOf, type Signed, steady } from './load.ts';
import { playElsewhere } from './played-github.ts';
import { median, type Row } from './row.ts';

const PER_SECOND = 100;
const SECONDS = 10;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

/**
 * What it costs the app to be observed, as processor time for each webhook that is taken in, judged and written: without a log,
 * with the log as it is by default, and with traces sent to a collector besides. In turn, several rounds, medians. Metrics are never
 * off; what they cost is measured alone.
 */
export async function observability(): Promise<Row[]> {
  const { github, webhooks, env } = await playElsewhere();
  const collector = await startCollector();
  const folder = mkdtempSync(join(tmpdir(), 'truenorth-bench-'));
  const startWith = async (name: string, observed: Record<string, string>) => ({
    app: await start(name, OURS, { ...env, TRUENORTH_DATA_DIR: join(folder, name), ...observed }),
    webhook: eachOf(webhooks),
  });
  const dark = await startWith('dark', { LOG_LEVEL: 'silent' });
  const logged = await startWith('logged', {});
  const traced = await startWith('traced', { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.port}` });
  const warmUp = { perSecond: 200, seconds: Math.ceil(webhooks.length / 200) };
  for (const one of [dark, logged, traced]) await costOf(one, warmUp);
  const rounds: Record<'dark' | 'logged' | 'traced', number>[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ dark: await costOf(dark), logged: await costOf(logged), traced: await costOf(traced) });
  await Promise.all([dark, logged, traced].map(({ app }) => app.stop()));
  github.kill();
  collector.close();
  rmSync(folder, { recursive: true, force: true });
  if (collector.received() === 0) throw new Error('no traces came');

  const cost = median(rounds.map((of) => of.dark));
  return [
    { name: 'processor time for a webhook, without a log', value: cost, unit: 'ms' },
    { name: '… with the log', value: median(rounds.map((of) => of.logged / of.dark)), unit: '×', limit: '< 1.05' },
    {
      name: '… with the log and traces',
      value: median(rounds.map((of) => of.traced / of.dark)),
      unit: '×',
      limit: '< 1.05',
    },
    { name: 'metrics of a webhook, of that', value: (100 * metered()) / cost, unit: '%', limit: '< 5' },
  ];
}

/** The processor time of the app for each webhook, until all of them are judged, ms. */
async function costOf(
  { app, webhook }: { app: Contender; webhook: () => Signed },
  load = { perSecond: PER_SECOND, seconds: SECONDS },
): Promise<number> {
  const before = await gauge(app, 'process_cpu_seconds_total');
  const took = await steady([app.port], { ...load, webhook });
  await drained(app);
  return (1_000 * ((await gauge(app, 'process_cpu_seconds_total')) - before)) / took.length;
}

/** What counting takes for one webhook with its job, its calls and its verdicts, ms. */
function metered(): number {
  const metrics = createMetrics({
    depth: async () => ({ waiting: 0, scheduled: 0, running: 0, setAside: 0, oldest: 0 }),
    obstacles: async () => [],
    digests: async () => [],
    now: () => 0,
  });
  const judged = Array.from({ length: 9 }, (_, n) => ({
    ...{ rule: `practice/rule-${n}`, title: 'A rule', why: 'It helps', level: 'advise' as const },
    verdict: { outcome: 'not-applicable' as const, because: 'no such path' },
  }));
  const count = () => {
    metrics.delivery('pull_request', 202, 4);
    metrics.job('pull', 'done', 120);
    for (const route of ['POST /graphql', 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files']) {
      metrics.call({ route, status: 'ok' });
      metrics.allowance({ installation: 1, resource: 'core', left: 4_000, limit: 5_000, renewedAt: 1 });
    }
    metrics.judged(judged);
  };
  for (let n = 0; n < 20_000; n += 1) count();
  const began = process.cpuUsage();
  for (let n = 0; n < 50_000; n += 1) count();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000 / 50_000;
}

/** Takes traces in, as an OpenTelemetry collector does, and keeps none. */
async function startCollector() {
  let received = 0;
  const server = createServer((request, response) => {
    received += 1;
    request.resume();
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    close: () => server.close(),
  };
}
