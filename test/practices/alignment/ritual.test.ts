import { describe, expect, it } from 'vitest';
import { Policy } from '../../../src/policy/schema.ts';
import { ritual } from '../../../src/practices/alignment/ritual.ts';
import { calendarRules, occasionsOf } from '../../../src/review/calendar.ts';
import { policy } from '../../support/facts.ts';
import { occasionFacts } from '../../support/occasion.ts';

const RITUALS = [
  { id: 'roadmap-review', title: 'Roadmap review', every: '2 weeks' },
  { id: 'discovery', title: 'Discovery', every: '10 days' },
];
const communication = { digest: { repository: 'acme/health' } };

describe('rituals', () => {
  it('are one occasion each, for product and engineering together', () => {
    expect(ritual.occasions(policy({ alignment: { rituals: RITUALS } }).alignment)).toMatchObject([
      { id: 'roadmap-review', every: { days: 14 }, together: true },
      { id: 'discovery', every: { days: 10 }, together: true },
    ]);
  });

  it('do not apply where none is configured, or there is nowhere to hold them', () => {
    const lacks = (config: object) => calendarRules(policy(config)).find(({ id }) => id === 'alignment/ritual')?.lacks;
    expect(lacks({ communication })).toBe('no ritual is configured (`alignment.rituals`)');
    expect(lacks({ alignment: { rituals: RITUALS } })).toContain('no digest repository is set');
    expect(lacks({ communication, alignment: { rituals: RITUALS } })).toBeUndefined();
  });

  it('are asked for at every level but off', () => {
    const ids = (level: string) =>
      occasionsOf(policy({ communication, alignment: { ritual: { level }, rituals: RITUALS } })).map(({ id }) => id);
    for (const level of ['observe', 'advise', 'require']) expect(ids(level)).toContain('roadmap-review');
    expect(ids('off')).not.toContain('roadmap-review');
  });

  it('cannot take the name of another occasion', () => {
    const all = policy({
      communication,
      ...{ 'north-star': { 'vision-review': { every: '1 week' } }, resilience: { 'chaos-drill': { every: '1 week' } } },
      'technical-debt': { 'refactor-window': { every: '1 week' } },
      trust: { expectations: { paths: ['a.md'], every: '1 week' } },
    });
    expect(occasionsOf(all)).toHaveLength(5);
    for (const { id } of occasionsOf(all)) {
      const rituals = [{ id, title: 'Mine', every: '1 week' }];
      expect(Policy.safeParse({ version: 1, alignment: { rituals } }).success, id).toBe(false);
    }
  });

  it('have an agenda drawn from what happened since the last time, and nothing in it that somebody wrote can break out of', () => {
    const [first] = ritual.occasions(policy({ alignment: { rituals: RITUALS } }).alignment);
    const agenda = first?.agenda(
      occasionFacts({
        ...{ merged: 12, coverage: { k: 9, n: 11 }, outcomes: [{ id: 'a', title: '@acme/all `x` <b>', changes: 9 }] },
        ...{ experiments: { running: 3, overdue: 1, decided: 0 } },
        kpis: [{ outcome: 'a', kpi: 'k', state: 'stale' }],
      }),
    );
    expect(agenda).toEqual([
      'What did product and engineering each learn since the last time?',
      '12 changes merged since 2026-11-16; 9 of 11 served an outcome (``@acme/all `x` <b>`` 9). Is that where the work should go?',
      '1 of 1 outcomes have no fresh KPI reading: `a`. Who brings one?',
      '3 experiments running, 1 of them past the decision day; 0 decided. Ship, stop or extend?',
      'What do we decide, and who does it?',
    ]);
  });
});
