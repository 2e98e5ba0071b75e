import { type Hint, momentOf, newer } from '../model/hint.ts';
import type { Hints } from '../ports/runtime.ts';

/** At most this many subjects' hints are kept, about 10 KB each; the oldest go first, and GitHub is asked instead. */
const KEPT = 5_000;

/** The newest state that events told of each subject, in memory. */
export function createHints(kept: number = KEPT): Hints {
  const hints = new Map<string, Hint | 'unsure'>();
  return {
    offer(key, hint) {
      const known = hints.get(key);
      hints.delete(key);
      hints.set(key, known === undefined ? hint : better(known, hint));
      if (hints.size > kept) hints.delete(hints.keys().next().value ?? '');
    },
    take(key) {
      const known = hints.get(key);
      hints.delete(key);
      return known;
    },
  };
}

function better(known: Hint | 'unsure', next: Hint): Hint | 'unsure' {
  if (known === 'unsure') return 'unsure';
  switch (newer(momentOf(known), momentOf(next))) {
    case 'a':
      return known;
    case 'b':
    case 'same':
      return known.opening ? { ...next, opening: true } : next;
    case undefined:
      return 'unsure';
  }
}
