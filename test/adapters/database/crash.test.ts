import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/adapters/database/open.ts';
import { newDirectory, StillClock, wanted } from './databases.ts';

const ACKNOWLEDGED = 300;

test('what was acknowledged before a kill -9 is there afterwards', async () => {
  const place = await newDirectory();
  const child = spawn(process.execPath, [`${import.meta.dirname}/deliver-until-killed.ts`, place.directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const acknowledged: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    if (acknowledged.push(Number(line)) === ACKNOWLEDGED) child.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
  expect(acknowledged.length).toBeGreaterThanOrEqual(ACKNOWLEDGED);

  const database = await openDatabase(place, new StillClock());
  const jobs = await database.queue.take(1_000_000, 60_000);
  const there = new Set(jobs.map((job) => job.key));
  expect(acknowledged.filter((number) => !there.has(`acme/api#${number}`))).toEqual([]);
  expect(jobs.every((job) => job.facts.length === 1)).toBe(true);
  expect(await database.queue.deliver(`delivery ${acknowledged.at(-1)}`, [wanted(1)])).toBe(false);
  await database.close();
  await place.remove();
});
