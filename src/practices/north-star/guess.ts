import { code } from '../../model/markdown.ts';
import type { Likely, PullFacts } from '../../model/pull.ts';
import { infer } from '../shared/infer.ts';
import type { Outcome } from './options.ts';

/** Which outcome a pull request serves that nobody declared, as far as one can tell. */
export interface Guess {
  outcome: Outcome;
  /** Such answers are right at least 95 times in 100, as far as that is known. */
  certain: boolean;
  from: string;
  /** How a suggestion is put, and what it stands on. */
  suggests: string;
  by: string;
}

/**
 * Two speak: the paths and keywords of the configuration, until people said otherwise too often; and what people confirmed in this
 * organisation, once there is enough of it to tell how often it is right. Where both are certain and disagree, neither is believed.
 */
export function guessed(facts: PullFacts, outcomes: readonly Outcome[]): Guess | undefined {
  const [configured, learned] = [byConfiguration(facts, outcomes), byExperience(facts, outcomes)];
  if (configured?.certain && learned?.certain && configured.outcome !== learned.outcome)
    return { ...learned, certain: false };
  return [configured, learned].find((one) => one?.certain) ?? configured ?? learned;
}

function byConfiguration(facts: PullFacts, outcomes: readonly Outcome[]): Guess | undefined {
  const found = infer(facts, outcomes);
  if (found === undefined) return undefined;
  const suggests = `${found.from} suggest${found.from === 'the paths' ? '' : 's'}`;
  return { ...found, certain: found.certain && !facts.resembles?.doubtful, suggests, by: '' };
}

function byExperience({ resembles, files }: PullFacts, outcomes: readonly Outcome[]): Guess | undefined {
  const likely = resembles?.likely;
  const outcome = outcomes.find(({ id }) => id === likely?.outcome);
  if (likely === undefined || outcome === undefined) return undefined;
  return {
    ...{ outcome, certain: likely.sure && files.whole, from: 'what people confirmed before' },
    ...{ suggests: 'it looks like', by: standing(likely) },
  };
}

/** How likely, and by what; by a single sign nobody is told a share, which would be believed. */
function standing({ words, paths, confidence }: Likely): string {
  const named = (kind: string, all: readonly string[]) =>
    all.length === 0 ? [] : [`the ${kind}${all.length === 1 ? '' : 's'} ${all.map((one) => code(one, 60)).join(', ')}`];
  const said = [...named('word', words), ...named('path', paths)].join(' and ');
  const share = words.length + paths.length === 1 ? [] : [`${Math.floor(confidence * 100)}%`];
  const parts = [...share, ...(said === '' ? [] : [`by ${said}`])];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
