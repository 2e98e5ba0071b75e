import { code } from '../../model/markdown.ts';
import type { Period } from '../period.ts';
import type { Signal } from '../signal.ts';
import { count, listed } from '../told.ts';
import { adherenceSignal, occasionSignal, occurrencesOf } from './occasions.ts';

export function alignment(period: Period): Signal[] {
  const { rituals } = period.policy.alignment;
  return [
    adherenceSignal(period),
    ...rituals.slice(0, 10).map(({ id, title }) => occasionSignal(code(title), occurrencesOf(period, id), undefined)),
    milestones(period),
  ];
}

function milestones({ repositories, policy }: Period): Signal {
  const title = 'Milestones by outcome';
  const all = repositories.flatMap(({ milestones }) => milestones);
  if (policy['north-star'].outcomes.length === 0)
    return { title, state: 'not set up', now: 'no outcomes are configured' };
  if (all.length === 0) return { title, state: 'quiet', now: 'no milestone is open' };
  const counts = new Map<string, number>();
  for (const { outcomes } of all) for (const id of outcomes) counts.set(id, (counts.get(id) ?? 0) + 1);
  const told = [...counts].sort(([, a], [, b]) => b - a).map(([id, number]) => `${code(id)} ${number}`);
  const without = all.filter(({ outcomes }) => outcomes.length === 0).length;
  const now = listed([...told, ...(without > 0 ? [`${without} of ${all.length} without one`] : [])], 8);
  if (without === 0) return { title, state: 'good', now };
  return {
    ...{ title, state: 'told', now },
    next: `Add a line ${code('Outcome: …')} to the description of ${count(without, 'milestone')}`,
  };
}
