import { z } from 'zod';
import { globs, level, pullRuleWith, repository, rule, weekTime, when, zone } from '../shared/options.ts';

export const options = z
  .strictObject({
    timezone: zone.default('Etc/UTC').describe('The time zone in which weeks and days begin.'),
    digest: z
      .strictObject({
        level: level('observe'),
        repository: repository.optional().describe('Where the weekly digest is published.'),
        at: weekTime.default('monday 09:00').describe('When it is published.'),
      })
      .prefault({})
      .describe('The weekly digest.'),
    health: z
      .enum(['weekly', 'on-change', 'off'])
      .optional()
      .describe("When the repository's health comment is written."),
    'decision-record': pullRuleWith('observe', {
      paths: globs.default(['docs/decisions/**', 'docs/adr/**']).describe('Where decision records are.'),
      when: when.optional(),
    }).describe('An architecture-relevant change links or adds a decision record.'),
    'strategic-update': rule().describe('Where things stand is told once a month.'),
  })
  .prefault({});
export type CommunicationOptions = z.output<typeof options>;
