import type { IssueRecord, PullRecord } from '../model/history.ts';
import type { OccasionFacts } from '../model/occasion.ts';
import type { Policy } from '../policy/schema.ts';
import type { Turn } from './calendar.ts';
import { commitmentsOf } from './commitments.ts';
import { debtLedger } from './debt-ledger.ts';
import { pooled } from './measure.ts';
import { alignmentCoverage } from './metrics/quality.ts';
import { isIn, type Week } from './week.ts';

/** What happened in a repository since the last one, and what is open in it, with the configuration that it is counted by. */
export interface OccasionPast {
  repo: string;
  policy: Policy;
  pulls: readonly PullRecord[];
  issues: readonly IssueRecord[];
}

/** What an occasion's agenda is drawn from: the repositories together, each counted by its own configuration. */
export function occasionFacts(
  pasts: readonly OccasionPast[],
  policy: Policy,
  turn: Turn,
  { now, zone }: { now: number; zone: string },
): Omit<OccasionFacts, 'kpis' | 'documents' | 'named'> {
  const since: Week = { name: '', zone, from: turn.from, to: now };
  const declared = policy['north-star'].outcomes;
  const merged = pasts.flatMap(({ pulls }) =>
    pulls.filter(({ mergedAt, onDefault, author }) => onDefault && !author.bot && isIn(mergedAt, since)),
  );
  const debts = pasts.map(({ issues, policy: own }) => debtLedger(issues, own['technical-debt'], now, zone));
  const commitments = pasts.map((past) => commitmentsOf({ ...NOTHING, ...past }, past.policy, since));
  const { k, n } = pooled(
    pasts.map(({ pulls, policy: own }) =>
      alignmentCoverage(
        pulls,
        own['north-star'].outcomes.map(({ id }) => id),
        since,
      ),
    ),
  );
  return {
    since: { day: turn.first, at: turn.from },
    statement: policy['north-star'].statement,
    merged: merged.length,
    coverage: { k, n },
    outcomes: declared.map(({ id, title }) => ({
      ...{ id, title },
      changes: merged.filter(({ outcomes: of }) => [...of.declared, ...of.inferred].includes(id)).length,
    })),
    experiments: {
      running: sum(commitments, ({ experiments }) => experiments.running),
      overdue: sum(commitments, ({ experiments }) => experiments.overdue.length),
      decided: sum(commitments, ({ experiments }) => experiments.decided),
    },
    incidents: sum(commitments, ({ incidents }) => incidents),
    actionsOverdue: sum(commitments, ({ actions }) => actions.overdue.length),
    debt: {
      issues: sum(debts, ({ open }) => open.length),
      points: sum(debts, ({ points }) => points),
      owed: sum(debts, ({ owed }) => owed),
    },
  };
}

const NOTHING = { deployments: [], releases: [], runs: [], milestones: [], alerts: [], lacks: {} };

const sum = <Thing>(things: readonly Thing[], of: (thing: Thing) => number): number =>
  things.reduce((total, thing) => total + of(thing), 0);
