import { z } from 'zod';

/** A rule that a pull request may pass unmet, until the end of a day in the configured time zone. */
export const Waiver = z.object({
  rule: z.string(),
  /** The last day on which it counts, `2026-12-31`. */
  until: z.string(),
  /** The reason, as the person wrote it. */
  because: z.string(),
  /** The login of the person who granted it. */
  by: z.string(),
  /** When it was granted, ISO 8601. */
  at: z.string(),
});
export type Waiver = z.infer<typeof Waiver>;
