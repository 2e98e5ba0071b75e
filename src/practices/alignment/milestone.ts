import { code } from '../../model/markdown.ts';
import type { MilestoneRule } from '../practice.ts';
import { outcomesNamed } from '../shared/outcomes.ts';
import { outcomeLine, outlineOf } from '../shared/section.ts';
import type { AlignmentOptions } from './options.ts';

/** An open milestone says what it is for, so that what is planned can be held against what is wanted. */
export const milestone: MilestoneRule<AlignmentOptions> = {
  on: 'milestone',
  id: 'milestone',
  title: 'Milestone',
  asks: 'An open milestone names the outcome it serves.',
  judge({ title, description, open, outcomes }) {
    if (!open) return { outcome: 'not-applicable', because: 'The milestone is closed' };
    if (outcomes.length === 0) return { outcome: 'not-applicable', because: 'No outcomes are configured' };
    const named = outcomesNamed(title, description, outcomes);
    if (named.length > 0) return { outcome: 'met', because: `Names ${listed(named, ' and ')}`, evidence: [] };
    const declared = outcomeLine(outlineOf(description)).values;
    const unknown = [...new Set(declared.map(({ id }) => id))];
    const known = outcomes.map(({ id }) => id);
    return {
      outcome: 'unmet',
      because: unknown.length > 0 ? `${listed(unknown)} is not a declared outcome` : 'Names no declared outcome',
      evidence: declared
        .slice(0, MOST)
        .map(({ id, line }) => ({ text: `${code(id)} is not a declared outcome`, line })),
      remedy: `Add a line ${code(`Outcome: ${known[0]}`)} to its description; declared are ${listed(known)}`,
    };
  },
};

/** So many are named in one sentence. */
const MOST = 12;

const listed = (ids: readonly string[], last = ', '): string => {
  const shown = ids.slice(0, MOST).map((id) => code(id));
  const end = shown.pop() ?? '';
  return shown.length === 0 ? end : `${shown.join(', ')}${last}${end}`;
};
