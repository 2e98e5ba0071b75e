import { code } from '../../model/markdown.ts';
import type { CalendarRule } from '../practice.ts';
import { incidents } from '../shared/agenda.ts';
import type { ResilienceOptions } from './options.ts';

/** Failure that was rehearsed is met calmly: who does what, which alert tells, and what stops the drill are known before. */
export const chaosDrill: CalendarRule<ResilienceOptions> = {
  on: 'calendar',
  id: 'chaos-drill',
  title: 'Chaos drill',
  asks: 'Failure is rehearsed on its cadence.',
  lacks: ({ 'chaos-drill': { every } }) =>
    every === undefined ? `no cadence is configured (${code('resilience.chaos-drill.every')})` : undefined,
  occasions: ({ 'chaos-drill': { every } }) =>
    every === undefined
      ? []
      : [
          {
            ...{ id: 'chaos-drill', title: 'Chaos drill', every, together: false },
            agenda: (facts) => [
              ...incidents(facts),
              'What do we let fail, where, and what do we believe will happen?',
              'Which alert tells first, who answers it, and how is the drill stopped?',
              'What happened instead, and which issues come of it?',
            ],
          },
        ],
};
