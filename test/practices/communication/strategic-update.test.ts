import { expect, it } from 'vitest';
import { strategicUpdate } from '../../../src/practices/communication/strategic-update.ts';
import { policy } from '../../support/facts.ts';
import { occasionFacts } from '../../support/occasion.ts';

const { communication } = policy();

it('a strategic update is told every month of the calendar, by whoever tells it', () => {
  expect(strategicUpdate.lacks(communication)).toBeUndefined();
  const [one] = strategicUpdate.occasions(communication);
  expect(one).toMatchObject({ id: 'strategic-update', every: 'month', together: false });
  expect(one?.agenda(occasionFacts({ statement: 'Every clinic.' }))[0]).toBe(
    'What changed in where this leads (`Every clinic.`), and why?',
  );
});
