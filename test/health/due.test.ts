import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnAt } from '../../src/health/calendar.ts';
import { dueAt } from '../../src/health/schedule.ts';
import { weekAt, weekNamed } from '../../src/health/week.ts';
import { at, DAY, HOUR } from '../support/history.ts';

const zone = fc.constantFrom(
  ...['Etc/UTC', 'Europe/Berlin', 'America/New_York', 'America/Havana', 'Asia/Kathmandu', 'Africa/Cairo'],
  ...['Australia/Lord_Howe', 'Pacific/Chatham', 'Pacific/Kiritimati', 'America/Santiago', 'Asia/Beirut'],
);
const instant = fc.integer({ min: at('2020-01-01'), max: at('2040-01-01') });
const time = fc
  .tuple(
    fc.constantFrom('monday', 'wednesday', 'saturday', 'sunday'),
    fc.integer({ min: 0, max: 23 }),
    fc.constantFrom('00', '30', '59'),
  )
  .map(([day, hour, minute]) => `${day} ${String(hour).padStart(2, '0')}:${minute}`);

describe('whatever the zone, the time and the day', () => {
  it('the week that is due is over, and the next comes a week later, give or take a change of clocks', () => {
    fc.assert(
      fc.property(time, zone, instant, (written, of, now) => {
        const due = dueAt(written, of, now);
        expect(due.at).toBeLessThanOrEqual(now);
        expect(due.next).toBeGreaterThan(now);
        expect(due.week.to).toBeLessThanOrEqual(due.at);
        expect(Math.abs(due.next - due.at - 7 * DAY)).toBeLessThanOrEqual(HOUR);
        // Looked at as it comes, each is told once, and none is left out.
        expect(dueAt(written, of, due.next)).toMatchObject({ at: due.next, week: { from: due.week.to } });
        expect(dueAt(written, of, due.next - 1).week).toEqual(due.week);
      }),
    );
  });

  it('a week is found again by its name, and weeks follow each other, over year ends too', () => {
    fc.assert(
      fc.property(zone, instant, (of, now) => {
        const week = weekAt(now, of);
        expect(weekNamed(week.name, of)).toEqual(week);
        expect(weekAt(week.to, of)).toMatchObject({ from: week.to });
        expect(weekAt(week.to, of).name > week.name).toBe(true);
      }),
    );
  });

  it('a turn holds its instant, opens within it, and is followed by the next', () => {
    const every = fc.oneof(fc.constant('month' as const), fc.record({ days: fc.integer({ min: 1, max: 365 }) }));
    fc.assert(
      fc.property(every, zone, instant, (cadence, of, now) => {
        const turn = turnAt(cadence, now, of);
        expect(turn.from <= now && now < turn.to).toBe(true);
        expect(turn.opensAt >= turn.from && turn.opensAt < turn.to).toBe(true);
        expect(turnAt(cadence, turn.to, of).from).toBe(turn.to);
        expect(turnAt(cadence, turn.from, of)).toEqual(turn);
      }),
    );
  });
});
