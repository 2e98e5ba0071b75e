import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Playground, startPlayground } from '../support/playground.ts';

const examples: { name: string; examples: object[] }[] = createRequire(import.meta.url)('@octokit/webhooks-examples');
let play: Playground;
beforeAll(async () => {
  play = await startPlayground();
});
afterAll(() => play.close());

it('every event that GitHub documents is accepted, signed and over HTTP, and none makes the app fail', async () => {
  const installation = { id: play.github.world.installation.id };
  const statuses = new Map<number, number>();
  for (const { name, examples: payloads } of examples) {
    for (const payload of payloads) {
      const status = await play.send(name, { installation, ...payload });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  }
  await play.quiet();
  expect([...statuses.keys()]).toEqual([202]);
  expect(statuses.get(202)).toBeGreaterThanOrEqual(320);
  expect(play.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  expect((await fetch(`${play.url}/readyz`)).status).toBe(200);
}, 60_000);
