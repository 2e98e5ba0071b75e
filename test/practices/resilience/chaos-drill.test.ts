import { expect, it } from 'vitest';
import { chaosDrill } from '../../../src/practices/resilience/chaos-drill.ts';
import { policy } from '../../support/facts.ts';
import { occasionFacts } from '../../support/occasion.ts';

const options = (every?: string) =>
  policy({ resilience: { 'chaos-drill': every === undefined ? {} : { every } } }).resilience;

it('a drill comes on its cadence; without one it does not apply', () => {
  expect(chaosDrill.lacks(options())).toBe('no cadence is configured (`resilience.chaos-drill.every`)');
  expect(chaosDrill.occasions(options())).toEqual([]);
  expect(chaosDrill.occasions(options('13 weeks'))).toMatchObject([{ every: { days: 91 }, together: false }]);
});

it('begins with what failed by itself since the last one', () => {
  const [one] = chaosDrill.occasions(options('13 weeks'));
  const first = (change: object) => one?.agenda(occasionFacts(change))[0];
  expect(first({ incidents: 2, actionsOverdue: 1 })).toBe(
    '2 incidents since 2026-11-16. 1 action after incidents overdue. What would have made each of them smaller?',
  );
  expect(first({ actionsOverdue: 2 })).toBe('2 actions after incidents overdue. What holds them up?');
  expect(first({})).toBe('What do we let fail, where, and what do we believe will happen?');
});
