import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/adapters/database/open.ts';
import { databases, newDirectory, StillClock, wanted } from './databases.ts';

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
});

test('a migration that fails half-way leaves nothing behind, so that it can be tried again', async () => {
  const place = await newDirectory();
  const change = (statement: string) => {
    const database = new DatabaseSync(`${place.directory}/truenorth.sqlite`);
    database.exec(statement);
    database.close();
  };
  // In the way of the second table that the first migration makes.
  change('create table fact (key text)');
  await expect(openDatabase(place, clock)).rejects.toThrow('already exists');
  change('drop table fact');
  await (await openDatabase(place, clock)).close();
  await place.remove();
});
