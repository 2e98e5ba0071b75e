import type { Policy } from '../policy/schema.ts';
import type { Attainment } from './metrics/commitments.ts';
import type { Week } from './week.ts';

export interface KpiReading {
  kpi: string;
  day: string;
  value: number;
  source: 'file' | 'dispatch' | 'command';
}

export interface KpiStanding {
  kpi: Policy['outcomes']['kpis'][number];
  reading?: KpiReading & { at: number };
  attainment: Attainment;
  weeks: { week: Week; value: number | undefined }[];
  before?: KpiReading & { at: number };
}
