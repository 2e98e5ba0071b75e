import { code } from '../../model/markdown.ts';
import { type Debt, isUnread, type PullFacts } from '../../model/pull.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { PullRule } from '../practice.ts';
import { cannotJudge, cannotJudgeFor } from '../shared/unread.ts';
import { MARKERS, markers } from './marker.ts';
import type { TechnicalDebtOptions } from './options.ts';

const ADDS = 'adds-debt';

/** While the budget is spent, who adds debt is told, and what would bring the budget back: debt is paid before more is taken. */
export const budget: PullRule<TechnicalDebtOptions> = {
  on: 'pull',
  id: 'budget',
  title: 'Debt budget',
  asks: 'While the debt budget is spent, no pull request adds debt.',
  needs: ['files', 'debt'],
  extracts: [markers],
  lacks: ({ budget: { points, 'organisation-points': all } }) =>
    points === undefined && all === undefined ? 'No debt budget is set' : undefined,
  judge(facts, options) {
    const because = addsDebt(facts);
    const { debt } = facts;
    if (isUnread(debt)) return because === undefined ? notAdding(facts) : cannotJudge(debt);
    const budgets = budgetsOf(debt, options);
    const spent = budgets.find(({ open, limit }) => open >= limit && open > 0);
    if (because === undefined) return spent ? notAdding(facts) : NOT_ADDING;
    const told = ({ open, limit }: Budget) => `${amount(open)} of ${amount(limit)} points are open`;
    if (spent === undefined)
      return { outcome: 'met', because: `${because}; ${budgets.map(told).join(', ')}`, evidence: [] };
    return {
      outcome: 'unmet',
      because: `${because}; ${spent.whose} is spent: ${told(spent)}`,
      evidence: [],
      remedy: `${wayBack(debt, spent.open - spent.limit)}, or leave this debt out`,
    };
  },
};

interface Budget {
  whose: string;
  open: number;
  limit: number;
}

/** The repository's budget and the organisation's, as far as they are set. */
function budgetsOf(debt: Debt, { budget: { points, 'organisation-points': ofAll } }: TechnicalDebtOptions): Budget[] {
  return [
    ...(points === undefined ? [] : [{ whose: 'the debt budget', open: debt.points, limit: points }]),
    ...(ofAll === undefined || debt.organisation === undefined
      ? []
      : [{ whose: "the organisation's debt budget", open: debt.organisation, limit: ofAll }]),
  ];
}

const NOT_ADDING = { outcome: 'not-applicable' as const, because: 'Adds no debt' };

/** Why a pull request adds debt; `undefined` if it does not. */
function addsDebt({ labels, findings }: PullFacts): string | undefined {
  const label = labels.find(({ name }) => name.toLowerCase() === ADDS);
  if (label) return `Labelled ${code(label.name)}`;
  const [first, ...others] = findings[MARKERS]?.found ?? [];
  if (first === undefined) return undefined;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return `Adds ${code(first.what)} at ${code(`${first.path}:${first.line}`)}${more}`;
}

/** That no debt was found is an answer only where all of it was looked at. */
function notAdding({ findings, files }: PullFacts): Verdict {
  const missing = cannotJudgeFor(findings[MARKERS]?.unread ?? []);
  if (missing !== undefined) return missing;
  if (!files.whole) return cannotJudge(files);
  return NOT_ADDING;
}

/** The least that brings open points under the budget: one debt if there is one large enough, else the largest first. */
function wayBack({ issues }: Debt, excess: number): string {
  const byPoints = [...issues].sort((a, b) => a.points - b.points || a.number - b.number);
  const one = byPoints.find(({ points }) => points > excess);
  const several = one ? [one] : [];
  for (let left = excess, i = byPoints.length - 1; one === undefined && left >= 0 && i >= 0; i -= 1) {
    const next = byPoints[i];
    if (next === undefined || several.length === 5) break;
    several.push(next);
    left -= next.points;
  }
  const named = several.map(({ number, points }) => `${code(`#${number}`)} (${amount(points)})`);
  return named.length === 0
    ? 'Have the budget raised'
    : `Pay debt first: closing ${named.join(' and ')} brings it back`;
}

const amount = (points: number): string => (Math.round(points * 10) / 10).toLocaleString('en');
