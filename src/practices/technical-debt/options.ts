import { z } from 'zod';
import { duration, names, pullRule, pullRuleWith, rule, share } from '../shared/options.ts';

export const options = z
  .strictObject({
    labels: names.default(['tech-debt']).describe('Labels of issues that are technical debt.'),
    points: z
      .strictObject({
        'label-prefix': z.string().min(1).max(40).default('debt: ').describe('What a label with points begins with.'),
        default: z.number().min(0).max(1_000).default(1).describe('The points of an issue that carries none.'),
      })
      .prefault({})
      .describe('How much a debt weighs.'),
    budget: pullRuleWith('advise', {
      points: z
        .number()
        .min(0)
        .max(1_000_000)
        .optional()
        .describe('Open points that the budget of each repository allows.'),
      'organisation-points': z
        .number()
        .min(0)
        .max(1_000_000)
        .optional()
        .describe('Open points that all repositories together may have.'),
    }).describe('A pull request that adds debt while the budget is spent.'),
    marker: pullRule().describe('A newly added TODO, FIXME, HACK or XXX names an issue.'),
    estimate: rule().describe('A debt issue carries points.'),
    interest: z
      .strictObject({
        after: duration.prefault('4 weeks').describe('How long a debt bears no interest.'),
        'per-week': share.prefault('2%').describe('Simple interest a week.'),
      })
      .prefault({})
      .describe('What waiting costs.'),
    reserve: z
      .strictObject({
        paydown: share.optional().describe('The share of merged changes that pays debt down.'),
        innovation: share.optional().describe('The share of merged changes that tries something new.'),
        'innovation-labels': names.default(['innovation']).describe('Labels of changes that try something new.'),
        over: duration.prefault('4 weeks').describe('The weeks over which the shares are measured.'),
      })
      .prefault({})
      .describe('The shares of change that are kept free.'),
    'refactor-window': rule()
      .unwrap()
      .extend({ every: duration.optional().describe('How often the window comes.') })
      .prefault({})
      .describe('Time to refactor, on its cadence.'),
  })
  .prefault({});
export type TechnicalDebtOptions = z.output<typeof options>;
