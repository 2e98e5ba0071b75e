import { z } from 'zod';

/** What a KPI was on a day, and where that was told. */
export const KpiReading = z.object({
  kpi: z.string(),
  /** `2026-11-12`. */
  day: z.string(),
  value: z.number(),
  source: z.enum(['file', 'dispatch', 'command']),
});
export type KpiReading = z.infer<typeof KpiReading>;

/** What could not be read, and how to mend it, in short and safe Markdown; `line` is 0 where it does not stand in the file. */
export const KpiProblem = z.object({ line: z.number().int(), text: z.string() });
export type KpiProblem = z.infer<typeof KpiProblem>;

/** A repository's readings, the newest day first; those that were told can be read nowhere else. */
export const KpiLedger = z.object({
  readings: z.array(KpiReading),
  problems: z.array(KpiProblem),
  /** Why the file could not be read; the readings that it last had stay. */
  lacks: z.string().optional(),
});
export type KpiLedger = z.infer<typeof KpiLedger>;

/** A number as people write it, such as `-12.5`; `undefined` where it is written otherwise, to be misread by nobody. */
export const numberIn = (text: string): number | undefined =>
  /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
