import { describe, expect, it } from 'vitest';
import { adherence, occurrences, turnAt } from '../../src/health/calendar.ts';
import type { IssueRecord } from '../../src/model/history.ts';
import type { Cadence } from '../../src/model/occasion.ts';
import { at, DAY } from '../support/history.ts';
import { occasion } from '../support/occasion.ts';

const ZONE = 'Europe/Berlin';

describe('the turns of what comes again and again', () => {
  it('are counted from a Monday, in whole days of the zone, and open half a turn before their end, at most two weeks', () => {
    const told = (days: number, instant: string) => {
      const { first, last, opensAt } = turnAt({ days }, at(instant), ZONE);
      return [first, last, new Date(opensAt).toISOString()];
    };
    expect(told(14, '2026-11-23T12:00Z')).toEqual(['2026-11-23', '2026-12-06', '2026-11-29T23:00:00.000Z']);
    expect(told(7, '2026-11-23T12:00Z')).toEqual(['2026-11-23', '2026-11-29', '2026-11-26T23:00:00.000Z']);
    expect(told(91, '2026-11-23T12:00Z').slice(0, 2)).toEqual(['2026-10-26', '2027-01-24']);
    expect(told(91, '2026-11-23T12:00Z')[2]).toBe('2027-01-10T23:00:00.000Z');
    expect(told(1, '2026-11-23T12:00Z')).toEqual(['2026-11-23', '2026-11-23', '2026-11-22T23:00:00.000Z']);
  });

  it('of a month are its days, and open two weeks before its end', () => {
    expect(turnAt('month', at('2026-02-10'), ZONE)).toMatchObject({
      ...{ first: '2026-02-01', last: '2026-02-28', opensAt: at('2026-02-14T23:00Z') },
    });
  });

  it.each<[string, Cadence]>(
    ['Etc/UTC', 'Europe/Berlin', 'Africa/Cairo', 'Asia/Beirut', 'America/Santiago', 'Australia/Lord_Howe'].flatMap(
      (zone) =>
        ([{ days: 1 }, { days: 3 }, { days: 14 }, { days: 42 }, { days: 91 }, 'month'] as const).map(
          (every) => [zone, every] as [string, Cadence],
        ),
    ),
  )('follow each other without gap or overlap in %s, every %j', (zone, every) => {
    const end = at('2027-01-01');
    let turn = turnAt(every, at('2025-12-31T11:00Z'), zone);
    while (turn.to < end) {
      for (const instant of [turn.from, turn.opensAt, turn.to - 1, Math.floor((turn.from + turn.to) / 2)])
        expect(turnAt(every, instant, zone)).toEqual(turn);
      expect(turn.opensAt).toBeGreaterThanOrEqual(turn.from);
      expect(turn.opensAt).toBeLessThan(turn.to);
      const next = turnAt(every, turn.to, zone);
      expect(next.from).toBe(turn.to);
      expect(next.first > turn.last).toBe(true);
      turn = next;
    }
  });
});

const TEAMS = ['acme/product', 'acme/engineering'];
const NOW = at('2026-12-02T12:00Z');
let last = 0;
const issue = (by: string, more: Partial<IssueRecord> = {}): IssueRecord => ({
  ...{ number: ++last, createdAt: 0, labels: [], owners: [], occasion: { id: 'roadmap-review', by } },
  ...more,
});
const closed = { closedAt: at('2026-11-21'), reason: 'completed', notes: true, skipped: false, teams: TEAMS } as const;
const told = (records: IssueRecord[], more: { teams?: string[]; together?: boolean } = {}) =>
  occurrences([occasion({ together: more.together ?? true })], records, {
    ...{ window: { from: NOW - 56 * DAY, to: NOW }, now: NOW, zone: ZONE, teams: more.teams ?? TEAMS },
  }).map(({ by, state, because }) => [by, state, because]);

