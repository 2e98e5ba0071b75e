import { code } from '../model/markdown.ts';
import { WEEK } from '../model/time.ts';
import { lineDiagrams } from './charts.ts';
import type { DebtLedger, DebtOptions, OpenDebt } from './debt-ledger.ts';
import { value } from './measure.ts';

export const LEDGER_TITLE = 'Technical debt ledger';
export const LEDGER_LABEL = {
  name: 'truenorth-ledger',
  color: 'c5def5',
  description: 'The technical debt of this repository, kept up to date by Truenorth',
};

/** Debts listed one by one; the rest is one line. */
const LISTED = 100;

/** The ledger's issue, as Markdown: what is open, what waiting costs, and how it burned down. */
export function ledgerIssue(ledger: DebtLedger, options: DebtOptions): string {
  const { open, points, budget } = ledger;
  return [
    `Open: ${amount(points)}${budget === undefined ? '' : ` of ${amount(budget)}`} points`,
    stateOf(ledger, options),
    ...(open.length === 0 ? ['No issue is labelled as debt.'] : [tableOf(open)]),
    ...oddOnes(open, options),
    '## Burn-down',
    burnDownOf(ledger),
    `<sub>Kept by Truenorth from issues labelled ${options.labels.map((label) => code(label)).join(' or ')}; what is written here by hand is overwritten. Points come from a label ${code(`${options.points['label-prefix']}5`)}, else from a line ${code('Debt: 5')} in the issue, else each counts ${amount(options.points.default)}. Closed as completed is paid; closed as not planned is written off.</sub>`,
  ].join('\n\n');
}

/** What tells one state of the ledger from another: with the week it changes, not with every passing second. */
export const ledgerState = ({ open, budget, weeks }: DebtLedger, options: DebtOptions): string =>
  JSON.stringify([
    weeks.at(-1)?.week.name,
    budget,
    options.interest,
    options.labels,
    options.points,
    open.map(({ number, points, odd }) => [number, points, odd]).sort(),
    weeks.map(({ burnDown: { start, added, reestimated, paid, writtenOff } }) => [
      ...[start, added, reestimated, paid, writtenOff],
    ]),
  ]);

const lasting = (days: number): string => (days % 7 === 0 ? `${days / 7} weeks` : `${days} days`);

const counted = (points: number): string => (points === 1 ? '1 point' : `${amount(points)} points`);

/** At most one decimal, and none where it is nought. */
const amount = (points: number): string => (Math.round(points * 10) / 10).toLocaleString('en');

const percent = (share: number): string => `${amount(share * 100)}%`;

function stateOf({ open, owed, weeks, points, budget }: DebtLedger, { interest }: DebtOptions): string {
  const used = weeks.at(-1)?.burnDown.used;
  const bar = used?.state === 'value' ? [`${barOf(used.value.share)} ${percent(used.value.share)} of the budget.`] : [];
  const over = budget !== undefined && points >= budget && open.length > 0 ? points - budget : undefined;
  const told = 'until then pull requests that add debt are told so';
  const excess =
    over === undefined
      ? ''
      : over === 0
        ? ` It is spent: any debt that is paid brings it back; ${told}.`
        : ` It is overspent: paying more than ${counted(over)} brings it back; ${told}.`;
  const rate = `after ${lasting(interest.after.days)} a debt costs ${percent(interest['per-week'])} of its points more a week, at most as much again`;
  const cost =
    open.length > 0
      ? [`With interest ${amount(owed)} points are owed: ${rate}. Interest is shown, not counted against the budget.`]
      : [];
  return [...bar.map((line) => line + excess), ...cost].join(' ') || 'No budget is set.';
}

/** Twenty steps; what is over the budget fills it. */
const barOf = (share: number): string => {
  const full = Math.min(20, Math.round(share * 20));
  return `\`${'█'.repeat(full)}${'░'.repeat(20 - full)}\``;
};

function tableOf(open: readonly OpenDebt[]): string {
  const rows = open.slice(0, LISTED).map(({ number, points, age, owed, estimated }) => {
    const weeks = Math.floor(age / WEEK);
    const told = estimated ? amount(points) : `${amount(points)} (not estimated)`;
    return `| #${number} | ${told} | ${weeks === 1 ? '1 week' : `${weeks} weeks`} | ${amount(owed)} |`;
  });
  const rest = open.slice(LISTED);
  const sum = rest.reduce((points, debt) => points + debt.points, 0);
  const more = rest.length > 0 ? [`| and ${amount(rest.length)} more | ${amount(sum)} | | |`] : [];
  return ['| Debt | Points | Age | Owed |', '|---|---:|---:|---:|', ...rows, ...more].join('\n');
}

function oddOnes(open: readonly OpenDebt[], options: DebtOptions): string[] {
  const odd = open.filter((debt) => debt.odd.length > 0).slice(0, 20);
  if (odd.length === 0) return [];
  const lines = odd.map(
    ({ number, odd: written, points }) =>
      `- #${number}: ${written.map((one) => code(one, 40)).join(', ')} is not a number of points from 0 to 1,000, so it counts ${amount(points)}. Write for example ${code(`${options.points['label-prefix']}5`)}.`,
  );
  return ['**To be mended**', lines.join('\n')];
}

function burnDownOf({ weeks, budget }: DebtLedger): string {
  const chart = lineDiagrams({
    ...{ title: 'Open points at the end of each week', unit: 'Points', weeks: weeks.map(({ week }) => week.name) },
    series: [{ name: 'Open', values: weeks.map(({ burnDown }) => value(burnDown.end)) }],
    ...(budget === undefined ? {} : { target: budget }),
  });
  const rows = weeks.map(({ week, burnDown: of }, i) => {
    const now = i === weeks.length - 1 ? ' (so far)' : '';
    const changes = [of.added, of.reestimated, of.paid, of.writtenOff].map(amount);
    return `| ${week.name}${now} | ${amount(of.end)} | ${changes.join(' | ')} |`;
  });
  const head = ['| Week | Open | Added | Re-estimated | Paid | Written off |', '|---|---:|---:|---:|---:|---:|'];
  const budgetLine = budget === undefined ? '' : ' The level line is the budget.';
  return `${chart}\n\n<details><summary>The figures of the chart</summary>\n\n${[...head, ...rows].join('\n')}\n\n</details>\n\nThe line shows open points, the last week as far as it has gone.${budgetLine}`;
}
