import type { Practice } from '../practice.ts';
import { type NorthStarOptions, options } from './options.ts';
import { outcome } from './outcome.ts';
import { visionReview } from './vision-review.ts';

export const northStar: Practice<NorthStarOptions> = {
  id: 'north-star',
  title: 'A clear North Star',
  why: 'People who know which outcome their change serves make a hundred small decisions well without asking.',
  options,
  rules: [outcome, visionReview],
  leansOn: { outcome: ['north-star.outcomes'] },
};
