import { code, oneLine } from '../../model/markdown.ts';
import type { PullFacts } from '../../model/pull.ts';
import { cut } from '../../model/text.ts';
import type { LabelWish, Verdict } from '../../model/verdict.ts';
import type { PullRule } from '../practice.ts';
import { declaredIds, OUTCOME_LABEL, UNALIGNED_LABEL } from '../shared/outcomes.ts';
import { cannotJudge } from '../shared/unread.ts';
import { type Guess, guessed } from './guess.ts';
import type { NorthStarOptions, Outcome } from './options.ts';

const UNALIGNED: LabelWish = {
  name: UNALIGNED_LABEL,
  color: 'd4c5f9',
  description: 'No declared outcome is known that this pull request serves',
};

/** Every pull request serves a declared outcome; where that is beyond doubt it is inferred, and says so. */
export const outcome: PullRule<NorthStarOptions> = {
  on: 'pull',
  id: 'outcome',
  title: 'Outcome',
  asks: 'A pull request says which of the declared outcomes it serves.',
  needs: ['files', 'closing-issues', 'templates', 'experience'],
  judge(facts, { outcomes }) {
    if (outcomes.length === 0) return { outcome: 'not-applicable', because: 'No outcomes are configured' };
    const { known, unknown } = declared(facts, outcomes);
    if (known.length > 0) return serves(known, `Declared: ${known.map(({ id }) => code(id)).join(', ')}`);
    const guess = guessed(facts, outcomes);
    const dismissed = guess !== undefined && facts.dismissed.includes(labelOf(guess.outcome).name);
    if (guess?.certain && !dismissed) {
      return serves(
        [guess.outcome],
        `Inferred from ${guess.from}: ${code(guess.outcome.id)}${guess.by}; confirm with a line ${code(`Outcome: ${guess.outcome.id}`)} or a comment ${code(`/truenorth outcome ${guess.outcome.id}`)}`,
      );
    }
    // Paths that GitHub did not list could exempt it, or say which outcome it serves.
    if (!facts.files.whole) return cannotJudge(facts.files);
    return unaligned(unknown, dismissed ? undefined : guess, outcomes);
  },
};

/** What people declared: in the description, by label, by a closing issue's label or milestone. Declarations add up. */
function declared(facts: PullFacts, outcomes: readonly Outcome[]): { known: Outcome[]; unknown: string[] } {
  const { outcomes: commanded, superseded } = facts.commanded ?? { outcomes: [], superseded: [] };
  const named = declaredIds(facts, outcomes).filter((id) => !superseded.includes(id));
  const all = new Set([...commanded, ...named]);
  const ids = new Set(outcomes.map(({ id }) => id));
  return { known: outcomes.filter(({ id }) => all.has(id)), unknown: [...all].filter((id) => !ids.has(id)) };
}

const labelOf = ({ id, title }: Outcome): LabelWish => ({
  name: `${OUTCOME_LABEL}${id}`,
  color: '0e8a16',
  description: cut(`Serves the outcome: ${oneLine(title)}`, 100),
});

function serves(outcomes: readonly Outcome[], because: string): Verdict {
  return {
    outcome: 'met',
    because,
    evidence: [],
    labels: outcomes.map(labelOf),
    headline: `Serves ${outcomes.map(({ title }) => code(title)).join(' and ')}.`,
  };
}

function unaligned(unknown: readonly string[], guess: Guess | undefined, outcomes: readonly Outcome[]): Verdict {
  const named = unknown
    .slice(0, 3)
    .map((id) => code(id))
    .join(', ');
  const known = outcomes
    .slice(0, 12)
    .map(({ id }) => code(id))
    .join(', ');
  const suggestion = guess ? `; ${guess.suggests} ${code(guess.outcome.id)}${guess.by}` : '';
  const example = guess?.outcome.id ?? outcomes[0]?.id ?? '';
  return {
    outcome: 'unmet',
    because:
      unknown.length > 0 ? `${named} is not a declared outcome${suggestion}` : `No outcome declared${suggestion}`,
    evidence: [],
    remedy: guess
      ? `Add a line ${code(`Outcome: ${example}`)} to the description, or comment ${code(`/truenorth outcome ${example}`)}`
      : `Add a line ${code(`Outcome: ${example}`)} to the description, with one of ${known}${outcomes.length > 12 ? ', …' : ''}`,
    labels: [UNALIGNED],
  };
}
