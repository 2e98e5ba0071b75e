import { expect, it } from 'vitest';
import { createMetrics } from '../../../src/adapters/telemetry/metrics.ts';
import type { Depth } from '../../../src/ports/queue.ts';

it('a scrape tells the queue as it is at that moment, and nothing of it while the database is gone', async () => {
  let read = 0;
  let now: Depth | undefined = { waiting: 2, scheduled: 0, running: 0, setAside: 1, oldest: 7_000 };
  const metrics = createMetrics({
    async depth() {
      read++;
      await Promise.resolve();
      if (now === undefined) throw new Error('the database is gone');
      return now;
    },
    ...{ obstacles: async () => [], digests: async () => [], now: () => 0 },
  });
  const told = async () => (await metrics.text()).split('\n').filter((line) => line.startsWith('truenorth_queue_'));
  expect(await told()).toContain('truenorth_queue_oldest_seconds 7');
  now = { ...now, oldest: 9_000 };
  expect(await told()).toEqual(
    expect.arrayContaining(['truenorth_queue_oldest_seconds 9', 'truenorth_queue_jobs{state="set-aside"} 1']),
  );
  now = undefined;
  expect(await told()).toEqual([]);
  expect(read).toBe(3);
});
