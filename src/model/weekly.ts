import { z } from 'zod';

/** One figure of a week: what it came to, and of how many; of a share also how many counted. */
export const Point = z.object({ value: z.number(), n: z.number(), k: z.number().optional() });
export type Point = z.infer<typeof Point>;

/**
 * A week as it was told, of an organisation or of one repository: figures by the metric's name. What has no value that week is
 * not there, so that a chart shows a gap. Once published, it stays as it is.
 */
export const FrozenWeek = z.object({ published: z.boolean(), points: z.record(z.string(), Point) });
export type FrozenWeek = z.infer<typeof FrozenWeek>;

/** How pull requests that came to their end were judged: each rule's last word. */
export const Outcomes = z.record(z.string(), z.enum(['met', 'unmet', 'waived', 'not-applicable', 'unknown']));
export type Outcomes = z.infer<typeof Outcomes>;
