import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/database/open.ts';
import { createLog } from '../../src/adapters/telemetry/log.ts';
import type { Flows } from '../../src/doors/dispatch.ts';
import { whileHeld } from '../../src/doors/held.ts';
import { startWorkers, type Workers } from '../../src/doors/work.ts';
import { Fault } from '../../src/model/fault.ts';
import type { Job } from '../../src/ports/queue.ts';
import { change, newDirectory, pull, StillClock, wanted } from '../adapters/database/databases.ts';

const MINUTE = 60_000;
const onEnd = vi.fn();
let place: Awaited<ReturnType<typeof newDirectory>>;
let clock: StillClock;
let database: Database;
let workers: Workers[];

beforeEach(async () => {
  onEnd.mockReset();
  workers = [];
  place = await newDirectory();
  clock = new StillClock();
  database = await openDatabase(place, clock);
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(workers.map((some) => some.drain()));
  await database.close();
  await place.remove();
});

/** Workers of one process, that do with pull requests what they are told. */
function work(
  doPull: Flows['pull'] = async () => undefined,
  { queue } = database,
  concurrency = 1,
  trouble: Flows['trouble'] = async () => undefined,
): void {
  const flows = { pull: doPull, trouble } as unknown as Flows;
  const log = createLog('silent');
  workers.push(
    startWorkers({
      ...{ queue, clock, log, flows, concurrency, busy: () => false, onEnd },
      during: (_, run) => run(),
    }),
  );
}

test('work that only a newer version knows is not dropped by an older one beside it', async () => {
  await change(
    place,
    `insert into work (key, subject, due_at, since) values ('acme newer', '{"kind":"newer"}', ${clock.at}, ${clock.at})`,
  );
  work();
  await vi.waitFor(() => expect(onEnd).toHaveBeenCalled());
  expect(onEnd).toHaveBeenCalledWith('newer', 'retried', expect.any(Number));
  expect(await database.queue.depth()).toMatchObject({ waiting: 1, setAside: 0 });
});

describe('an installation at its limit', () => {
  const other = { kind: 'pull', repo: { installation: 8, owner: 'Other', name: 'api' }, number: 1 } as const;

  test('waits for its reset, however often, without using its tries, and holds up nobody', async () => {
    const done: string[] = [];
    let limited = 0;
    work(async ({ key, ref }) => {
      if (ref.repo.installation === other.repo.installation || limited === 20) return void done.push(key);
      limited += 1;
      throw new Fault('transient', 'the limit is used up', { retryAt: clock.at + 60 * MINUTE, throttled: true });
    });
    await database.queue.add([wanted(1)]);
    for (let hour = 0; hour < 20; hour += 1) {
      await vi.waitFor(() => expect(limited).toBe(hour + 1));
      await database.queue.deliver(`event ${hour}`, [wanted(1), { subject: { ...other, number: hour } }]);
      await vi.waitFor(() => expect(done).toHaveLength(hour + 1));
      await vi.waitFor(async () => expect(await database.queue.depth()).toMatchObject({ waiting: 1, running: 0 }));
      clock.pass(60 * MINUTE);
      await database.queue.add([{ subject: pull(1) }]);
    }
    await vi.waitFor(() => expect(done).toContain('acme/api#1'));
    expect(onEnd).not.toHaveBeenCalledWith('pull', 'set-aside', expect.any(Number));
  });
});

test('one organisation’s work does not hold up another’s, however much of it waits', async () => {
  const many = Array.from({ length: 30 }, (_, n) => wanted(n + 1));
  await database.queue.add(many);
  clock.pass(MINUTE);
  const other = { kind: 'pull', repo: { installation: 8, owner: 'Other', name: 'api' }, number: 1 } as const;
  await database.queue.add([{ subject: other }]);
  const ends: (() => void)[] = [];
  const ran: string[] = [];
  work(
    async ({ key }) => {
      ran.push(key);
      await new Promise<void>((end) => ends.push(end));
    },
    database,
    4,
  );
  await vi.waitFor(() => expect(ran).toHaveLength(4));
  ends.shift()?.();
  await vi.waitFor(() => expect(ran).toHaveLength(5));
  expect(ran.at(-1)).toBe('other/api#1');
  const endAll = () => {
    for (const end of ends.splice(0)) end();
  };
  const ending = setInterval(endAll, 5);
  await vi.waitFor(() => expect(ran).toHaveLength(31), { timeout: 15_000 });
  clearInterval(ending);
  endAll();
});

