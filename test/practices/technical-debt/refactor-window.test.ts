import { expect, it } from 'vitest';
import { refactorWindow } from '../../../src/practices/technical-debt/refactor-window.ts';
import { policy } from '../../support/facts.ts';
import { occasionFacts } from '../../support/occasion.ts';

const options = (every?: string) =>
  policy({ 'technical-debt': { 'refactor-window': every === undefined ? {} : { every } } })['technical-debt'];

it('a refactor window comes on its cadence; without one it does not apply', () => {
  expect(refactorWindow.lacks(options())).toBe('no cadence is configured (`technical-debt.refactor-window.every`)');
  expect(refactorWindow.occasions(options())).toEqual([]);
  expect(refactorWindow.occasions(options('6 weeks'))).toMatchObject([{ every: { days: 42 }, together: false }]);
});

it('begins with the debt that is open', () => {
  const [one] = refactorWindow.occasions(options('6 weeks'));
  const agenda = one?.agenda(occasionFacts({ debt: { issues: 1, points: 1, owed: 1 } }));
  expect(agenda?.[0]).toBe('1 point of debt is open in 1 issue. What is paid first?');
  expect(one?.agenda(occasionFacts())).toHaveLength(2);
});
