import { sectionRule } from '../shared/section-rule.ts';
import type { ResilienceOptions } from './options.ts';
import { substantial } from './substantial.ts';

/** Asks, before it runs, how a substantial change is turned off or rolled back: a toggle, a rollback, a rollout in steps. */
export const recovery = sectionRule<ResilienceOptions>({
  id: 'recovery',
  title: 'Recovery',
  asks: 'A substantial change says how it is turned off or rolled back.',
  options: (resilience) => resilience.recovery,
  occasion: substantial,
});
