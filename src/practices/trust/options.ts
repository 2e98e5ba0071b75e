import { z } from 'zod';
import { duration, globs, level, pullRule, pullRuleWith, team } from '../shared/options.ts';

export const options = z
  .strictObject({
    mentors: team.optional().describe('The team whose members mentor newcomers.'),
    pulse: z
      .enum(['on', 'off'])
      .default('off')
      .describe('A weekly question, answered by reactions; only totals are counted.'),
    'first-contribution': pullRule('advise').describe('A newcomer is welcomed and given a mentor.'),
    'shared-decision': pullRuleWith('observe', {
      approvals: z.int().min(1).max(20).default(2).describe('How many approvals a decision record needs.'),
    }).describe('A decision record is approved by several people.'),
    expectations: z
      .strictObject({
        level: level('observe'),
        paths: globs.default([]).describe('The documents that say what is expected of whom.'),
        every: duration.optional().describe('How often they are revisited.'),
      })
      .prefault({})
      .describe('What is expected of whom is written down, and revisited.'),
  })
  .prefault({});
export type TrustOptions = z.output<typeof options>;
