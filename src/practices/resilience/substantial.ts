import type { PullFacts } from '../../model/pull.ts';
import { changedLines, isSource } from '../shared/files.ts';
import type { Occasion } from '../shared/section-rule.ts';

/** Below this many changed lines of source, a change is small enough to be watched, and undone, by what is there already. */
const SUBSTANTIAL_LINES = 30;

/** Lines of source count; tests, documentation and generated files do not. */
export function substantial(facts: PullFacts): Occasion {
  const lines = facts.files.files
    .filter(({ path }) => isSource(path))
    .reduce((sum, file) => sum + changedLines(file), 0);
  if (lines >= SUBSTANTIAL_LINES) return { applies: true, because: `${lines} lines of source change`, evidence: [] };
  if (!facts.files.whole) return { applies: 'unknown', because: facts.files.because, cause: facts.files.cause };
  return { applies: false, because: `${lines} lines of source change, fewer than ${SUBSTANTIAL_LINES}` };
}
