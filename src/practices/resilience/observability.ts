import { sectionRule } from '../shared/section-rule.ts';
import type { ResilienceOptions } from './options.ts';
import { substantial } from './substantial.ts';

/** Asks how one will see, once it runs, that a substantial change works: logs, traces, metrics. */
export const observability = sectionRule<ResilienceOptions>({
  id: 'observability',
  title: 'Observability',
  asks: 'A substantial change says which logs, traces or metrics will show that it works.',
  options: (resilience) => resilience.observability,
  occasion: substantial,
});
