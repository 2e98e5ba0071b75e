import { expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/adapters/database/open.ts';
import { createLog } from '../../src/adapters/telemetry/log.ts';
import { type Flows, startWorkers } from '../../src/doors/work.ts';
import { change, newDirectory, StillClock } from '../adapters/database/databases.ts';

test('work that only a newer version knows is not dropped by an older one beside it', async () => {
  const place = await newDirectory();
  const clock = new StillClock();
  const { queue, close } = await openDatabase(place, clock);
  await change(
    place,
    `insert into work (key, subject, due_at, since) values ('acme newer', '{"kind":"newer"}', ${clock.at}, ${clock.at})`,
  );
  const onEnd = vi.fn();
  const log = createLog('silent');
  const workers = startWorkers({
    ...{ queue, clock, log, flows: {} as Flows, concurrency: 1, busy: () => false, onEnd },
    during: (_, work) => work(),
  });
  await vi.waitFor(() => expect(onEnd).toHaveBeenCalled());
  await workers.drain();
  expect(onEnd).toHaveBeenCalledWith('newer', 'retried', expect.any(Number));
  expect(await queue.depth()).toMatchObject({ waiting: 1, setAside: 0 });
  await close();
  await place.remove();
});
