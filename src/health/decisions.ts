import { code } from '../model/markdown.ts';
import { FEW, share } from './measure.ts';
import type { Period } from './period.ts';
import { type Link, labelledLink, mergedLink, nameIn, numberLink } from './signal.ts';
import { alertsLate, alertsLink } from './signals/security.ts';
import { budgetsIn, ledgerLink, NEARLY } from './signals/technical-debt.ts';
import { TARGETS } from './targets.ts';
import { amount, count, listed, percent } from './told.ts';

/** Something that leaders are asked to decide, as a sentence and its question. Safe Markdown. */
export interface Decision {
  /** By which it is found again a week later: **Debt in `payments`**. */
  title: string;
  /** What follows the title, up to the question. */
  text: string;
  /** How the headline speaks of it: "a debt budget at 85%". */
  short: string;
  links: readonly Link[];
}

/** How many are put to leaders at once: more are none. */
const MOST = 3;

/** What needs somebody with a budget or a mandate, the most pressing first. */
export const decisionsIn = (period: Period): Decision[] =>
  [
    ...alerts(period),
    ...budgets(period),
    ...failures(period),
    ...experiments(period),
    ...actions(period),
    ...kpis(period),
    ...pulse(period),
  ].slice(0, MOST);

function alerts(period: Period): Decision[] {
  const late = period.isPublic
    ? []
    : alertsLate(period).filter(({ severity }) => severity === 'critical' || severity === 'high');
  if (late.length === 0) return [];
  const where = [...new Set(late.flatMap(({ name, shown }) => (shown ? name : [])))];
  return [
    {
      title: '**Overdue security alerts**',
      text: `: ${count(late.length, 'critical or high alert')}${where.length > 0 ? ` in ${listed(where.map(nameIn), 3)}` : ''} ${late.length === 1 ? 'has' : 'have'} been open for longer than agreed. Make room for them this week, or accept the risk in writing?`,
      short: count(late.length, 'overdue security alert'),
      links: where.slice(0, 2).map((name) => alertsLink(period, name, nameIn(name))),
    },
  ];
}

function budgets(period: Period): Decision[] {
  const pressing = budgetsIn(period).filter(({ shown, points, budget, growth }) => {
    const left = growth > 0 ? (budget - points) / growth : Number.POSITIVE_INFINITY;
    return shown && points > 0 && (points >= NEARLY * budget || left <= 4);
  });
  const [fullest] = pressing;
  if (fullest === undefined) return [];
  const { name, points, budget, growth } = fullest;
  const where = name.includes('/') ? nameIn(name) : name;
  const used = budget === 0 ? 1 : points / budget;
  const weeks = growth > 0 ? Math.max(1, Math.ceil((budget - points) / growth)) : undefined;
  const rate =
    points >= budget
      ? ', so the budget is spent'
      : weeks === undefined
        ? ''
        : ` and grows ${amount(growth)} a week; at this rate the budget is spent in ${count(weeks, 'week')}`;
  const others = pressing.length - 1;
  const more =
    others > 0
      ? ` ${count(others, 'other budget is close to its limit', 'other budgets are close to their limits')}, or over.`
      : '';
  return [
    {
      title: `**Debt in ${where}**`,
      text: ` is at ${amount(points)} of ${amount(budget)} points${rate}.${more} Give it the next refactor window?`,
      short: `a debt budget at ${percent(used)}`,
      links: name.includes('/') ? [{ ...ledgerLink(period, name), text: 'ledger' }] : [],
    },
  ];
}

function failures(period: Period): Decision[] {
  const { delivery } = period.figures;
  const ratio = delivery.state === 'value' ? delivery.value.changeFail : { k: 0, n: 0 };
  if (ratio.n < FEW || (share(ratio) ?? 0) <= TARGETS['change-fail']) return [];
  return [
    {
      title: '**Failed releases**',
      text: `: ${ratio.k} of ${ratio.n} releases needed repair this week. Put the next week's room into what failed, or keep the pace?`,
      short: `${count(ratio.k, 'failed release')} of ${ratio.n}`,
      links: mergedLink(period),
    },
  ];
}

function experiments(period: Period): Decision[] {
  const all = period.repositories.flatMap(({ commitments, shown }) =>
    commitments.experiments.overdue.map((one) => ({ ...one, shown })),
  );
  if (all.length === 0) return [];
  const named = all.filter(({ shown }) => shown).sort((a, b) => b.days - a.days);
  const told = named
    .slice(0, 3)
    .map(({ days, ...one }) => `${one.number} in ${nameIn(one.repo)}, ${count(days, 'day')}`);
  const label = period.policy.outcomes.experiment.label;
  return [
    {
      title: `**${count(all.length, 'experiment')} past the decision day**`,
      text: `${told.length > 0 ? ` (${told.join('; ')})` : ''}: ship, stop or extend?`,
      short: `${count(all.length, 'undecided experiment')}`,
      links: [labelledLink(period, label, 'list')],
    },
  ];
}

function actions(period: Period): Decision[] {
  const all = period.repositories.flatMap(({ commitments, shown }) =>
    commitments.actions.overdue.map((one) => ({ ...one, shown })),
  );
  if (all.length < 2) return [];
  const [named] = all.filter(({ shown }) => shown).sort((a, b) => b.days - a.days);
  return [
    {
      title: '**Actions after incidents**',
      text: `: ${all.length} are overdue, the longest by ${count(Math.max(...all.map(({ days }) => days)), 'day')}. Free somebody for them, or drop them for good?`,
      short: `${all.length} overdue actions after incidents`,
      links: named ? [numberLink(period, named)] : [],
    },
  ];
}

function kpis({ kpis: all }: Period): Decision[] {
  const back = all.flatMap(({ kpi, attainment }) =>
    typeof attainment === 'object' && 'share' in attainment && attainment.share < 0 ? kpi : [],
  );
  const [first] = back;
  if (first === undefined) return [];
  return [
    {
      title: `**Away from the target: ${code(first.title)}**`,
      text: ` stands worse than when it began. Change the approach, or the target?`,
      short: `${count(back.length, 'KPI')} moving away from the target`,
      links: [],
    },
  ];
}

function pulse({ pulse: measure }: Period): Decision[] {
  if (measure.state !== 'value') return [];
  const { good, mixed, hard } = measure.value;
  const all = good + mixed + hard;
  if (all < FEW || hard <= all / 2) return [];
  return [
    {
      title: '**A hard week**',
      text: ` for ${hard} of ${all} who answered. Take something off the plan?`,
      short: 'a week that most call hard',
      links: [],
    },
  ];
}
