import { Counter, Gauge, type Registry } from 'prom-client';

/** A page of the past that was kept; `gone`, from 0 to 1, is how far its reading has come. */
export interface Page {
  key: string;
  kind: string;
  records: number;
  gone: number;
}

/** Metrics of how the past is read. */
export function createReadings(registers: Registry[]): (page: Page) => void {
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
  return ({ key, kind, records: count, gone }) => {
    records.inc({ kind }, count);
    if (gone < 1) readings.set(key, gone);
    else readings.delete(key);
  };
}
