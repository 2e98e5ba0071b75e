import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/adapters/database/open.ts';
import { change, databases, LEASE, newDirectory, StillClock, wanted } from './databases.ts';

const clock = new StillClock();

describe.each(databases)('tables on %s', (_name, newPlace) => {
  test('and what is in them stay when Truenorth starts again', async () => {
    const place = await newPlace();
    const before = await openDatabase(place, clock);
    await before.queue.deliver('d1', [wanted(1)]);
    await before.close();
    const after = await openDatabase(place, clock);
    expect(await after.queue.depth()).toMatchObject({ waiting: 1 });
    await after.close();
    await place.remove();
  });

  test('of a newer version are left alone, and who starts an older one is told what to do', async () => {
    const place = await newPlace();
    await (await openDatabase(place, clock)).close();
    await change(
      place,
      `insert into truenorth_migration (name, timestamp) values ('9999-newer', '2027-01-01T00:00:00Z')`,
    );
    await expect(openDatabase(place, clock)).rejects.toThrow(
      /made by a newer Truenorth \(9999-newer\).*restore the backup.*docs\/operate\/upgrade\.md/,
    );
    await place.remove();
  });

  test('that a newer version adds columns to do not stop an older one that still runs', async () => {
    const place = await newPlace();
    const database = await openDatabase(place, clock);
    const { queue, ledger } = database;
    const work = async () => {
      await queue.deliver(`d${clock.at}`, [wanted(1, 'a')]);
      const [job] = await queue.take(1, LEASE);
      if (job === undefined) throw new Error('nothing is due');
      await queue.retry(job, clock.at, 'no');
      await ledger.saveMark('name', 'value');
      const [again] = await queue.take(1, LEASE);
      if (again !== undefined) await queue.done(again);
      return [again?.attempts, await ledger.mark('name'), await queue.depth()];
    };
    const before = await work();
    for (const table of ['work', 'fact', 'delivery', 'mark'])
      await change(place, `alter table ${table} add column newer text`);
    clock.pass(1);
    expect(await work()).toEqual(before);
    await database.close();
    await place.remove();
  });
});

test('a migration that fails half-way leaves nothing behind, so that it can be tried again', async () => {
  const place = await newDirectory();
  // In the way of the second table that the first migration makes.
  await change(place, 'create table fact (key text)');
  await expect(openDatabase(place, clock)).rejects.toThrow('already exists');
  await change(place, 'drop table fact');
  await (await openDatabase(place, clock)).close();
  await place.remove();
});
