import { z } from 'zod';

/** What a person's word about one pull request teaches: the outcomes that it serves, or none, and its signs as digests. */
export const Lesson = z.object({
  /** Empty where a person took an inferred label away and named nothing instead. */
  outcomes: z.array(z.string()),
  /** Digests, salted: of the text itself nothing is kept. */
  signs: z.array(z.string()),
  /** Digest of the outcome, as it was configured, that paths and keywords were certain of; absent where they were not. */
  configured: z.string().optional(),
});
export type Lesson = z.infer<typeof Lesson>;
