import { HOUR, MINUTE } from '../model/time.ts';
import type { Queue } from '../ports/queue.ts';
import type { Clock } from '../ports/runtime.ts';

/** What waits for the past to be read looks again after so long, ms. */
export const SOON = MINUTE;

/** A week is told once what happened in it was read; after so long, in ms, it is told as far as it is known. */
const PATIENCE = 6 * HOUR;

/** Whether what happened is being read still, as after an outage; `within` is the beginning of subjects' keys. */
export async function isBehind(
  within: string,
  at: number,
  { queue, clock }: { queue: Pick<Queue, 'due'>; clock: Clock },
): Promise<boolean> {
  return clock.now() < at + PATIENCE && (await isReading(within, queue));
}

/** Whether the past of any such subject is due to be read, or is being read. */
export const isReading = async (within: string, queue: Pick<Queue, 'due'>): Promise<boolean> =>
  (await queue.due(within, ['history', 'issues'])) > 0;
