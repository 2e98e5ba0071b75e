import { code } from '../model/markdown.ts';
import type { Explanation } from './explain.ts';
import { nearest } from './nearest.ts';
import type { Policy } from './schema.ts';

/** Ids that two outcomes, KPIs or rituals share: nobody could tell which one is meant. */
export const unique = (policy: Policy): Explanation[] => [
  ...sharedIds(policy['north-star'].outcomes, ['north-star', 'outcomes'], 'outcomes'),
  ...sharedIds(policy.outcomes.kpis, ['outcomes', 'kpis'], 'KPIs'),
  ...sharedIds(policy.alignment.rituals, ['alignment', 'rituals'], 'rituals'),
];

function sharedIds(list: readonly { id: string }[], path: readonly string[], what: string): Explanation[] {
  const seen = new Set<string>();
  return list.flatMap(({ id }, i): Explanation[] => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const message = `${code(id)} is the id of two ${what}.`;
    return [{ path: [...path, i, 'id'], at: 'value', message, fix: 'Give one of them another id.' }];
  });
}

/** KPIs that outcomes name and nobody has defined; those of the organisation and of the repository are both `known`. */
export function references({ 'north-star': { outcomes } }: Policy, known: readonly string[]): Explanation[] {
  return outcomes.flatMap(({ kpi }, i): Explanation[] => {
    if (kpi === undefined || known.includes(kpi)) return [];
    const meant = nearest(kpi, known);
    const fix =
      meant === undefined
        ? `Define it in ${code('outcomes.kpis')}, or remove the line.`
        : `Did you mean ${code(meant)}?`;
    return [{ path: ['north-star', 'outcomes', i, 'kpi'], at: 'value', message: `${code(kpi)} is not a KPI.`, fix }];
  });
}
