import type { OccasionFacts } from '../../src/model/occasion.ts';
import type { Occasion } from '../../src/practices/practice.ts';
import { at } from './history.ts';

/** What an ordinary agenda is drawn from; a test changes the one thing it is about. */
export const occasionFacts = (change: Partial<OccasionFacts> = {}): OccasionFacts => ({
  ...{ since: { day: '2026-11-16', at: at('2026-11-16') }, statement: undefined, merged: 0, coverage: { k: 0, n: 0 } },
  ...{ outcomes: [], kpis: undefined, experiments: { running: 0, overdue: 0, decided: 0 } },
  ...{ incidents: 0, actionsOverdue: 0, debt: { issues: 0, points: 0, owed: 0 }, named: true },
  ...change,
});

export const occasion = (change: Partial<Occasion> = {}): Occasion => ({
  ...{ id: 'roadmap-review', title: 'Roadmap review', every: { days: 14 }, together: true },
  agenda: () => ['What next?'],
  ...change,
});
