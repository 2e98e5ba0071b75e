import { describe, expect, it } from 'vitest';
import { share } from '../../src/health/measure.ts';
import {
  attainment,
  decisionsRecorded,
  experimentsOverdue,
  postIncidentActions,
  ritualAdherence,
  waiversStanding,
} from '../../src/health/metrics/commitments.ts';
import { at, DAY } from '../support/history.ts';

const NOW = at('2026-09-07');
const ZONE = 'Etc/UTC';

describe('post-incident actions', () => {
  const action = (due: string, closedAt?: number) => ({ owner: 'ann', due, closedAt });

  it('of which 6 are due, 4 closed in time, 1 late and 1 open are 66.7% in time, 83.3% closed, 1 overdue', () => {
    const actions = [
      ...['2026-09-01', '2026-09-02', '2026-09-03'].map((due) => action(due, at('2026-08-30'))),
      action('2026-09-04', at('2026-09-04T23:59Z')),
      action('2026-09-04', at('2026-09-05')),
      action('2026-09-06'),
      action('2026-09-07'),
      { due: '2026-09-01' },
      { owner: 'ann' },
    ];
    const { due, invalid } = postIncidentActions(actions, NOW, ZONE);
    expect(due).toEqual({ state: 'value', value: { inTime: { k: 4, n: 6 }, closed: { k: 5, n: 6 }, overdue: 1 } });
    expect(invalid).toBe(2);
    expect([share({ k: 4, n: 6 }), share({ k: 5, n: 6 })].map((of) => Math.round((of ?? 0) * 1_000) / 10)).toEqual([
      66.7, 83.3,
    ]);
  });

  it('of which none is due are not applicable, not all in time', () => {
    expect(postIncidentActions([action('2026-09-07')], NOW, ZONE).due.state).toBe('not applicable');
  });
});

describe('waivers', () => {
  it('until 6, 7 and 20 September and 1 December: 3 in force, 2 ending within 14 days, 1 expired', () => {
    const before = at('2026-08-01');
    const waivers = [
      ...['2026-09-06', '2026-09-07', '2026-09-20', '2026-12-01'].map((until) => ({ at: before, until })),
      { at: NOW + DAY, until: '2026-12-01', renewed: true },
    ];
    expect(waiversStanding(waivers, NOW, ZONE)).toEqual({ inForce: 3, endingSoon: 2, expired: 1, renewals: 1 });
  });
});

it('experiments to be decided by 1 and 6 September are overdue on the 7th, those of the 7th and later are not', () => {
  const days = ['2026-09-01', '2026-09-06', '2026-09-07', '2026-10-01'];
  expect(
    experimentsOverdue(
      days.map((decideBy) => ({ decideBy })),
      NOW,
      ZONE,
    ),
  ).toBe(2);
  expect(experimentsOverdue([{ decideBy: '2026-09-01', decided: true }, {}], NOW, ZONE)).toBe(0);
});

describe('a KPI', () => {
  const up = { baseline: 30, target: 40, direction: 'up' } as const;
  const down = { baseline: 800, target: 400, direction: 'down' } as const;
  const of = (value: number, age = 0) => ({ value, at: NOW - age });
  const reached = (kpi: typeof up | typeof down, value: number) => attainment(kpi, of(value), NOW, 14 * DAY);

  it('on its way from 30 to 40 has gone 60% at 36; from 800 to 400, 75% at 500 and −25% at 900', () => {
    expect([reached(up, 36), reached(down, 500), reached(down, 900)]).toEqual([
      { share: 0.6 },
      { share: 0.75 },
      { share: -0.25 },
    ]);
  });

  it('that stands where it should is met or unmet', () => {
    const hold = { baseline: 99, target: 99, direction: 'up' } as const;
    expect(attainment(hold, of(99.5), NOW, DAY)).toEqual({ met: true });
    expect(attainment({ ...hold, direction: 'down' }, of(99.5), NOW, DAY)).toEqual({ met: false });
  });

  it('read too long ago, never, or as no number has no attainment', () => {
    expect(attainment(up, of(36, 15 * DAY), NOW, 14 * DAY)).toBe('stale');
    expect(attainment(up, undefined, NOW, DAY)).toBe('no reading');
    expect(attainment(up, of(Number.NaN), NOW, DAY)).toBe('no reading');
  });
});

describe('a ritual', () => {
  const held = { held: true };
  it('expected four times, held three and skipped once with a reason was kept 3 of 3; without one, 3 of 4', () => {
    expect(ritualAdherence([held, held, held, { held: false, skippedBecause: 'Holidays' }])).toMatchObject({
      value: { k: 3, n: 3 },
    });
    expect(ritualAdherence([held, held, held, { held: false, skippedBecause: ' ' }])).toMatchObject({
      value: { k: 3, n: 4 },
    });
  });

  it('that was never expected is not applicable', () => {
    expect(ritualAdherence([]).state).toBe('not applicable');
  });
});

it('of two decisions that a digest asked for, one ticked or answered is 1 of 2; none asked is not applicable', () => {
  const open = { ticked: false, answered: false };
  expect(decisionsRecorded([{ ...open, answered: true }, open])).toMatchObject({ value: { k: 1, n: 2 } });
  expect(decisionsRecorded([]).state).toBe('not applicable');
});
