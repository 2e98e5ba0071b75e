import { Fault } from '../model/fault.ts';
import { type DeliveriesSeen, type LoggedDelivery, readDeliveriesSeen } from '../model/recovery.ts';
import { DAY, MINUTE } from '../model/time.ts';
import type { GitHub, Registry } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Queue } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import { lostSince } from './sweep.ts';

export interface RecoverPorts {
  registry: Pick<Registry, 'deliveriesSince' | 'redeliver'>;
  github: Pick<GitHub, 'installations'>;
  ledger: Pick<Ledger, 'mark' | 'saveMark'>;
  queue: Pick<Queue, 'add'>;
  clock: Clock;
  log: Log;
}

const EVERY = 3 * MINUTE;
/** GitHub keeps deliveries so long (an Enterprise Server longer), ms. */
export const KEPT = 3 * DAY;
/** What was under way when the log was read last is looked at again, ms. */
const OVERLAP = 10 * MINUTE;
/** So many are asked for at once; the rest a minute later. */
const MOST = 200;
/** A delivery that fails again and again is left alone after so many times: an hour, as where the disk is full. */
const TRIES = 20;

/** Under this name it is noted how far the delivery log was read. */
export const SEEN = 'deliveries';

/**
 * Reads GitHub's delivery log since it was read last, and asks again for what was never taken in: webhooks that came while nobody
 * listened, or while the database was gone. What GitHub keeps no more is found by reading repositories.
 */
export async function recoverDeliveries({ registry, ledger, queue, clock, log, github }: RecoverPorts): Promise<void> {
  const now = clock.now();
  await queue.add([{ subject: { kind: 'deliveries' }, notBefore: now + EVERY }]);
  const before = readDeliveriesSeen(await ledger.mark(SEEN));
  const alive = before?.alive ?? now - KEPT;
  if (before !== undefined && (before.restored || now - alive >= KEPT))
    await readInstead(alive, { github, ledger, queue, log });
  // A clock that was ahead noted a time that is yet to come: it is not known what was read.
  const since = alive > now ? now - KEPT : Math.max(now - KEPT, alive - OVERLAP);
  const logged = await registry.deliveriesSince(since).catch((error) => {
    if (!(error instanceof Fault) || error.kind === 'transient') throw error;
    log.warn({ err: error }, 'the delivery log cannot be read; what was missed is found by the daily sweep');
    return [];
  });
  const lost = lostIn(logged, before?.tries ?? {});
  const tries: DeliveriesSeen['tries'] = {};
  for (const { id, guid } of lost.slice(0, MOST)) {
    tries[guid] = (before?.tries[guid] ?? 0) + 1;
    await registry.redeliver(id).catch((error) => {
      if (!(error instanceof Fault) || error.kind === 'transient') throw error;
      log.warn({ err: error, delivery: guid }, 'a delivery cannot be asked for again');
    });
  }
  const isAll = lost.length <= MOST;
  if (!isAll) await queue.add([{ subject: { kind: 'deliveries' }, notBefore: now + MINUTE }]);
  const kept = Object.fromEntries(Object.entries(before?.tries ?? {}).filter(([guid]) => isIn(logged, guid)));
  await ledger.saveMark(SEEN, JSON.stringify({ alive: isAll ? now : alive, tries: { ...kept, ...tries } }));
  if (lost.length > 0) log.info({ deliveries: Math.min(lost.length, MOST) }, 'lost deliveries were asked for again');
}

const isIn = (logged: readonly LoggedDelivery[], guid: string): boolean => logged.some((one) => one.guid === guid);

/** The newest attempt of each delivery that was never taken in, the oldest delivery first. */
export function lostIn(logged: readonly LoggedDelivery[], tries: Readonly<Record<string, number>>): LoggedDelivery[] {
  const byGuid = Map.groupBy(logged, ({ guid }) => guid);
  return [...byGuid]
    .flatMap(([guid, attempts]) => {
      const isLost = attempts.every(({ taken }) => taken === false) && (tries[guid] ?? 0) < TRIES;
      const newest = attempts.toSorted((a, b) => b.at - a.at || b.id - a.id)[0];
      return isLost && newest ? [newest] : [];
    })
    .sort((a, b) => a.at - b.at || a.id - b.id);
}

/** Nobody listened for longer than GitHub keeps deliveries: every repository is looked at anew, and what was said in it since. */
async function readInstead(
  since: number,
  { github, ledger, queue, log }: Pick<RecoverPorts, 'github' | 'ledger' | 'queue' | 'log'>,
): Promise<void> {
  for (const { installation, owner } of await github.installations()) {
    await ledger.saveMark(lostSince(owner), String(since));
    await queue.add([
      { subject: { kind: 'organisation', installation, owner } },
      { subject: { kind: 'sweep', installation, owner } },
    ]);
  }
  log.warn(
    { since: new Date(since).toISOString() },
    'what GitHub told since then is not here, and not kept by GitHub; repositories are read instead, and KPI readings that were dispatched are lost',
  );
}
