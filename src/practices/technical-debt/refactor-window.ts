import { code } from '../../model/markdown.ts';
import type { CalendarRule } from '../practice.ts';
import { debt } from '../shared/agenda.ts';
import type { TechnicalDebtOptions } from './options.ts';

/** Debt is paid in time that is kept free for it, or in none. */
export const refactorWindow: CalendarRule<TechnicalDebtOptions> = {
  on: 'calendar',
  id: 'refactor-window',
  title: 'Refactor window',
  asks: 'Time to refactor comes on its cadence.',
  lacks: ({ 'refactor-window': { every } }) =>
    every === undefined ? `no cadence is configured (${code('technical-debt.refactor-window.every')})` : undefined,
  occasions: ({ 'refactor-window': { every } }) =>
    every === undefined
      ? []
      : [
          {
            ...{ id: 'refactor-window', title: 'Refactor window', every, together: false },
            agenda: (facts) => [
              ...debt(facts),
              'Which debt hurts most where the next outcomes lead?',
              'What was paid, what is written off, and what did it make easier?',
            ],
          },
        ],
};
