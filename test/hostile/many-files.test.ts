import { expect, it, onTestFinished } from 'vitest';
import { configured, startPlayground } from '../support/playground.ts';

it('a pull request of many files that take long to read keeps nobody else waiting for them all', async () => {
  const config = 'version: 1\nsecurity: { workflow-pinning: { level: require } }\n';
  const play = await startPlayground({ repos: { 'acme/api': configured(config) } });
  onTestFinished(() => play.close());
  await play.quiet();
  const slow = '"a" '.repeat(16_000);
  const files = Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [`.github/workflows/w${i}.yml`, `${slow}${i}`]),
  );

  let [last, longest] = [performance.now(), 0];
  const ticking = setInterval(() => {
    const now = performance.now();
    [last, longest] = [now, Math.max(longest, now - last)];
  }, 2);
  const began = performance.now();
  const pull = play.github.world.openPull({ repo: 'acme/api', title: 'Many', files, by: 'bob' });
  await play.quiet();
  clearInterval(ticking);
  expect(play.checks(pull)).toMatchObject([{ conclusion: 'failure' }]);
  expect(longest).toBeLessThan((performance.now() - began) / 3);
});
