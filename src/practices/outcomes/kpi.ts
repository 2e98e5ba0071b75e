import { code } from '../../model/markdown.ts';
import type { KpiState } from '../../model/occasion.ts';
import type { CalendarRule } from '../practice.ts';
import type { OutcomesOptions } from './options.ts';

/** An outcome that nobody measures any more is a hope. What is due is asked for in one issue, as long as it is due. */
export const kpi: CalendarRule<OutcomesOptions> = {
  on: 'calendar',
  id: 'kpi',
  title: 'KPI readings',
  asks: 'Every outcome has a fresh KPI reading.',
  lacks: ({ kpis }) => (kpis.length === 0 ? `no KPI is configured (${code('outcomes.kpis')})` : undefined),
  occasions: () => [],
  reminder(kpis) {
    const due = kpis.filter(({ state }) => state !== 'fresh');
    if (due.length === 0) return undefined;
    const rows = due.map(
      ({ outcome, kpi: of, state }) => `| ${code(outcome)} | ${of === undefined ? '' : code(of)} | ${TOLD[state]} |`,
    );
    const text = [
      `${due.length} of ${kpis.length} outcomes cannot be seen: nobody can tell whether the work on them helps.`,
      ['| Outcome | KPI | |', '|---|---|---|', ...rows].join('\n'),
      `Add what is known to ${code('.github/truenorth/kpis.csv')} in the organisation's ${code('.github')} repository. This issue closes by itself once every outcome can be seen.`,
    ].join('\n\n');
    return { title: 'KPI readings are due', text };
  },
};

const TOLD: Readonly<Record<KpiState['state'], string>> = {
  fresh: '',
  stale: 'its last reading is too old',
  'no reading': 'it has no reading',
  'no kpi': 'no KPI measures it',
};
