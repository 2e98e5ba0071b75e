import { z } from 'zod';
import { duration, pullRule, sectionRule } from '../shared/options.ts';

export const options = z
  .strictObject({
    'threat-model': sectionRule({
      level: 'advise',
      headings: ['Threat model', 'Security'],
      ask: 'What could an attacker do with this, and what stops them?',
    }).describe('A change to a sensitive path says what an attacker could do with it.'),
    privacy: sectionRule({
      level: 'observe',
      headings: ['Privacy', 'Data protection'],
      ask: 'Which personal data does this touch, why is it needed, how long is it kept, and who can see it?',
    }).describe('A change to a sensitive path says what it does with personal data.'),
    ownership: pullRule().describe('Every changed file has an owner in CODEOWNERS.'),
    tests: pullRule().describe('A change of source comes with a change of tests.'),
    'workflow-pinning': pullRule().describe(
      'Actions newly used in workflows are pinned to a full commit, images by digest.',
    ),
    dependencies: z
      .strictObject({
        critical: duration.prefault('7 days').describe('Critical alerts.'),
        high: duration.prefault('30 days').describe('High alerts.'),
        medium: duration.prefault('90 days').describe('Medium alerts.'),
        low: duration.optional().describe('Low alerts.'),
      })
      .prefault({})
      .describe('How long a Dependabot alert may stay open, by severity.'),
  })
  .prefault({});
export type SecurityOptions = z.output<typeof options>;
