import { code } from '../../model/markdown.ts';
import type { CalendarRule } from '../practice.ts';
import { changes, debt, experiments, kpis } from '../shared/agenda.ts';
import type { NorthStarOptions } from './options.ts';

/** A North Star that nobody looks at any more leads nowhere: the vision is held against what happened since the last time. */
export const visionReview: CalendarRule<NorthStarOptions> = {
  on: 'calendar',
  id: 'vision-review',
  title: 'Vision review',
  asks: 'The vision is revisited on its cadence, by product and engineering together.',
  lacks: ({ 'vision-review': { every } }) =>
    every === undefined ? `no cadence is configured (${code('north-star.vision-review.every')})` : undefined,
  occasions: ({ 'vision-review': { every } }) =>
    every === undefined
      ? []
      : [
          {
            ...{ id: 'vision-review', title: 'Vision review', every, together: true },
            agenda: (facts) => [
              facts.statement === undefined
                ? 'What is the North Star, in a sentence?'
                : `The North Star: ${code(facts.statement, 280)} Is it still where all of this leads?`,
              ...changes(facts),
              ...kpis(facts),
              ...experiments(facts),
              ...debt(facts),
              'Which outcome is reached, which is dropped, and which is new?',
            ],
          },
        ],
};
