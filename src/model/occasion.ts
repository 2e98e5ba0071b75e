/** How often something comes again: every so many days, or every month of the calendar. */
export type Cadence = { days: number } | 'month';

/** How the KPI of an outcome stands, as far as it tells whether somebody has to look at it. */
export interface KpiState {
  /** The outcome's id, and its KPI's. */
  outcome: string;
  kpi: string | undefined;
  state: 'fresh' | 'stale' | 'no reading' | 'no kpi';
}

/** A document that somebody has to look at now and then. */
export interface Document {
  path: string;
  /** When it changed last, ms. */
  changedAt: number;
}

/** The documents that paths and patterns lead to, and those of them that lead to none. */
export interface Documents {
  found: readonly Document[];
  missing: readonly string[];
}

/**
 * What an occasion's agenda is drawn from: what happened since the last one. Totals over all repositories, which anybody may read who
 * reads the issue; no repository, person or alert is named.
 */
export interface OccasionFacts {
  /** Since when, as a day and as an instant. */
  since: { day: string; at: number };
  /** The North Star in a sentence. */
  statement: string | undefined;
  merged: number;
  /** Changes that serve an outcome, of those that are asked to; and how many serve which. */
  coverage: { k: number; n: number };
  outcomes: readonly { id: string; title: string; changes: number }[];
  /** `undefined` where nobody knows. */
  kpis: readonly KpiState[] | undefined;
  experiments: { running: number; overdue: number; decided: number };
  incidents: number;
  actionsOverdue: number;
  debt: { issues: number; points: number; owed: number };
  /** Only for an occasion that is about documents. */
  documents?: Documents;
  /** Whether the documents may be named where the issue is. */
  named: boolean;
}

/** What is asked for while something is amiss, in one issue that is closed once it is not. */
export interface Reminder {
  title: string;
  /** Safe Markdown. */
  text: string;
}
