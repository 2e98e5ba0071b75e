import type { IssueRecord } from '../model/history.ts';
import { DAY } from '../model/time.ts';
import type { Policy } from '../policy/schema.ts';
import { weigh } from '../practices/shared/debt.ts';
import { type BurnDown, burnDown, type Flows, owed } from './metrics/debt.ts';
import { type Week, type Window, weekAt, weeksUpTo } from './week.ts';

export type DebtOptions = Policy['technical-debt'];

/** A debt that is open now. `age` in ms. */
export interface OpenDebt {
  number: number;
  points: number;
  owed: number;
  age: number;
  /** Somebody said how much it weighs. */
  estimated: boolean;
  /** What stands where points should. */
  odd: string[];
}

/** A repository's debt as it stands. The heaviest comes first. */
export interface StandingDebt {
  open: OpenDebt[];
  points: number;
  owed: number;
}

/** A repository's debt as it stands, and how it came there over the last weeks, the present one last. */
export interface DebtLedger extends StandingDebt {
  budget: number | undefined;
  weeks: { week: Week; burnDown: BurnDown }[];
}

/** How many weeks the burn-down shows. */
const WEEKS = 12;

/** The weeks that the burn-down shows, the present one last. */
export const ledgerWeeks = (now: number, zone: string): readonly Week[] => weeksUpTo(weekAt(now, zone), WEEKS);

/** What is owed now, from the issues that are or were debt. */
export function standingDebt(issues: readonly IssueRecord[], options: DebtOptions, now: number): StandingDebt {
  const interest = { after: options.interest.after.days * DAY, perWeek: options.interest['per-week'] };
  const open = issues
    .flatMap((issue): OpenDebt[] => {
      const weight = debtAt(issue, now, options);
      if (weight === undefined) return [];
      const age = Math.max(0, now - issue.createdAt);
      return [{ number: issue.number, ...weight, age, owed: owed(weight.points, age, interest) }];
    })
    .sort((a, b) => b.owed - a.owed || a.number - b.number);
  return { open, points: total(open, 'points'), owed: total(open, 'owed') };
}

/** What is owed now, and how it burned down. */
export function debtLedger(
  issues: readonly IssueRecord[],
  options: DebtOptions,
  now: number,
  zone: string,
): DebtLedger {
  const { points: budget } = options.budget;
  const weeks = ledgerWeeks(now, zone).map((week) => ({
    week,
    burnDown: burnDown(pointsAt(issues, week.from, options), flowsIn(issues, week, options, now), budget),
  }));
  return { ...standingDebt(issues, options, now), budget, weeks };
}

const total = (debts: readonly OpenDebt[], of: 'points' | 'owed') => debts.reduce((sum, debt) => sum + debt[of], 0);

/** What an issue weighs as debt at an instant; `undefined` where it was none then. */
export function debtAt(issue: IssueRecord, at: number, options: DebtOptions) {
  const isOpen = issue.createdAt <= at && (issue.closedAt === undefined || issue.closedAt > at);
  const labels = issue.labels.filter(({ from, to }) => from <= at && (to === undefined || to > at));
  const names = labels.map(({ name }) => name);
  const debt = new Set(options.labels.map((name) => name.toLowerCase()));
  if (!isOpen || !names.some((name) => debt.has(name.toLowerCase()))) return undefined;
  const written = issue.points !== undefined ? { points: issue.points } : issue.odd ? { odd: issue.odd } : undefined;
  return weigh({ labels: names, written }, options.points);
}

const pointsAt = (issues: readonly IssueRecord[], at: number, options: DebtOptions): number =>
  issues.reduce((sum, issue) => sum + (debtAt(issue, at, options)?.points ?? 0), 0);

/**
 * What changed the open points in a window. Closed as completed is paid; closed as not planned, or no debt any more, is written
 * off. Debt that came and went within the window counts as both.
 */
export function flowsIn(issues: readonly IssueRecord[], { from, to }: Window, options: DebtOptions, now = to): Flows {
  const flows: Flows = { added: 0, reestimated: 0, paid: 0, writtenOff: 0 };
  const end = Math.min(to, now + 1);
  for (const issue of issues) {
    const before = debtAt(issue, from, options)?.points;
    const after = debtAt(issue, end, options)?.points;
    const changes = changesOf(issue).filter((at) => at > from && at <= end);
    const last = [...changes].reverse().find((at) => debtAt(issue, at - 1, options) !== undefined);
    const gone = last === undefined ? undefined : debtAt(issue, last - 1, options)?.points;
    const first = changes.find((at) => debtAt(issue, at, options) !== undefined);
    const came = first === undefined ? undefined : debtAt(issue, first, options)?.points;
    const began = before ?? came;
    const ended = after ?? gone;
    if (began === undefined || ended === undefined) continue;
    if (before === undefined) flows.added += began;
    flows.reestimated += ended - began;
    if (after === undefined) flows[isPaid(issue, end) ? 'paid' : 'writtenOff'] += ended;
  }
  return flows;
}

const isPaid = ({ closedAt, reason }: IssueRecord, by: number): boolean =>
  closedAt !== undefined && closedAt <= by && reason === 'completed';

/** When something of it changed, in order. */
const changesOf = ({ createdAt, closedAt, labels }: IssueRecord): number[] =>
  [
    createdAt,
    ...(closedAt === undefined ? [] : [closedAt]),
    ...labels.flatMap(({ from, to }) => [from, to ?? from]),
  ].sort((a, b) => a - b);
