import type { Practice } from '../practice.ts';
import { experiment } from './experiment.ts';
import { kpi } from './kpi.ts';
import { measure } from './measure.ts';
import { type OutcomesOptions, options } from './options.ts';

export const outcomes: Practice<OutcomesOptions> = {
  id: 'outcomes',
  title: 'Outcomes over output',
  why: 'Shipping is not the goal: what is measured can be learned from, kept, or stopped in time.',
  options,
  rules: [measure, experiment, kpi],
  leansOn: { measure: ['outcomes.experiment.label'], kpi: ['north-star.outcomes', 'outcomes.kpis'] },
};
