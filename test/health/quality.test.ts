import { describe, expect, it } from 'vitest';
import { median, p90, share } from '../../src/health/measure.ts';
import {
  alertsInTerm,
  alignmentCoverage,
  ci,
  ownershipCoverage,
  staleToggles,
} from '../../src/health/metrics/quality.ts';
import { weekAt } from '../../src/health/week.ts';
import { at, bot, DAY, merged } from '../support/history.ts';

const MONDAY = at('2026-09-07');
const WEEK = weekAt(MONDAY, 'Etc/UTC');
const many = <Thing>(count: number, make: (i: number) => Thing) => Array.from({ length: count }, (_, i) => make(i));

describe('alignment coverage', () => {
  const serving = (declared: string[], inferred: string[] = [], exempt = false) =>
    merged(MONDAY, { outcomes: { declared, inferred, exempt } });

  it('of 20 merged, 4 by bots, 2 exempt and 11 aligned is 11 of 14: 78.6%', () => {
    const pulls = [
      ...many(4, () => merged(MONDAY, { author: bot })),
      ...many(2, () => serving(['activation'], [], true)),
      ...many(8, () => serving(['activation'])),
      ...many(3, () => serving([], ['retention'])),
      ...many(3, () => serving(['unheard-of'])),
    ];
    const covered = alignmentCoverage(pulls, ['activation', 'retention'], WEEK);
    expect(covered).toEqual({ k: 11, n: 14, exempt: 2, inferred: 3, byBots: 4 });
    expect(Math.round((share(covered) ?? 0) * 1_000) / 10).toBe(78.6);
  });

  it('speaks of the default branch, and of this week', () => {
    const pulls = [merged(MONDAY, { onDefault: false }), merged(WEEK.to), merged(MONDAY - 1)];
    expect(alignmentCoverage(pulls, [], WEEK)).toMatchObject({ k: 0, n: 0 });
  });
});

describe('CI', () => {
  let id = 0;
  const run = (conclusions: string[], minutes = 5) => {
    id += 1;
    const attempts = conclusions.map((conclusion, i) => ({
      ...{ conclusion, createdAt: MONDAY + i * 1_000_000, startedAt: MONDAY + i * 1_000_000 + 30_000 },
      finishedAt: MONDAY + i * 1_000_000 + 30_000 + minutes * 60_000,
    }));
    return { id, workflow: 1, sha: 'a', attempts };
  };

  it('of 42 passed, 5 failed, 1 timed out and 2 cancelled passes 87.5% at the first try; 3 reruns make 6.25% flaky', () => {
    const runs = [
      ...many(42, () => run(['success'])),
      ...many(3, () => run(['failure', 'success'])),
      ...many(2, () => run(['failure'])),
      run(['timed_out', 'failure']),
      ...many(2, () => run(['cancelled', 'success'])),
      run(['skipped']),
      run(['neutral']),
    ];
    const { firstTry, flaky } = ci(runs, WEEK);
    expect([firstTry, share(firstTry), flaky, share(flaky)]).toEqual([
      { k: 42, n: 48 },
      0.875,
      { k: 3, n: 48 },
      0.0625,
    ]);
  });

  it('takes 4 to 30 minutes: p50 7.5, p90 13.8, the queue apart', () => {
    const { minutes, queueMinutes } = ci(
      [4, 5, 5, 6, 7, 8, 9, 10, 12, 30].map((length) => run(['success'], length)),
      WEEK,
    );
    expect([median(minutes), Math.round((p90(minutes) ?? 0) * 10) / 10, median(queueMinutes)]).toEqual([
      7.5, 13.8, 0.5,
    ]);
  });
});

describe('ownership', () => {
  it('of 180 of 200 changed files is 90%', () => {
    const pulls = [
      merged(MONDAY, { owned: { k: 100, n: 100 } }),
      merged(MONDAY, { owned: { k: 80, n: 100 } }),
      merged(MONDAY),
    ];
    expect(ownershipCoverage(pulls, WEEK)).toEqual({ state: 'value', value: { k: 180, n: 200 } });
  });

  it('without CODEOWNERS is not applicable', () => {
    expect(ownershipCoverage([merged(MONDAY)], WEEK).state).toBe('not applicable');
  });
});

it('a critical alert of 8 days with 7 asked leaves 2 of 3 in their term', () => {
  const alert = (severity: string, days: number) => ({ severity, createdAt: MONDAY - days * DAY });
  const open = [alert('critical', 8), alert('high', 3), alert('medium', 40)];
  expect(alertsInTerm(open, { critical: 7, high: 30, medium: 90 }, MONDAY)).toEqual({ k: 2, n: 3 });
});

it('of toggles 10, 40 and 95 days old one is stale at 90; without a label there are none to speak of', () => {
  const issues = [10, 40, 95].map((days) => ({ createdAt: MONDAY - days * DAY }));
  expect(staleToggles(issues, 90, MONDAY)).toEqual({ state: 'value', value: 1 });
  expect(staleToggles('no label', 90, MONDAY).state).toBe('not applicable');
});
