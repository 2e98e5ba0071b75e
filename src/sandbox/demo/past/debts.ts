import type { World } from '../../github/world.ts';
import { change } from './pulls.ts';
import type { Story } from './teller.ts';
import { LAST, type Weeks } from './weeks.ts';

/** A debt: the week in which it was written down, and what became of it. */
interface Debt {
  week: number;
  title: string;
  /** By a label; else as the description has them, if it does. */
  points?: number;
  body?: string;
  /** Somebody looked again, and it weighs more. */
  later?: { week: number; points: number };
  /** Paid by a change, or given up. */
  paid?: number;
  writtenOff?: number;
}

/** Payments takes on more than it pays: at this rate its 40 points are spent in two weeks. */
const PAYMENTS: readonly Debt[] = [
  { week: 0, points: 5, title: 'Refunds are booked by a nightly script' },
  { week: 1, points: 3, title: 'Two libraries round money', paid: 7 },
  { week: 3, points: 2, title: 'Invoice numbers are made in two places', later: { week: 13, points: 4 } },
  { week: 6, points: 3, title: 'The sandbox of the card provider is a copy of last year' },
  { week: 9, points: 2, title: 'Currencies are written as text', writtenOff: 17 },
  { week: 11, points: 5, title: 'The ledger is locked as a whole' },
  { week: 15, points: 3, title: 'Insurance codes are typed in by hand' },
  { week: 18, points: 2, title: 'Receipts are drawn twice' },
  { week: 21, points: 3, title: 'Every test opens the database' },
  { week: LAST - 2, title: 'Retries are copied between three services', body: 'Debt: 3\n\nThe third copy differs.' },
  { week: LAST - 1, points: 3, title: 'Reminders to pay know every price' },
  { week: LAST, points: 3, title: 'Exchange rates are a table in the code' },
];

/** Booking pays now and then. */
const BOOKING: readonly Debt[] = [
  { week: 2, points: 3, title: 'Time zones are computed by hand', paid: 8 },
  { week: 5, points: 5, title: 'The calendar is kept twice', paid: 16 },
  { week: 12, points: 2, title: 'Slots have three names' },
  { week: 19, points: 3, title: 'The waiting list is sorted in the browser', paid: LAST },
  { week: 22, title: 'Nobody knows what the old importer does' },
];

/** The front desk has paid what it could; what is left is in its budget's way. */
const FRONT_DESK: readonly Debt[] = [
  { week: 1, points: 3, title: 'The bell is wired to two programs', paid: 4 },
  { week: 6, points: 2, title: 'Name tags are printed from a spreadsheet', paid: 10 },
  { week: 14, points: 5, title: 'The second screen has its own queue', paid: 21 },
];

const DEBTS: Record<string, readonly Debt[]> = {
  ...{ 'acme/payments': PAYMENTS, 'acme/booking': BOOKING, 'acme/front-desk': FRONT_DESK },
};

/** The debts of all repositories. */
export const debtsOf = (world: World, weeks: Weeks): Story[] =>
  Object.entries(DEBTS).flatMap(([repo, debts]) => debts.map((debt) => owe(world, weeks, repo, debt)));

function* owe(world: World, weeks: Weeks, repo: string, debt: Debt): Story {
  const { week, title, points, body = 'It slows down every change around it.', later, paid, writtenOff } = debt;
  const label = (of: number) => `debt: ${of}`;
  let at = weeks.at(week, 3, 15);
  yield at;
  const labels = ['tech-debt', ...(points === undefined ? [] : [label(points)])];
  const issue = world.openIssue({ repo, title, body, labels, by: 'noor', at });
  if (later && points !== undefined) {
    at = weeks.at(later.week, 2, 11);
    yield at;
    world.removeLabel(issue, label(points), { by: 'omar', at });
    world.addLabel(issue, label(later.points), { by: 'omar', at });
  }
  if (writtenOff !== undefined) {
    at = weeks.at(writtenOff, 4, 16);
    yield at;
    world.close(issue, { by: 'stella', reason: 'not_planned', at });
  }
  if (paid !== undefined) {
    const { pull } = yield* change(world, weeks, {
      ...{ repo, title: `No longer: ${title.toLowerCase()}`, by: 'tomas', labels: [] },
      body: `Outcome: reliability\n\nFixes #${issue.number}`,
      files: { [`src/debt-${issue.number}.ts`]: 'export const once = true;\n' },
      ...{ openedAt: weeks.at(paid, 3, 9), coding: 20, review: { by: 'ada', wait: 4 }, merging: 1 },
    });
    world.close(issue, { by: pull.author.login, at: pull.mergedAt ?? at });
  }
}
