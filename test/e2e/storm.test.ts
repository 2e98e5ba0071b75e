import { expect, it } from 'vitest';
import { storm } from '../storm/storm.ts';

/** A small one, of a fixed seed; `npm run storm` is the large one, on both databases. */
const SMALL = { seed: 5, waves: 2, deeds: 50 };

it('after faults of GitHub and a kill, GitHub looks as it does after the same deeds in fair weather', async () => {
  const calm = await storm({ ...SMALL, kills: 0 });
  const stormy = await storm({ ...SMALL, kills: 1 });
  expect(stormy.deliveries).toBeGreaterThan(150);
  expect(stormy.kills).toBe(2);
  expect(stormy.state).toBe(calm.state);
}, 120_000);
