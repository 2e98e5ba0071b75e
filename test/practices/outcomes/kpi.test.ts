import { describe, expect, it } from 'vitest';
import type { KpiState } from '../../../src/model/occasion.ts';
import { kpi } from '../../../src/practices/outcomes/kpi.ts';
import { policy } from '../../support/facts.ts';

const KPI = { id: 'ttv', title: 'Hours', direction: 'down', baseline: 72, target: 24 };
const of = (outcome: string, state: KpiState['state']): KpiState => ({
  ...{ outcome, kpi: state === 'no kpi' ? undefined : 'ttv', state },
});

describe('KPI readings', () => {
  it('are not asked for where no KPI is configured', () => {
    expect(kpi.lacks(policy().outcomes)).toBe('no KPI is configured (`outcomes.kpis`)');
    expect(kpi.lacks(policy({ outcomes: { kpis: [KPI] } }).outcomes)).toBeUndefined();
  });

  it('are asked for once one of them is due, and no longer than that', () => {
    expect(kpi.reminder?.([of('activation', 'fresh')])).toBeUndefined();
    expect(kpi.reminder?.([])).toBeUndefined();
    const due = kpi.reminder?.([of('a', 'fresh'), of('b', 'stale'), of('c', 'no reading'), of('d', 'no kpi')]);
    expect(due?.title).toBe('KPI readings are due');
    expect(due?.text).toContain('3 of 4 outcomes cannot be seen');
    expect(due?.text).toContain('| `b` | `ttv` | its last reading is too old |');
    expect(due?.text).toContain('| `c` | `ttv` | it has no reading |');
    expect(due?.text).toContain('| `d` |  | no KPI measures it |');
    expect(due?.text).not.toContain('`a`');
  });
});
