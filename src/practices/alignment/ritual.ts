import { code } from '../../model/markdown.ts';
import type { CalendarRule } from '../practice.ts';
import { changes, experiments, kpis } from '../shared/agenda.ts';
import type { AlignmentOptions } from './options.ts';

/** What product and engineering do together, again and again, each as an occasion of its own. */
export const ritual: CalendarRule<AlignmentOptions> = {
  on: 'calendar',
  id: 'ritual',
  title: 'Rituals',
  asks: 'Each ritual happened, with product and engineering both present.',
  lacks: ({ rituals }) => (rituals.length === 0 ? `no ritual is configured (${code('alignment.rituals')})` : undefined),
  occasions: ({ rituals }) =>
    rituals.map(({ id, title, every }) => ({
      ...{ id, title, every, together: true },
      agenda: (facts) => [
        'What did product and engineering each learn since the last time?',
        ...changes(facts),
        ...kpis(facts),
        ...experiments(facts),
        'What do we decide, and who does it?',
      ],
    })),
};
