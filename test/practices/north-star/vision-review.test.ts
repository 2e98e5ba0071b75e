import { expect, it } from 'vitest';
import { visionReview } from '../../../src/practices/north-star/vision-review.ts';
import { policy } from '../../support/facts.ts';
import { occasionFacts } from '../../support/occasion.ts';

const options = (every?: string) =>
  policy({ 'north-star': { 'vision-review': every === undefined ? {} : { every } } })['north-star'];

it('a vision review comes on its cadence, for product and engineering; without one it does not apply', () => {
  expect(visionReview.lacks(options())).toBe('no cadence is configured (`north-star.vision-review.every`)');
  expect(visionReview.occasions(options())).toEqual([]);
  expect(visionReview.lacks(options('13 weeks'))).toBeUndefined();
  expect(visionReview.occasions(options('13 weeks'))).toMatchObject([{ every: { days: 91 }, together: true }]);
});

it('its agenda holds the North Star against what happened since', () => {
  const [one] = visionReview.occasions(options('13 weeks'));
  const agenda = one?.agenda(
    occasionFacts({ statement: 'Every clinic, at once.', debt: { issues: 3, points: 13, owed: 14.5 } }),
  );
  expect(agenda).toEqual([
    'The North Star: `Every clinic, at once.` Is it still where all of this leads?',
    'No change was merged since 2026-11-16. Is the work where it should be?',
    '13 points of debt are open in 3 issues, 14.5 with what waiting costs. What is paid first?',
    'Which outcome is reached, which is dropped, and which is new?',
  ]);
  expect(one?.agenda(occasionFacts())[0]).toBe('What is the North Star, in a sentence?');
});
