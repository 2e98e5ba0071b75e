import { z } from 'zod';

/** What a person's word about one pull request teaches: the outcomes that it serves, or none, and its signs as digests. */
export const Lesson = z.object({
  /** Empty where a person took an inferred label away and named nothing instead. */
  outcomes: z.array(z.string()),
  /** Digests, salted: of the text itself nothing is kept. */
  signs: z.array(z.string()),
});
export type Lesson = z.infer<typeof Lesson>;
