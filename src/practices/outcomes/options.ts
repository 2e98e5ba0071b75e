import { z } from 'zod';
import { duration, id, level, rule, sectionRule, text } from '../shared/options.ts';

/** A key performance indicator of an outcome. */
const kpi = z.strictObject({
  id,
  title: text(120).describe('What people call it.'),
  kind: z
    .enum(['time-to-value', 'reliability', 'adoption', 'cost', 'other'])
    .default('other')
    .describe('What it measures.'),
  unit: text(20).optional().describe('The unit of its values.'),
  direction: z.enum(['up', 'down']).describe('Which direction is better.'),
  baseline: z.number().describe('The value at the start.'),
  target: z.number().describe('The value to reach.'),
  'stale-after': duration.prefault('14 days').describe('How long a reading counts.'),
});

export const options = z
  .strictObject({
    kpis: z.array(kpi).max(100, 'at most 100 KPIs').default([]).describe('The KPIs that outcomes are measured by.'),
    measure: sectionRule({
      level: 'observe',
      headings: ['Measure', 'Success', 'How success is measured'],
      ask: 'How will we see that this achieved what it is for: which measure, from what to what, by when?',
    }).describe('A feature says how its success will be measured, or links an experiment.'),
    experiment: z
      .strictObject({
        level: level('observe'),
        label: text(100).default('experiment').describe('The label of experiments.'),
      })
      .prefault({})
      .describe('An experiment has a hypothesis, a metric, a day to decide by, and then a decision.'),
    kpi: rule().describe('Every outcome has a fresh KPI reading.'),
  })
  .prefault({});
export type OutcomesOptions = z.output<typeof options>;
