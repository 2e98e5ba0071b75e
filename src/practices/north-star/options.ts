import { z } from 'zod';
import { duration, globs, id, names, pullRule, rule, text } from '../shared/options.ts';

/** An outcome that changes can serve. */
const outcome = z.strictObject({
  // Its label would be the one that says no outcome is served.
  id: id.refine((name) => name !== 'unaligned', 'another id: `unaligned` marks pull requests that serve none'),
  title: text(120).describe('What people call the outcome, in business words.'),
  kpi: id.optional().describe('The KPI that measures the outcome, by its id.'),
  keywords: names.default([]).describe('Words in a title that point to this outcome.'),
  paths: globs.default([]).describe('Paths whose files serve this outcome alone.'),
});
export type Outcome = z.output<typeof outcome>;

export const options = z
  .strictObject({
    statement: text(1_000).optional().describe('The North Star in one sentence: where all this is leading.'),
    document: text(256).optional().describe('The path of the document that explains it.'),
    outcomes: z
      .array(outcome)
      .max(100, 'at most 100 outcomes')
      .default([])
      .describe('The outcomes that changes serve.'),
    outcome: pullRule('advise').describe('Every pull request serves a declared outcome.'),
    'vision-review': rule()
      .unwrap()
      .extend({ every: duration.optional().describe('How often the vision is revisited.') })
      .prefault({})
      .describe('The vision is revisited on its cadence.'),
  })
  .prefault({});
export type NorthStarOptions = z.output<typeof options>;
