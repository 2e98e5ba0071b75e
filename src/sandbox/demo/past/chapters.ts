import { LAST, WEEKS } from './weeks.ts';

/** What a repository's past is like: who works on what, how fast, and how it gets to production. */
export interface Chapter {
  repo: string;
  /** The week in which it begins. */
  from: number;
  people: Several<string>;
  reviewers: Several<string>;
  /** What changes are about, and the folder that they lie in. */
  things: Several<string>;
  folder: string;
  /** The outcome that its changes declare, and the share of them that declare one. */
  outcome: string;
  declared: number;
  /** The shares of changes that pay debt down, and that try something new. */
  debt: number;
  innovation: number;
  /** Changes of people in a week; one of Dependabot's comes every so many weeks. */
  changes(week: number): number;
  bots: number | undefined;
  /** How many hours a review is waited for, and how many minutes the tests take. */
  wait(week: number): number;
  tests(week: number): number;
  /** How often a first try of the tests passes. */
  passes: number;
  deploys: Deploys | undefined;
  /** Branches can be looked at before they are merged. */
  previews: boolean;
}

/** What goes to production: every change by itself, or at this hour of these days whatever was merged. */
export interface Deploys {
  environment: string;
  by: string;
  when: 'each change' | { weeks: number; days: readonly number[]; hour: number };
}

type Several<Thing> = readonly [Thing, ...Thing[]];

/** Grows evenly from one value to another over some weeks; before them it is the first, after them the second. */
const grows = (from: number, to: number, since: number, until = LAST) => {
  const gone = (week: number) => Math.min(1, Math.max(0, (week - since) / (until - since)));
  return (week: number) => from + (to - from) * gone(week);
};
const always = (value: number) => () => value;

/** The front desk does well: small changes, reviewed on the day, in production the same afternoon. */
const frontDesk: Chapter = {
  ...{ repo: 'acme/front-desk', from: 0, folder: 'src/lobby', outcome: 'activation', declared: 0.9 },
  people: ['grace', 'linus', 'mei', 'ada'],
  reviewers: ['grace', 'linus', 'mei', 'ada', 'noor'],
  things: ['the queue', 'the second screen', 'the welcome', 'name tags', 'the waiting room', 'the bell', 'visits'],
  ...{ debt: 0.18, innovation: 0.14, changes: always(6), bots: 2 },
  ...{ wait: always(4), tests: always(6), passes: 0.94, previews: true },
  deploys: {
    ...{ environment: 'production', by: 'github-actions[bot]' },
    when: { weeks: 1, days: [1, 2, 3, 4], hour: 16 },
  },
};

/** Payments waits: one person is asked for every review, the tests get slower, and debt is put off. */
const payments: Chapter = {
  ...{ repo: 'acme/payments', from: 0, folder: 'src', outcome: 'patient-trust', declared: 0.45 },
  people: ['noor', 'omar', 'tomas', 'mei'],
  reviewers: ['stella'],
  things: ['invoices', 'refunds', 'receipts', 'insurance codes', 'the ledger', 'reminders to pay', 'exchange rates'],
  ...{ debt: 0.02, innovation: 0.03, changes: always(6), bots: undefined },
  ...{ wait: grows(11, 28, LAST - 5), tests: grows(9, 19, 6), passes: 0.84, previews: false },
  deploys: { environment: 'prod-eu', by: 'omar', when: { weeks: 1, days: [3], hour: 10 } },
};

/** Booking is fast, and now and then too fast: what it releases, some of its users notice first. */
const booking: Chapter = {
  ...{ repo: 'acme/booking', from: 0, folder: 'services/booking', outcome: 'reliability', declared: 0.4 },
  people: ['yuki', 'linus', 'tomas', 'ada'],
  reviewers: ['yuki', 'tomas', 'ada', 'omar'],
  things: ['free slots', 'the calendar', 'cancellations', 'the waiting list', 'time zones', 'double bookings'],
  ...{ debt: 0.1, innovation: 0.1, changes: always(6), bots: 2 },
  ...{ wait: always(3), tests: always(8), passes: 0.9, previews: false },
  deploys: { environment: 'production', by: 'deploy-bot[bot]', when: 'each change' },
};

/** Referrals rests: a change a fortnight, released once in a while. */
const referrals: Chapter = {
  ...{ repo: 'acme/referrals', from: 0, folder: 'src', outcome: 'patient-trust', declared: 0.5 },
  people: ['mei', 'omar'],
  reviewers: ['omar', 'mei'],
  things: ['letters', 'doctors’ addresses', 'attachments'],
  ...{ debt: 0.2, innovation: 0, changes: (week) => (week % 2 === 0 ? 1 : 0), bots: 8 },
  ...{ wait: always(20), tests: always(4), passes: 0.95, previews: false },
  deploys: { environment: 'production', by: 'mei', when: { weeks: 6, days: [2], hour: 11 } },
};

/** The kiosk has just begun: nothing of it runs anywhere yet. */
const kiosk: Chapter = {
  ...{ repo: 'acme/kiosk', from: WEEKS - 2, folder: 'src', outcome: 'activation', declared: 0.5 },
  people: ['zofia', 'grace'],
  reviewers: ['grace', 'mira'],
  things: ['the touch screen', 'the check-in form'],
  ...{ debt: 0, innovation: 0.5, changes: always(1), bots: undefined },
  ...{ wait: always(5), tests: always(2), passes: 1, deploys: undefined, previews: false },
};

export const CHAPTERS: readonly Chapter[] = [frontDesk, payments, booking, referrals, kiosk];
