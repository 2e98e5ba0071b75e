import { code } from '../../model/markdown.ts';
import type { OccasionFacts } from '../../model/occasion.ts';

/** Points of agendas that several occasions share. Each asks a question, with what is known beside it. */

const number = (value: number): string => (Math.round(value * 10) / 10).toLocaleString('en');

/** `1 change`, `3 changes`. */
export const count = (value: number, one: string, many = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : many}`;

const OUTCOMES = 10;

/** Where the changes went. */
export function changes({ since, merged, coverage, outcomes }: OccasionFacts): string[] {
  if (merged === 0) return [`No change was merged since ${since.day}. Is the work where it should be?`];
  const rest = outcomes.length - OUTCOMES;
  const named = outcomes.slice(0, OUTCOMES).map((one) => `${code(one.title)} ${number(one.changes)}`);
  const where = [...named, ...(rest > 0 ? [`${rest} more outcomes`] : [])].join(', ');
  return [
    `${count(merged, 'change')} merged since ${since.day}; ${number(coverage.k)} of ${number(coverage.n)} served an outcome${where === '' ? '' : ` (${where})`}. Is that where the work should go?`,
  ];
}

/** Which KPIs nobody can learn from; nothing while nobody knows. */
export function kpis({ kpis: all = [] }: OccasionFacts): string[] {
  const blind = all.filter(({ state }) => state !== 'fresh');
  if (all.length === 0) return [];
  if (blind.length === 0) return ['Every outcome has a fresh KPI reading. What do the readings tell?'];
  return [
    `${blind.length} of ${all.length} outcomes have no fresh KPI reading: ${blind.map(({ outcome }) => code(outcome)).join(', ')}. Who brings one?`,
  ];
}

export function experiments({ experiments: { running, overdue, decided } }: OccasionFacts): string[] {
  if (running + decided === 0) return [];
  const late = overdue > 0 ? `, ${number(overdue)} of them past the decision day` : '';
  return [`${count(running, 'experiment')} running${late}; ${number(decided)} decided. Ship, stop or extend?`];
}

export function debt({ debt: { issues, points, owed } }: OccasionFacts): string[] {
  if (issues === 0) return [];
  const waiting = owed > points ? `, ${number(owed)} with what waiting costs` : '';
  return [
    `${count(points, 'point')} of debt ${points === 1 ? 'is' : 'are'} open in ${count(issues, 'issue')}${waiting}. What is paid first?`,
  ];
}

export function incidents({ since, incidents: happened, actionsOverdue }: OccasionFacts): string[] {
  const overdue = actionsOverdue > 0 ? ` ${count(actionsOverdue, 'action')} after incidents overdue.` : '';
  if (happened === 0) return overdue === '' ? [] : [`${overdue.trim()} What holds them up?`];
  return [`${count(happened, 'incident')} since ${since.day}.${overdue} What would have made each of them smaller?`];
}
