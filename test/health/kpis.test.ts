import { describe, expect, it } from 'vitest';
import { ownKpis, standings } from '../../src/health/kpis.ts';
import type { KpiReading } from '../../src/model/kpi.ts';
import { policy } from '../support/facts.ts';
import { at } from '../support/history.ts';

const ZONE = 'Europe/Berlin';
const NOW = at('2026-11-23T08:00Z');
const kpi = { id: 'time-to-value', title: 'Hours', unit: 'h', direction: 'down', baseline: 72, target: 24 };
const policyOf = (...kpis: object[]) => policy({ outcomes: { kpis } });
const reading = (day: string, value: number, more: Partial<KpiReading> = {}): KpiReading => ({
  ...{ kpi: 'time-to-value', day, value, source: 'file' },
  ...more,
});
/** How the one KPI stands. */
function standing(readings: KpiReading[], now = NOW, change: object = {}) {
  const [one] = standings(policyOf({ ...kpi, ...change }).outcomes.kpis, { readings, problems: [] }, now, ZONE);
  if (one === undefined) throw new Error('there is one');
  return one;
}

describe('how a KPI stands', () => {
  it('is told by the newest day, and how much of the way is gone', () => {
    const one = standing([reading('2026-11-02', 60), reading('2026-11-16', 36), reading('2026-11-09', 48)]);
    expect(one.reading).toMatchObject({ day: '2026-11-16', value: 36, source: 'file' });
    expect(one.attainment).toEqual({ share: 0.75 });
  });

  it('without a reading is no zero', () => {
    expect(standing([])).toMatchObject({ attainment: 'no reading' });
    expect(standing([reading('2026-11-16', 36, { kpi: 'uptime' })]).reading).toBeUndefined();
    const [unknown] = standings(policyOf(kpi).outcomes.kpis, undefined, NOW, ZONE);
    expect(unknown).toMatchObject({ attainment: 'no reading', weeks: { length: 12 } });
  });

  it('of one day is told by the file, before what was told otherwise', () => {
    const told = reading('2026-11-16', 30, { source: 'dispatch' });
    expect(standing([reading('2026-11-16', 36), told]).reading?.value).toBe(36);
    expect(standing([told, reading('2026-11-16', 36)]).reading?.value).toBe(36);
    expect(standing([reading('2026-11-15', 36), told]).reading?.value).toBe(30);
  });

  it('goes stale once its term has gone by since the day ended, as the zone has it', () => {
    const on = (day: string, now: string) => standing([reading(day, 36)], at(now)).attainment;
    expect(on('2026-11-09', '2026-11-23T22:59Z')).toEqual({ share: 0.75 });
    expect(on('2026-11-09', '2026-11-23T23:00Z')).toBe('stale');
  });

  it('knows nothing of days that have not begun', () => {
    const readings = [reading('2026-11-16', 36), reading('2026-11-24', 24)];
    expect(standing(readings, at('2026-11-23T23:00Z')).reading?.day).toBe('2026-11-16');
    expect(standing(readings, at('2026-11-23T23:00Z') + 1).reading?.day).toBe('2026-11-24');
  });

  it('has the last reading of each of twelve weeks, and a gap where there is none', () => {
    const days = ['2026-09-06', '2026-09-07', '2026-09-13', '2026-11-15', '2026-11-16', '2026-11-22', '2026-11-23'];
    const { weeks } = standing(days.map((day, i) => reading(day, i)));
    expect(weeks.map(({ week }) => week.name)).toEqual(Array.from({ length: 12 }, (_, i) => `2026-W${37 + i}`));
    expect(weeks.map(({ value }) => value)).toEqual([2, ...Array(8).fill(undefined), 3, 5, 6]);
  });

  it('as a week ends has that week for its last', () => {
    const { weeks } = standing([reading('2026-11-22', 5), reading('2026-11-23', 6)], at('2026-11-22T23:00Z'));
    expect(weeks.at(-1)).toMatchObject({ week: { name: '2026-W47' }, value: 5 });
  });

  it.each([
    ['four weeks earlier, to the day', ['2026-10-19', '2026-10-12'], '2026-10-19'],
    ['nearest to four weeks earlier', ['2026-10-12', '2026-10-23', '2026-11-09'], '2026-10-23'],
    ['a month earlier', ['2026-10-16'], '2026-10-16'],
  ])('is compared with the reading %s', (_, days, day) => {
    const readings = [...days, '2026-11-16'].map((one, i) => reading(one, i));
    expect(standing(readings).before?.day).toBe(day);
  });

  it('is compared with none that is far from four weeks earlier', () => {
    const readings = ['2026-09-28', '2026-11-02', '2026-11-16'].map((day, i) => reading(day, i));
    expect(standing(readings).before).toBeUndefined();
  });

  it('keeps the order of the configuration', () => {
    const { kpis } = policyOf(kpi, { ...kpi, id: 'uptime' }).outcomes;
    expect(standings(kpis, undefined, NOW, ZONE).map((one) => one.kpi.id)).toEqual(['time-to-value', 'uptime']);
  });
});

describe("a repository's own KPIs", () => {
  const ids = (own: object[], organisation: object[] | undefined) =>
    ownKpis(policyOf(...own), organisation && policyOf(...organisation)).map(({ id }) => id);

  it('are those that its organisation does not have, or has otherwise', () => {
    const uptime = { ...kpi, id: 'uptime' };
    expect(ids([kpi], [kpi])).toEqual([]);
    expect(ids([uptime, kpi], [kpi])).toEqual(['uptime']);
    expect(ids([{ ...kpi, target: 12 }], [kpi])).toEqual(['time-to-value']);
  });

  it('are all where there is no organisation to inherit from', () => {
    expect(ids([kpi], undefined)).toEqual(['time-to-value']);
  });
});
