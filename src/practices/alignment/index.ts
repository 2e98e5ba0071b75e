import type { Practice } from '../practice.ts';
import { discovery } from './discovery.ts';
import { milestone } from './milestone.ts';
import { type AlignmentOptions, options } from './options.ts';
import { ritual } from './ritual.ts';

export const alignment: Practice<AlignmentOptions> = {
  id: 'alignment',
  title: 'Product and engineering aligned',
  why: 'What product and engineering found out together is built once; what one of them guessed is built again.',
  options,
  rules: [discovery, milestone, ritual],
  leansOn: {
    discovery: ['alignment.product'],
    milestone: ['north-star.outcomes'],
    ritual: ['alignment.rituals', 'alignment.product', 'alignment.engineering'],
  },
};
