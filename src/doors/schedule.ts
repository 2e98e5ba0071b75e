import { DAY, HOUR } from '../model/time.ts';
import type { Queue } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/runtime.ts';

export interface HouseOptions {
  queue: Pick<Queue, 'prune' | 'add'>;
  clock: Clock;
  log: Log;
  /** Asks GitHub who the app is; rejects until GitHub accepts the credentials. */
  recognise(): Promise<unknown>;
  /** Whose weeks are told. */
  installations(): Promise<{ installation: number; owner: string }[]>;
}

/** GitHub sends a delivery again for at most seven days; twice that long it is known for a repetition. */
const REMEMBERED = 14 * DAY;
const SOON = 5_000;

/** What has to be done from time to time, whatever happens on GitHub. */
export function keepHouse({ queue, clock, log, recognise, installations }: HouseOptions): { stop(): void } {
  const prune = () =>
    queue
      .prune(clock.now() - REMEMBERED)
      .catch((error) => log.error({ err: error }, 'old deliveries could not be forgotten'));
  const hourly = setInterval(prune, HOUR);
  let again: NodeJS.Timeout | undefined;
  let stopped = false;
  /** What comes again by itself is begun where it was lost, or where an older version knew nothing of it. */
  const wake = async () => {
    const all = await installations();
    await queue.add([
      { subject: { kind: 'deliveries' } },
      ...all.flatMap((one) =>
        (['digest', 'calendar', 'sweep'] as const).map((kind) => ({ subject: { kind, ...one } })),
      ),
    ]);
  };
  const ask = (): Promise<unknown> =>
    recognise()
      .then(wake)
      .catch((error) => {
        if (stopped) return;
        log.error(
          { err: error },
          'GitHub does not accept the credentials, or does not answer; check APP_ID and PRIVATE_KEY',
        );
        again = setTimeout(ask, SOON);
      });
  void ask();
  return {
    stop() {
      stopped = true;
      clearInterval(hourly);
      clearTimeout(again);
    },
  };
}
