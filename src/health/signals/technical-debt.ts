import { WEEK } from '../../model/time.ts';
import { sharesOf } from '../figures.ts';
import { reserveHeld } from '../metrics/debt.ts';
import type { Period, RepositoryWeek } from '../period.ts';
import { figureSignal, type Link, nameIn, type Signal } from '../signal.ts';
import { amount, count, listed, percent } from '../told.ts';
import { occasionSignal, occurrencesOf } from './occasions.ts';

export function technicalDebt(period: Period): Signal[] {
  const { policy, figures } = period;
  const { reserve, 'refactor-window': window } = policy['technical-debt'];
  const oldest = period.repositories.flatMap(({ debt, name, shown }) =>
    debt.open.map(({ age, number, owed, points }) => ({ age, number, owed, points, repo: name, shown })),
  );
  return [
    points(period),
    burnDown(period),
    ...(oldest.length === 0 ? [] : [aged(oldest)]),
    share('Paydown share', reserveHeld(sharesOf(figures.classes, 'debt'), reserve.paydown), 'pay debt down'),
    share(
      'Innovation share',
      reserveHeld(sharesOf(figures.classes, 'innovation'), reserve.innovation),
      'try something new',
    ),
    occasionSignal(
      'Refactor window',
      occurrencesOf(period, 'refactor-window'),
      window.every === undefined ? 'no cadence is configured' : undefined,
    ),
  ];
}

/** Budgets that are spent, or nearly: the repository's own, and what they all may have. */
export const NEARLY = 0.85;

export interface Budget {
  name: string;
  shown: boolean;
  points: number;
  budget: number;
  /** Points more at the week's end than four weeks before, a week. */
  growth: number;
}

/** Every budget that is set, the fullest first. */
export function budgetsIn({ repositories, figures, policy, isOrganisation, earlier }: Period): Budget[] {
  const grown = (now: number, weeks: RepositoryWeek['earlier']) => {
    const before = weeks.find(({ ago }) => ago === 4)?.week.points.debt;
    return before === undefined ? 0 : (now - before.value) / 4;
  };
  const own = repositories.flatMap(({ name, shown, policy: of, figures: { debt }, earlier: weeks }): Budget[] => {
    const budget = of['technical-debt'].budget.points;
    return budget === undefined ? [] : [{ name, shown, points: debt.end, budget, growth: grown(debt.end, weeks) }];
  });
  const ofAll = policy['technical-debt'].budget['organisation-points'];
  const all = ofAll === undefined || !isOrganisation ? [] : [{ budget: ofAll, points: figures.debt.end }];
  return [
    ...all.map((one) => ({ ...one, name: 'all repositories', shown: true, growth: grown(one.points, earlier) })),
    ...own,
  ].sort((a, b) => b.points / (b.budget || 1) - a.points / (a.budget || 1));
}

function points(period: Period): Signal {
  const base = figureSignal('debt', period, { because: 'none', next: '' });
  const budgets = budgetsIn(period);
  const owed = period.repositories.reduce((sum, { debt }) => sum + debt.owed, 0);
  const open = period.figures.debt.end;
  const [only] = budgets.length === 1 ? budgets : [];
  const ofBudget = only ? ` of ${amount(only.budget)} (${percent(only.points / (only.budget || 1))})` : '';
  const now = `${amount(open)}${ofBudget} ${open === 1 ? 'point' : 'points'}, ${amount(owed)} owed with interest`;
  const standing: Signal = { ...base, title: 'Open debt', state: 'told', now };
  if (budgets.length === 0) return { ...standing, now: `${now}; no budget is set` };
  const spent = budgets.filter((one) => one.points >= NEARLY * one.budget && one.points > 0);
  if (spent.length === 0) return { ...standing, state: 'good', now: `${now}; every budget has room` };
  const shown = spent.filter((one) => one.shown);
  const told = shown.map(
    (one) =>
      `${one.name.includes('/') ? nameIn(one.name) : one.name} ${amount(one.points)} of ${amount(one.budget)} points`,
  );
  const hidden = spent.length - shown.length;
  return {
    ...standing,
    state: 'attention',
    finding: `${count(spent.length, 'budget is', 'budgets are')} spent or nearly so: ${listed([...told, ...(hidden > 0 ? [count(hidden, 'private repository', 'private repositories')] : [])], 4)}`,
    next: 'Give the fullest the next refactor window, or decide to raise its budget',
    evidence: shown
      .filter(({ name }) => name.includes('/'))
      .slice(0, 3)
      .map((one) => ledgerLink(period, one.name)),
  };
}

export const ledgerLink = ({ web }: Period, repo: string): Link => ({
  text: `ledger of ${nameIn(repo)}`,
  url: `${web}/${repo}/issues?q=${encodeURIComponent('is:issue label:truenorth-ledger')}`,
});

function burnDown({ figures: { debt } }: Period): Signal {
  const parts = [
    ['added', debt.added],
    ['re-estimated', debt.reestimated],
    ['paid', debt.paid],
    ['written off', debt.writtenOff],
  ] as const;
  const told = parts.flatMap(([name, value]) => (value === 0 ? [] : `${amount(value)} ${name}`));
  return {
    title: 'Burn-down',
    state: 'told',
    now: told.length === 0 ? 'nothing changed' : `${told.join(', ')} points this week`,
  };
}

function aged(open: readonly { age: number; number: number; repo: string; shown: boolean }[]): Signal {
  const weeks = (age: number) => count(Math.floor(age / WEEK), 'week');
  const [oldest] = [...open].sort((a, b) => b.age - a.age);
  const middle = [...open].sort((a, b) => a.age - b.age)[Math.floor(open.length / 2)];
  const old =
    open.length === 1
      ? `${weeks(oldest?.age ?? 0)} old`
      : `half of them older than ${weeks(middle?.age ?? 0)}, the oldest ${weeks(oldest?.age ?? 0)}`;
  return { title: 'Age of debt', state: 'told', now: `${count(open.length, 'debt')}, ${old}` };
}

function share(title: string, held: ReturnType<typeof reserveHeld>, purpose: string): Signal {
  if (held.state !== 'value') return { title, state: 'quiet', now: 'nothing was merged in these weeks' };
  const { k, n, share: value, against } = held.value;
  const now = `${k} of ${n} merged changes${n < 5 ? '' : ` (${percent(value)})`} over the weeks it is taken over`;
  if (against === undefined) return { title, state: 'told', now: `${now}; no reserve is set` };
  const asked = `${percent(against.reserve)} is reserved`;
  if (against.short === 0 || n < 5) return { title, state: n < 5 ? 'told' : 'good', now: `${now}; ${asked}` };
  const missing = Math.max(1, Math.ceil(against.reserve * n) - k);
  return {
    ...{ title, state: 'attention', now: `${now}; ${asked}` },
    finding: `${percent(value)} of merged changes, where ${asked} to ${purpose}: ${count(missing, 'change')} too few`,
    next: 'Plan the next ones first: a reserve made of what is left over is no reserve',
  };
}
