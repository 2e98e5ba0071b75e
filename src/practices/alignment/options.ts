import { z } from 'zod';
import { duration, id, pullRule, rule, team, text } from '../shared/options.ts';

/** What comes again and again by other rules is known by these names. */
const TAKEN = ['vision-review', 'chaos-drill', 'refactor-window', 'strategic-update', 'expectations'];

const ritual = z.strictObject({
  id: id.refine((name) => !TAKEN.includes(name), `another id than ${TAKEN.map((name) => `\`${name}\``).join(', ')}`),
  title: text(120).describe('What people call it.'),
  every: duration.describe('How often it is held.'),
});

export const options = z
  .strictObject({
    product: team.optional().describe('The team of product people.'),
    engineering: team.optional().describe('The team of engineers.'),
    discovery: pullRule().describe('A feature links an issue that a product person took part in.'),
    milestone: rule().describe('An open milestone names the outcome it serves.'),
    ritual: rule().describe('Each ritual happened, with product and engineering present.'),
    rituals: z
      .array(ritual)
      .max(50, 'at most 50 rituals')
      .default([])
      .describe('What product and engineering do together.'),
  })
  .prefault({});
export type AlignmentOptions = z.output<typeof options>;