describe('what became of a turn', () => {
  it.each<[string, Partial<IssueRecord>, string, string]>([
    ['closed with notes, by both', closed, 'held', 'closed with notes, product and engineering took part'],
    [
      'of one team nobody came',
      { ...closed, teams: ['acme/product'] },
      'missed',
      'closed with notes, but product and engineering did not both take part',
    ],
    ['without notes', { ...closed, notes: false }, 'missed', 'closed without notes'],
    [
      'of whose teams nobody knows',
      { ...closed, teams: undefined },
      'unknown',
      'the members of the teams could not be read',
    ],
    [
      'whose talk could not be read',
      { ...closed, notes: undefined, skipped: undefined },
      'unknown',
      'what was said on its issue could not be read',
    ],
    ['skipped, with a reason', { ...closed, reason: 'not planned', skipped: true }, 'skipped', 'skipped with a reason'],
    ['skipped without one', { ...closed, reason: 'not planned' }, 'missed', 'closed as not planned, without a reason'],
    ['still open', {}, 'missed', 'its issue is still open'],
    [
      'closed a week late',
      { ...closed, closedAt: at('2026-12-01') },
      'held',
      'closed with notes, product and engineering took part',
    ],
  ])('%s', (_, more, state, because) =>
    expect(told([issue('2026-11-22', more)])).toEqual([['2026-11-22', state, because]]),
  );

  it('that is closed only after the next one was due did not happen', () => {
    expect(told([issue('2026-10-25', { ...closed, closedAt: at('2026-11-16') })])[0]?.slice(1)).toEqual([
      ...['missed', 'closed after the next one was due'],
    ]);
  });

  it('takes notes alone, where no teams are configured or it is not for both', () => {
    const one = issue('2026-11-22', { ...closed, teams: [] });
    expect(told([one], { teams: [] })[0]?.[1]).toBe('held');
    expect(told([one], { together: false })[0]?.[1]).toBe('held');
    expect(told([issue('2026-11-22', { ...closed, teams: undefined })], { together: false })[0]?.[1]).toBe('held');
  });

  it('is told once a turn, of the window and of what is to come, and of nothing else', () => {
    const records = [
      ...[issue('2026-11-22', closed), issue('2026-11-22'), issue('2026-12-06'), issue('2026-01-04', closed)],
      issue('2026-11-22', { occasion: { id: 'taken-away', by: '2026-11-22' } }),
      { ...issue('2026-11-22'), occasion: undefined },
    ];
    expect(told(records).map(([by, state]) => [by, state])).toEqual([
      ['2026-11-22', 'held'],
      ['2026-12-06', 'open'],
    ]);
  });
});

it('adherence is what was held of what was due in eight weeks and not skipped with a reason', () => {
  const by = ['2026-09-27', '2026-10-11', '2026-10-25', '2026-11-08', '2026-11-22', '2026-12-06'];
  const records = (third: Partial<IssueRecord>) => [
    ...[
      issue(by[0] ?? '', {}),
      ...[by[1] ?? '', by[2] ?? ''].map((day) => issue(day, { ...closed, closedAt: at(day) })),
    ],
    ...[
      issue(by[3] ?? '', { ...closed, closedAt: at('2026-11-08'), ...third }),
      issue(by[4] ?? '', closed),
      issue(by[5] ?? ''),
    ],
  ];
  const of = (third: Partial<IssueRecord>) => {
    const all = occurrences([occasion()], records(third), {
      ...{ window: { from: NOW - 200 * DAY, to: NOW }, now: NOW, zone: ZONE, teams: TEAMS },
    });
    return adherence(all, NOW, ZONE);
  };
  expect(of({ reason: 'not planned', skipped: true })).toEqual({ state: 'value', value: { k: 3, n: 3 } });
  expect(of({ reason: 'not planned', skipped: false })).toEqual({ state: 'value', value: { k: 3, n: 4 } });
  expect(of({ teams: undefined })).toEqual({ state: 'value', value: { k: 3, n: 3 } });
  expect(adherence([], NOW, ZONE).state).toBe('not applicable');
});
