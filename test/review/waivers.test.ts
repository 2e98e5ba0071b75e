import { describe, expect, it } from 'vitest';
import type { Judged } from '../../src/model/verdict.ts';
import { endOf, grant, inForce, nextEnd, waive } from '../../src/review/waivers.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const SETTING = { now: NOW, zone: 'Europe/Berlin', longestDays: 30, author: 'bob', by: 'stella' };
const command = (term?: { days: number } | { until: string }) =>
  ({ name: 'waive', rule: 'security/tests', term, because: 'it moves' }) as const;
const granted = (term?: { days: number } | { until: string }, more: object = {}) =>
  grant(command(term), { ...SETTING, ...more });

describe('a waiver is granted', () => {
  it.each<[string, { days: number } | { until: string } | undefined, string]>([
    ['for days from today', { days: 7 }, '2026-11-30'],
    ['until a day', { until: '2026-12-01' }, '2026-12-01'],
    ['until today', { until: '2026-11-23' }, '2026-11-23'],
    ['for as long as is allowed, where no term is named', undefined, '2026-12-23'],
  ])('%s', (_, term, until) => {
    expect(granted(term)).toEqual({
      ...{ rule: 'security/tests', until, because: 'it moves', by: 'stella', at: '2026-11-23T12:00:00.000Z' },
    });
  });

  it.each<[string, { days: number } | { until: string } | undefined, object, RegExp]>([
    ['longer than allowed', { days: 31 }, {}, /at most 30 days.*`2026-12-23`/],
    ['for a day that is over', { until: '2026-11-22' }, {}, /is over/],
    ['by the author', undefined, { by: 'Bob' }, /somebody other than the author/],
  ])('not %s', (_, term, more, said) => {
    expect(granted(term, more)).toEqual({ problem: expect.stringMatching(said) });
  });
});

const waiver = (rule: string, until: string, at = '2026-11-01T00:00:00Z') => ({
  rule,
  until,
  at,
  because: 'x',
  by: 's',
});

describe('a waiver counts', () => {
  it('until its last day is over where the organisation is, also when the clocks change', () => {
    expect(new Date(endOf(waiver('a', '2026-11-23'), 'Europe/Berlin')).toISOString()).toBe('2026-11-23T23:00:00.000Z');
    expect(new Date(endOf(waiver('a', '2026-10-25'), 'Europe/Berlin')).toISOString()).toBe('2026-10-25T23:00:00.000Z');
    expect(new Date(endOf(waiver('a', '2026-11-23'), 'Pacific/Auckland')).toISOString()).toBe(
      '2026-11-23T11:00:00.000Z',
    );
  });

  it('once a rule: the one that was granted last', () => {
    const waivers = [
      waiver('a', '2027-01-01'),
      waiver('a', '2026-11-30', '2026-11-20T00:00:00Z'),
      waiver('b', '2026-11-01'),
    ];
    expect(inForce(waivers, NOW, 'Etc/UTC').map(({ until }) => until)).toEqual(['2026-11-30']);
    expect(nextEnd(waivers, NOW, 'Etc/UTC')).toBe(Date.parse('2026-12-01T00:00:00Z'));
    expect(nextEnd([], NOW, 'Etc/UTC')).toBeUndefined();
  });

  it('for what is unmet or unknown, and changes nothing else', () => {
    const judged = (outcome: 'met' | 'unmet' | 'unknown'): Judged => ({
      ...{ rule: 'a', title: 'A', why: 'W.', level: 'require' },
      verdict:
        outcome === 'unknown' ? { outcome, because: 'x', cause: 'subject' } : { outcome, because: 'x', evidence: [] },
    });
    const outcomes = (['met', 'unmet', 'unknown'] as const).map(
      (outcome) => waive([judged(outcome)], [waiver('a', '2026-11-30')], NOW, 'Etc/UTC')[0]?.verdict.outcome,
    );
    expect(outcomes).toEqual(['met', 'waived', 'waived']);
  });
});
