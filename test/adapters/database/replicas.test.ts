import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/adapters/database/open.ts';
import { LEASE, newPostgres, StillClock, wanted } from './databases.ts';

const REPLICAS = 4;

const clock = new StillClock();
let replicas: Database[];
let remove: () => Promise<void>;

/** Four replicas of Truenorth that start at the same moment, on a PostgreSQL that has no tables yet. */
beforeEach(async () => {
  const place = await newPostgres();
  replicas = await Promise.all(Array.from({ length: REPLICAS }, () => openDatabase(place, clock)));
  remove = place.remove;
});
afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.close()));
  await remove();
});

/** What every replica answers at the same moment. */
const all = <T>(ask: (replica: Database, index: number) => Promise<T>) => Promise.all(replicas.map(ask));

test('replicas that start at once all find their tables', async () => {
  await all((replica) => replica.ping());
  expect(await all((replica) => replica.queue.take(1, LEASE))).toEqual([[], [], [], []]);
});

test('no two replicas hold the same job', async () => {
  await replicas[0]?.queue.add(Array.from({ length: 100 }, (_, n) => wanted(n + 1)));
  const taken: string[] = [];
  for (;;) {
    const jobs = (await all((replica) => replica.queue.take(5, LEASE))).flat();
    if (jobs.length === 0) break;
    taken.push(...jobs.map((job) => job.key));
  }
  expect(taken).toHaveLength(100);
  expect(new Set(taken).size).toBe(100);
});

test('who takes a job is told whether all of its events came to them', async () => {
  const [one, two] = replicas.map(({ queue }) => queue);
  if (!one || !two) throw new Error('there are replicas');
  const heardAll = async (by: typeof one) => {
    const [job] = await by.take(1, LEASE);
    if (job) await by.done(job);
    return job?.heardAll;
  };
  await one.deliver('d1', [wanted(1)]);
  await one.deliver('d2', [wanted(1)]);
  expect(await heardAll(one), 'two events came here').toBe(true);
  await one.deliver('d3', [wanted(1)]);
  expect(await heardAll(two), 'it came to the other').toBe(false);
  await one.deliver('d4', [wanted(1)]);
  await two.deliver('d5', [wanted(1)]);
  await one.deliver('d6', [wanted(1)]);
  expect(await heardAll(one), 'one of three came to the other').toBe(false);
  await one.deliver('d7', [wanted(1)]);
  const [running] = await one.take(1, LEASE);
  await two.deliver('d8', [wanted(1)]);
  if (running) await one.retry(running, clock.now(), 'it failed');
  expect(await heardAll(two), 'what failed had come to the other').toBe(false);
});

test('a delivery that reaches every replica is new to one', async () => {
  for (let n = 0; n < 20; n++) {
    const answers = await all((replica) => replica.queue.deliver(`d${n}`, [wanted(1, `${n}`)]));
    expect(answers.filter(Boolean)).toHaveLength(1);
  }
  const [job] = (await all((replica) => replica.queue.take(1, LEASE))).flat();
  expect(job?.facts).toHaveLength(20);
});

test('replicas that are asked for the same subjects in any order do not block one another, and lose nothing', async () => {
  const deliveries = (replica: Database, index: number) =>
    Promise.all(
      Array.from({ length: 200 }, (_, n) => {
        const subjects = [1 + (n % 7), 1 + ((n * 3) % 7), 1 + ((n * 5) % 7)];
        if (index % 2 === 1) subjects.reverse();
        return replica.queue.deliver(
          `${index} ${n}`,
          subjects.map((number) => wanted(number, 'bug')),
        );
      }),
    );
  let facts = 0;
  let delivering = true;
  const delivered = all(deliveries).finally(() => {
    delivering = false;
  });
  const work = async ({ queue }: Database) => {
    for (;;) {
      const last = !delivering;
      const jobs = await queue.take(3, LEASE);
      for (const job of jobs) {
        facts += job.facts.length;
        await queue.done(job);
      }
      if (last && jobs.length === 0) return;
    }
  };
  await Promise.all([delivered, all(work)]);
  expect(facts).toBe(REPLICAS * 200 * 3);
  expect(await replicas[0]?.queue.depth()).toEqual({ waiting: 0, scheduled: 0, running: 0, setAside: 0, oldest: 0 });
});
