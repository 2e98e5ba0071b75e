import { z } from 'zod';

/** A delivery as GitHub logs it. Instants in ms. */
export interface LoggedDelivery {
  id: number;
  /** The same for every attempt to deliver the same event. */
  guid: string;
  at: number;
  /** Taken in by us; `undefined` while nobody answered yet. */
  taken: boolean | undefined;
}

/** A comment that nobody told of: as an event would have told it. */
export interface FoundComment {
  id: number;
  nodeId: string;
  number: number;
  onPull: boolean;
  body: string;
  by: string;
}

/** An issue that changed. */
export interface FoundIssue {
  number: number;
  labels: string[];
}

/**
 * What is remembered of GitHub's delivery log: up to when (ms) it was read, and how often each delivery was asked for again.
 * `restored`: what was taken in since then is not in this database, which is a backup.
 */
const DeliveriesSeen = z.object({
  alive: z.number(),
  tries: z.record(z.string(), z.number()),
  restored: z.boolean().optional(),
});
export type DeliveriesSeen = z.infer<typeof DeliveriesSeen>;

/** Where a sweep goes on, and since when (ms) comments and issues are read, where events of them are lost. */
const SweepPlace = z.object({ after: z.string().optional(), since: z.number().optional() });
export type SweepPlace = z.infer<typeof SweepPlace>;

/** `undefined` where nothing is remembered, or what an older version wrote. */
export const readDeliveriesSeen = (text: string | undefined): DeliveriesSeen | undefined => read(DeliveriesSeen, text);
export const readSweepPlace = (text: string | undefined): SweepPlace | undefined => read(SweepPlace, text);

function read<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  return text === undefined ? undefined : schema.safeParse(JSON.parse(text)).data;
}
