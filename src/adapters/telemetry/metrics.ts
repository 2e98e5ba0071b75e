import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Depth } from '../../ports.ts';

/** What the app counts of itself, as Prometheus reads it. */
export interface Metrics {
  delivery(status: number, took: number): void;
  job(result: string): void;
  call(route: string, status: string): void;
  /** A page of the past was kept; `gone`, from 0 to 1, is how far the reading has come. */
  past(page: { key: string; kind: string; records: number; gone: number }): void;
  /** The text of `/metrics`. */
  text(): Promise<string>;
  contentType: string;
}

export function createMetrics(depth: () => Promise<Depth>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const deliveries = new Counter({
    name: 'truenorth_deliveries_total',
    help: 'Webhook deliveries by the status they were answered with',
    labelNames: ['status'],
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
    help: 'Jobs by how they ended',
    labelNames: ['result'],
    registers,
  });
  const calls = new Counter({
    name: 'truenorth_github_calls_total',
    help: 'Calls to GitHub by route and how they ended',
    labelNames: ['route', 'status'],
    registers,
  });
  new Gauge({
    name: 'truenorth_queue_jobs',
    help: 'Jobs in the queue by state',
    labelNames: ['state'],
    registers,
    async collect() {
      const now = await depth();
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
      this.set((await depth()).oldest / 1000);
    },
  });
  const records = new Counter({
    name: 'truenorth_history_records_total',
    help: 'Records of the past that were read, by kind',
    labelNames: ['kind'],
    registers,
  });
  /** Readings under way here, and how far each has come. */
  const readings = new Map<string, number>();
  new Gauge({
    name: 'truenorth_history_readings',
    help: 'Readings of the past that are under way',
    registers,
    collect() {
      this.set(readings.size);
    },
  });
  new Gauge({
    name: 'truenorth_history_readings_ratio',
    help: 'How far the readings under way have come, on average, from 0 to 1',
    registers,
    collect() {
      const all = [...readings.values()];
      this.set(all.length === 0 ? 1 : all.reduce((sum, gone) => sum + gone, 0) / all.length);
    },
  });
  return {
    past({ key, kind, records: count, gone }) {
      records.inc({ kind }, count);
      if (gone < 1) readings.set(key, gone);
      else readings.delete(key);
    },
    delivery(status, took) {
      deliveries.inc({ status: String(status) });
      acknowledged.observe(took / 1000);
    },
    job: (result) => jobs.inc({ result }),
    call: (route, status) => calls.inc({ route, status }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
