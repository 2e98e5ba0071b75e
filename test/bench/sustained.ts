import { once } from 'node:events';
import { type Contender, drained, gauge, OURS, start } from './app.ts';
import { eachOf, percentile, type Signed, signed, steady } from './load.ts';
import { type Hook, playElsewhere } from './played-github.ts';
import { startPostgres } from './postgres.ts';
import { median, type Row } from './row.ts';

const PER_SECOND = 200;
const MINUTE = 60;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5 * MINUTE);
/** So many pull requests are opened at once for one process, then for two; in turn, so often. */
const OPENED = 100;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

/**
 * Webhooks of 500 open pull requests for five minutes, each judged by reading GitHub, which answers after 50 ms, on PostgreSQL: how
 * long acknowledging takes, what memory does, and how soon the work is done; and how much more two processes do than one.
 */
export async function sustained(): Promise<Row[]> {
  const postgres = await startPostgres();
  const { github, secret, webhooks, ...played } = await playElsewhere();
  const webhook = eachOf(webhooks);
  const env = { ...played.env, DATABASE_URL: postgres.url, LOG_LEVEL: 'error' };
  const one = await start('one', OURS, env);
  await drained(one);
  await steady([one.port], { perSecond: PER_SECOND, seconds: Math.ceil(webhooks.length / PER_SECOND), webhook });
  await drained(one);

  const memory: number[] = [];
  const sampling = setInterval(async () => {
    memory.push(await gauge(one, 'process_resident_memory_bytes').catch(() => Number.NaN));
  }, 2_000);
  const took = await steady([one.port], { perSecond: PER_SECOND, seconds: SECONDS, webhook });
  clearInterval(sampling);
  const waited = await drained(one);
  const [early, late] = [part(memory, 0.2, 0.4), part(memory, 0.8, 1)];

  const opened = async () => {
    github.send(OPENED);
    const [fresh] = (await once(github, 'message')) as [Hook[]];
    return fresh.map((hook) => signed(secret, hook));
  };
  const alone: number[] = [];
  const together: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(await judgedASecond([one], await opened()));
    const two = await start('two', OURS, env);
    together.push(await judgedASecond([one, two], await opened()));
    await two.stop();
  }
  await one.stop();
  github.kill();
  await postgres.stop();
  return [
    { name: `webhooks in ${SECONDS} s, ${PER_SECOND} a second`, value: took.length, unit: '' },
    { name: 'acknowledged, median', value: percentile(took, 0.5), unit: 'ms' },
    { name: 'acknowledged, p99', value: percentile(took, 0.99), unit: 'ms', limit: '< 250' },
    { name: 'memory, in the second minute', value: early / 1e6, unit: 'MB' },
    { name: 'memory in the last minute, of that in the second', value: late / early, unit: '×', limit: 'about 1' },
    { name: 'until all was judged, after the last webhook', value: waited, unit: 's', limit: '< 60' },
    {
      name: 'pull requests judged for the first time, one process, GitHub answering after 200 ms',
      value: median(alone),
      unit: '/s',
    },
    { name: '… two processes, of that', value: median(together) / median(alone), unit: '×', limit: '≥ 1.5' },
  ];
}

/** The median of a part of what was sampled. */
const part = (values: readonly number[], from: number, to: number): number =>
  median(values.slice(Math.floor(values.length * from), Math.ceil(values.length * to)).filter(Number.isFinite));

/** How many pull requests that were just opened several judge a second. */
async function judgedASecond(replicas: readonly Contender[], webhooks: readonly Signed[]): Promise<number> {
  const ports = replicas.map(({ port }) => port);
  const began = performance.now();
  await steady(ports, { perSecond: PER_SECOND, seconds: webhooks.length / PER_SECOND, webhook: eachOf(webhooks) });
  for (const one of replicas) await drained(one);
  return OPENED / ((performance.now() - began) / 1000);
}
