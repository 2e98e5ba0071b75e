import { z } from 'zod';
import { duration, level, rule, sectionRule, text } from '../shared/options.ts';

export const options = z
  .strictObject({
    observability: sectionRule({
      level: 'advise',
      headings: ['Observability', 'Monitoring'],
      ask: 'Which logs, traces or metrics will show that this works, and which alert that it does not?',
    }).describe('A substantial change says how one will see that it works.'),
    recovery: sectionRule({
      level: 'observe',
      headings: ['Recovery', 'Rollback', 'Rollout'],
      ask: 'How is this turned off or rolled back, and who would notice that it must be?',
    }).describe('A substantial change says how it is turned off or rolled back.'),
    'post-incident': z
      .strictObject({
        level: level('observe'),
        label: text(100).default('incident').describe('The label of incidents.'),
        within: duration.prefault('5 days').describe('How soon after the incident its review is due.'),
      })
      .prefault({})
      .describe('An incident is reviewed: timeline, contributing factors, systemic actions.'),
    'chaos-drill': rule()
      .unwrap()
      .extend({ every: duration.optional().describe('How often a drill is held.') })
      .prefault({})
      .describe('Failure is rehearsed on its cadence.'),
    toggles: z
      .strictObject({
        label: text(100).optional().describe('The label of issues that ask to remove a feature toggle.'),
        'stale-after': duration.prefault('90 days').describe('How old such an issue may get.'),
      })
      .prefault({})
      .describe('Feature toggles are removed once they have served.'),
  })
  .prefault({});
export type ResilienceOptions = z.output<typeof options>;
