import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spreadOut } from '../../src/health/schedule.ts';

const most = (times: readonly number[], within: number): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + within).length));

it('however many repositories are told their week, GitHub’s limits on what an app may write are kept', () => {
  const some = fc.array(fc.constantFrom(1, 2), { maxLength: 700 });
  fc.assert(
    fc.property(some, (requests) => {
      const starts = spreadOut(requests);
      const all = starts.flatMap((at, i) => Array.from({ length: requests[i] ?? 0 }, () => at));
      expect(most(all, 60_000)).toBeLessThanOrEqual(80);
      expect(most(all, 3_600_000)).toBeLessThanOrEqual(500);
      expect([...starts].sort((a, b) => a - b)).toEqual(starts);
    }),
    { numRuns: 30 },
  );
});

it('a few are told within the minute, a thousand within the morning', () => {
  expect(spreadOut([1, 1, 2, 1])).toEqual([0, 1_000, 2_000, 4_000]);
  expect(spreadOut(Array.from({ length: 1_000 }, () => 1)).at(-1)).toBeLessThan(2.5 * 3_600_000);
});
