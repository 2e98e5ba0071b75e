import type { Practice } from '../practice.ts';
import { budget } from './budget.ts';
import { estimate } from './estimate.ts';
import { marker } from './marker.ts';
import { options, type TechnicalDebtOptions } from './options.ts';
import { refactorWindow } from './refactor-window.ts';

export const technicalDebt: Practice<TechnicalDebtOptions> = {
  id: 'technical-debt',
  title: 'Technical debt in balance',
  why: 'Debt that is written down can be weighed and paid; debt that is forgotten is paid at the worst moment.',
  options,
  rules: [budget, marker, estimate, refactorWindow],
  leansOn: {
    budget: ['technical-debt.labels', 'technical-debt.points'],
    estimate: ['technical-debt.labels', 'technical-debt.points'],
  },
};
