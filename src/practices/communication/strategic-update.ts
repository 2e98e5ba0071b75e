import { code } from '../../model/markdown.ts';
import type { CalendarRule } from '../practice.ts';
import { changes, experiments, kpis } from '../shared/agenda.ts';
import type { CommunicationOptions } from './options.ts';

/** Where things stand is told once a month, so that nobody has to guess it from the work that is handed out. */
export const strategicUpdate: CalendarRule<CommunicationOptions> = {
  on: 'calendar',
  id: 'strategic-update',
  title: 'Strategic update',
  asks: 'Where things stand, and where they lead, is told once a month.',
  lacks: () => undefined,
  occasions: () => [
    {
      ...{ id: 'strategic-update', title: 'Strategic update', every: 'month', together: false },
      agenda: (facts) => [
        `What changed in where this leads${facts.statement === undefined ? '' : ` (${code(facts.statement, 280)})`}, and why?`,
        ...changes(facts),
        ...kpis(facts),
        ...experiments(facts),
        'What comes next, and what was stopped?',
      ],
    },
  ],
};
