import { readDeliveriesSeen } from '../model/recovery.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Queue } from '../ports/queue.ts';
import type { Clock } from '../ports/runtime.ts';
import { KEPT, SEEN } from './recover-deliveries.ts';

export interface AfterRestorePorts {
  ledger: Pick<Ledger, 'mark' | 'saveMark' | 'doubt'>;
  queue: Pick<Queue, 'add'>;
  clock: Clock;
}

/**
 * To be said of a database that is a backup, before the app runs on it: what was written since is looked for before anything is
 * written again, and what GitHub told since is found by reading, for its delivery log calls it delivered.
 */
export async function afterRestore({ ledger, queue, clock }: AfterRestorePorts): Promise<{ since: number }> {
  const before = readDeliveriesSeen(await ledger.mark(SEEN));
  const alive = before?.alive ?? clock.now() - KEPT;
  await ledger.doubt();
  await ledger.saveMark(SEEN, JSON.stringify({ alive, tries: before?.tries ?? {}, restored: true }));
  await queue.add([{ subject: { kind: 'deliveries' } }]);
  return { since: alive };
}
