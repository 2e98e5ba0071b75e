import type { Lesson } from '../model/lesson.ts';
import type { PullFacts } from '../model/pull.ts';
import { OUTCOME_LABEL, UNALIGNED_LABEL } from '../practices/shared/outcomes.ts';

type Saying = Pick<PullFacts, 'labels' | 'dismissed' | 'commanded' | 'fork'>;

/**
 * The outcomes that somebody who may speak for the repository named by an act, while the pull request is open: by label, or by
 * command. None where they took an inferred label away, or said that none is served; `undefined` where nobody acted. A fork's
 * author may be anybody, so that what they command is believed once it is merged.
 */
export function actedOn({ labels, dismissed, commanded, fork }: Saying): Lesson['outcomes'] | undefined {
  const set = labels.filter(({ by }) => by === 'person').map(({ name }) => name.toLowerCase());
  const named = set.filter((name) => name.startsWith(OUTCOME_LABEL) && name !== UNALIGNED_LABEL);
  const superseded = new Set(commanded?.superseded);
  const ids = [
    ...named.map((name) => name.slice(OUTCOME_LABEL.length).trim()).filter((id) => !superseded.has(id)),
    ...(fork ? [] : (commanded?.outcomes ?? [])),
  ];
  if (ids.length > 0) return [...new Set(ids)].sort();
  const refused = dismissed.map((name) => name.toLowerCase()).filter((name) => name !== UNALIGNED_LABEL);
  return set.includes(UNALIGNED_LABEL) || refused.some((name) => name.startsWith(OUTCOME_LABEL)) ? [] : undefined;
}
