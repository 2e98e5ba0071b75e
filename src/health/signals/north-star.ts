import { code } from '../../model/markdown.ts';
import type { Period } from '../period.ts';
import { figureSignal, mergedLink, type Signal } from '../signal.ts';
import { TARGETS } from '../targets.ts';
import { count, listed } from '../told.ts';

export function northStar(period: Period): Signal[] {
  const { figures, policy, byOutcome } = period;
  const { outcomes } = policy['north-star'];
  if (outcomes.length === 0)
    return [{ title: 'Alignment coverage', state: 'not set up', now: 'no outcomes are configured' }];
  const { inferred, exempt, byBots, n, k } = figures.alignment;
  const apart = [
    ...(inferred > 0 ? [`${inferred} of them inferred`] : []),
    ...(exempt > 0 ? [`${exempt} exempt`] : []),
    ...(byBots > 0 ? [`${byBots} by bots`] : []),
  ];
  const served = [...byOutcome].filter(([, changes]) => changes > 0).sort(([, a], [, b]) => b - a);
  const idle = outcomes.filter(({ id }) => byOutcome.get(id) === 0);
  return [
    figureSignal('alignment', period, {
      target: TARGETS.alignment,
      because: 'nothing was merged that an outcome is asked of',
      cause: `${count(n - k, 'change')} served no outcome that is declared`,
      next: `Declare one by a line ${code('Outcome: …')} in the description; where a kind of change serves none, exempt it in ${code('north-star.outcome')}`,
      evidence: mergedLink(period),
      more: apart.length > 0 ? apart.join(', ') : undefined,
    }),
    {
      title: 'Changes by outcome',
      state: 'told',
      now:
        served.length > 0
          ? listed(
              served.map(([id, changes]) => `${code(id)} ${changes}`),
              8,
            )
          : 'none served one',
      ...(idle.length > 0 ? { before: `none for ${listed(idle.map(({ id }) => code(id)))}` } : {}),
    },
  ];
}
