import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Judged } from '../../model/verdict.ts';
import type { Allowance } from '../../ports/github.ts';
import type { Depth } from '../../ports/queue.ts';
import { createReadings, type Page } from './readings.ts';

/** What the app counts of itself, as Prometheus reads it. No label holds a name or a number of people's things. */
export interface Metrics {
  delivery(event: string, status: number, took: number): void;
  job(kind: string, result: string, took: number): void;
  call(call: { route: string; status: string }): void;
  allowance(now: Allowance): void;
  judged(judged: readonly Judged[]): void;
  past(page: Page): void;
  /** The text of `/metrics`. */
  text(): Promise<string>;
  contentType: string;
}

/** What is read at the moment of a scrape. */
export interface Sources {
  depth(): Promise<Depth>;
  /** Why the app is not ready; empty when it is. */
  obstacles(): Promise<readonly string[]>;
  /** How long ago each organisation's week was told, ms. */
  digests(): Promise<readonly { installation: number; age: number }[]>;
  now(): number;
}

export function createMetrics({ depth, obstacles, digests, now }: Sources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const deliveries = new Counter({
    name: 'truenorth_deliveries_total',
    help: 'Webhook deliveries by event, and by how they were answered: accepted, refused or failed',
    labelNames: ['event', 'result'],
    registers,
  });
  const acknowledged = new Histogram({
    name: 'truenorth_acknowledgement_seconds',
    help: 'Time from a delivery’s first byte to its answer',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  });
  const jobs = new Counter({
    name: 'truenorth_jobs_total',
    help: 'Runs of jobs by kind of subject, and by how they ended: done, retried, ended or set-aside',
    labelNames: ['kind', 'result'],
    registers,
  });
  const running = new Histogram({
    name: 'truenorth_job_seconds',
    help: 'How long runs of jobs took, by kind of subject',
    labelNames: ['kind'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers,
  });
  const verdicts = new Counter({
    name: 'truenorth_rule_verdicts_total',
    help: 'Verdicts by rule and outcome; a subject that is judged again counts again',
    labelNames: ['rule', 'outcome'],
    registers,
  });
  const calls = new Counter({
    name: 'truenorth_github_calls_total',
    help: 'Calls to GitHub by route, and by status: ok, an HTTP status, graphql (answered with errors) or none (no answer)',
    labelNames: ['route', 'status'],
    registers,
  });

  const allowances = new Map<string, Allowance>();
  const left = new Gauge({
    name: 'truenorth_github_rate_limit_left_calls',
    help: 'What an installation may still ask of GitHub, as last told; absent once it was renewed',
    labelNames: ['installation', 'resource'],
    registers,
    collect() {
      left.reset();
      granted.reset();
      for (const [key, { installation, resource, ...one }] of allowances) {
        if (one.renewedAt <= now()) allowances.delete(key);
        else {
          left.set({ installation, resource }, one.left);
          granted.set({ installation, resource }, one.limit);
        }
      }
    },
  });
  const granted = new Gauge({
    name: 'truenorth_github_rate_limit_calls',
    help: 'What GitHub grants an installation until it is renewed',
    labelNames: ['installation', 'resource'],
    registers,
  });

  /** One reading of the queue for both of its metrics: each waits for it, or would tell what the scrape before was told. */
  let reading: Promise<Depth | undefined> | undefined;
  const counted = () => {
    reading ??= depth()
      .catch(() => undefined)
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  new Gauge({
    name: 'truenorth_queue_jobs',
    help: 'Jobs in the queue by state: waiting, scheduled, running or set-aside',
    labelNames: ['state'],
    registers,
    async collect() {
      const now = await counted();
      this.reset();
      if (now === undefined) return;
      this.set({ state: 'waiting' }, now.waiting);
      this.set({ state: 'scheduled' }, now.scheduled);
      this.set({ state: 'running' }, now.running);
      this.set({ state: 'set-aside' }, now.setAside);
    },
  });
  new Gauge({
    name: 'truenorth_queue_oldest_seconds',
    help: 'How long the longest-due job has been due',
    registers,
    async collect() {
      const now = await counted();
      if (now === undefined) this.remove();
      else this.set(now.oldest / 1000);
    },
  });
  new Gauge({
    name: 'truenorth_digest_age_seconds',
    help: 'Time since an organisation’s week was told, or since the app knows of it; absent where none is to be told',
    labelNames: ['installation'],
    registers,
    async collect() {
      const ages = await digests().catch(() => []);
      this.reset();
      for (const { installation, age } of ages) this.set({ installation }, age / 1000);
    },
  });
  new Gauge({
    name: 'truenorth_ready',
    help: '1 where /readyz says that the app is able to work, else 0',
    registers,
    async collect() {
      this.set((await obstacles()).length === 0 ? 1 : 0);
    },
  });

  return {
    past: createReadings(registers),
    delivery(event, status, took) {
      deliveries.inc({ event, result: status < 400 ? 'accepted' : status < 500 ? 'refused' : 'failed' });
      acknowledged.observe(took / 1000);
    },
    job(kind, result, took) {
      jobs.inc({ kind, result });
      running.observe({ kind }, took / 1000);
    },
    call: ({ route, status }) => calls.inc({ route, status }),
    allowance: (one) => void allowances.set(`${one.installation} ${one.resource}`, one),
    judged(judged) {
      for (const { rule, verdict } of judged) verdicts.inc({ rule, outcome: verdict.outcome });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
