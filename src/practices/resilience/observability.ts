import type { PullFacts } from '../../model/pull.ts';
import { changedLines, isSource } from '../shared/files.ts';
import { type Occasion, sectionRule } from '../shared/section-rule.ts';
import type { ResilienceOptions } from './options.ts';

/** Below this many changed lines of source, a change is small enough to be watched by what is there already. */
export const SUBSTANTIAL_LINES = 30;

/** Asks how one will see, once it runs, that a substantial change works: logs, traces, metrics. */
export const observability = sectionRule<ResilienceOptions>({
  id: 'observability',
  title: 'Observability',
  asks: 'A substantial change says which logs, traces or metrics will show that it works.',
  options: (resilience) => resilience.observability,
  occasion: substantial,
});

/** Lines of source count; tests, documentation and generated files do not. */
function substantial(facts: PullFacts): Occasion {
  const lines = facts.files.files
    .filter(({ path }) => isSource(path))
    .reduce((sum, file) => sum + changedLines(file), 0);
  if (lines >= SUBSTANTIAL_LINES) return { applies: true, because: `${lines} lines of source change`, evidence: [] };
  if (!facts.files.whole) return { applies: 'unknown', because: facts.files.because, cause: facts.files.cause };
  return { applies: false, because: `${lines} lines of source change, fewer than ${SUBSTANTIAL_LINES}` };
}