test('work that cannot succeed is told of once, as final', async () => {
  const told: boolean[] = [];
  const refused = async () => {
    throw new Fault('terminal', 'GitHub refused it');
  };
  work(refused, database, 1, async (_, { final }) => void told.push(final));
  await database.queue.add([wanted(1)]);
  await vi.waitFor(() => expect(onEnd).toHaveBeenCalledWith('pull', 'ended', expect.any(Number)));
  expect(told).toEqual([true]);
  expect(await database.queue.depth()).toMatchObject({ waiting: 0, setAside: 0 });
});

test('work that fails again and again is set aside after its tries, is told so, and holds up nobody; an event tries it again', async () => {
  const told: boolean[] = [];
  const done: string[] = [];
  let isPoisoned = true;
  work(
    async ({ key, ref }) => {
      if (ref.number === 1 && isPoisoned) throw new Error('poison');
      done.push(key);
    },
    database,
    1,
    async (_, { final }) => void told.push(final),
  );
  await database.queue.add([wanted(1)]);
  for (let tried = 1; tried <= 14; tried += 1) {
    await vi.waitFor(async () => expect([told.length, (await database.queue.depth()).running]).toEqual([tried, 0]));
    clock.pass(60 * MINUTE);
    await database.queue.add([wanted(2)]);
    await vi.waitFor(() => expect(done).toHaveLength(tried));
  }
  expect(told).toEqual([...Array(13).fill(false), true]);
  expect(await database.queue.aside()).toMatchObject([{ key: 'acme/api#1', tries: 14, reason: 'Error: poison' }]);
  isPoisoned = false;
  await database.queue.deliver('event', [wanted(1)]);
  await vi.waitFor(() => expect(done).toContain('acme/api#1'));
});

describe('work that hangs', () => {
  test('is given up once it asked for nothing for half an hour, and another process does it, whatever its late holder still tries', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    const pass = async (ms: number) => {
      for (let past = 0; past < ms; past += MINUTE / 3) {
        clock.pass(MINUTE / 3);
        await vi.advanceTimersByTimeAsync(MINUTE / 3);
        // The databases' own time is not played: what was asked of them by then is answered before it goes on.
        await Promise.all([database, other].map(({ queue }) => queue.depth()));
      }
    };
    const other = await openDatabase(place, clock);
    const ran: string[] = [];
    let late: Job | undefined;
    const hanging = async (job: Job) => {
      ran.push('one');
      late = job;
      await new Promise(() => undefined);
    };
    await database.queue.add([wanted(1, 'a')]);
    work(hanging);
    await pass(28 * MINUTE);
    expect([ran, await late?.isHeld?.()]).toEqual([['one'], true]);
    await pass(28 * MINUTE);
    expect(ran).toEqual(['one']);
    void workers[0]?.drain();
    work(async ({ facts }) => void ran.push(`other, with ${facts.length} fact`), other);
    await pass(4 * MINUTE);
    expect(ran).toEqual(['one', 'other, with 1 fact']);
    await expect(late && whileHeld(other.ledger, late).mark('x')).rejects.toThrow('not held any more');
    await workers.pop()?.drain();
    await other.close();
  });
});

describe('a clock that jumps', () => {
  /** Does pull requests when told, and counts how many at once. */
  function slowly() {
    const ends: (() => void)[] = [];
    const seen = { now: 0, most: 0, runs: 0 };
    work(
      async () => {
        seen.runs += 1;
        seen.most = Math.max(seen.most, ++seen.now);
        await new Promise<void>((end) => ends.push(end));
        seen.now -= 1;
      },
      database,
      4,
    );
    return { ends, seen };
  }

  test('forward by days: what runs is not run a second time beside it, and is done', async () => {
    const { ends, seen } = slowly();
    await database.queue.add([wanted(1, 'a')]);
    await vi.waitFor(() => expect(seen.runs).toBe(1));
    clock.pass(3 * 24 * 60 * MINUTE);
    await vi.waitFor(async () => expect((await database.queue.depth()).running).toBe(1), { timeout: 5_000 });
    expect(seen).toMatchObject({ runs: 1, most: 1 });
    ends[0]?.();
    await vi.waitFor(() => expect(seen.runs).toBe(2));
    ends[1]?.();
    await vi.waitFor(async () => expect(await database.queue.depth()).toMatchObject({ running: 0, waiting: 0 }));
    expect(seen.most).toBe(1);
  });

  test('back by hours: what waits is done soon', async () => {
    const { ends, seen } = slowly();
    await database.queue.add([wanted(1)]);
    await vi.waitFor(() => expect(seen.runs).toBe(1));
    await database.queue.add([{ ...wanted(2), after: MINUTE }]);
    clock.pass(-5 * 60 * MINUTE);
    await vi.waitFor(() => expect(seen.runs).toBe(2), { timeout: 5_000 });
    for (const end of ends) end();
  });
});
