import type { PullRecord } from '../model/history.ts';
import type { Policy } from '../policy/schema.ts';
import type { Occurrence } from './calendar.ts';
import { type Commitments, commitmentsOf } from './commitments.ts';
import { type StandingDebt, standingDebt } from './debt-ledger.ts';
import { type Figures, figuresOf, pool, type RepositoryPast } from './figures.ts';
import type { KpiStanding } from './kpis.ts';
import type { Measure, Ratio } from './measure.ts';
import { type Earlier, type Points, pointsOf } from './metric.ts';
import type { Newcomer } from './metrics/people.ts';
import type { Restatement } from './restatement.ts';
import { spreadOf, type Work, workOf } from './spread.ts';
import { isIn, type Week } from './week.ts';

/** A repository: what it is judged by, and what is known of its past. */
export interface RepositoryFacts {
  /** `acme/api`, as people write it. */
  name: string;
  /** Readers of what is written may see this repository; else it appears in totals alone. */
  shown: boolean;
  policy: Policy;
  past: RepositoryPast;
  /** Something updates its dependencies by itself; `undefined` where that is not known. */
  updates: boolean | undefined;
}

/** A repository's week worked out, and no more of its past than is told: of an organisation's, all would not fit into memory. */
export interface RepositoryWeek
  extends Omit<RepositoryFacts, 'past'>,
    Pick<RepositoryPast, 'alerts' | 'milestones' | 'lacks'> {
  figures: Figures;
  points: Points;
  commitments: Commitments;
  debt: StandingDebt;
  /** Merged changes of the week by the outcome they serve. */
  served: ReadonlyMap<string, number>;
  work: Work;
  /** The weeks before as they were told. */
  earlier: Earlier;
}

/** Everything that a week's health is told from, gathered before anything is decided. */
export interface WeekFacts {
  /** The organisation `acme`, or the repository `acme/api`. */
  scope: string;
  isOrganisation: boolean;
  week: Week;
  now: number;
  policy: Policy;
  repositories: readonly RepositoryWeek[];
  earlier: Earlier;
  /** What would be told differently now of the week before. */
  restated: readonly Restatement[];
  kpis: readonly KpiStanding[];
  /** Pull requests that came to their end in the week, with how each rule judged them. */
  closed: readonly { repo: string; outcomes: Readonly<Record<string, string>> }[];
  /** `undefined`: nobody noted them. */
  waivers: readonly { repo: string; number: number; rule: string; until: string; at: number }[] | undefined;
  newcomers: readonly Newcomer[];
  occurrences: readonly Occurrence[];
  pulse: Measure<Pulse>;
  /** What the last digest put to be decided. */
  decisions: readonly { title: string; recorded: boolean }[];
  /** What is wrong with what the week is told from. Safe Markdown, a sentence each. */
  gaps: readonly string[];
  /** Readers are the public: no security alert and no team is spoken of. */
  isPublic: boolean;
  /** GitHub's address, to link to. */
  web: string;
}

/** Answers to the weekly question, in totals. */
export interface Pulse {
  good: number;
  mixed: number;
  hard: number;
}

/** A week worked out: the figures of each repository, and of all together. */
export interface Period extends WeekFacts {
  figures: Figures;
  points: Points;
  /** Repositories whose past is known, of all that have a configuration. */
  reporting: Ratio;
  /** Merged changes of the week by the outcome they serve. */
  byOutcome: ReadonlyMap<string, number>;
  /** How each rule judged what came to its end in the week. */
  rules: ReadonlyMap<string, Tally>;
  people: ReturnType<typeof spreadOf>;
}

export type Tally = Record<'met' | 'unmet' | 'waived' | 'unknown', number>;

/** One repository's week, by its own configuration. `now` in ms. */
export function repositoryWeek(facts: RepositoryFacts, week: Week, now: number): Omit<RepositoryWeek, 'earlier'> {
  const { past, ...repository } = facts;
  const { policy } = facts;
  const figures = figuresOf(past, policy, week, now);
  return {
    ...repository,
    ...{ alerts: past.alerts, milestones: past.milestones, lacks: past.lacks },
    ...{ figures, points: pointsOf(figures), commitments: commitmentsOf(past, policy, week) },
    debt: standingDebt(past.issues, policy['technical-debt'], week.to - 1),
    ...{ served: servedIn(past.pulls, week), work: workOf(past.pulls, week) },
  };
}

export function periodOf(facts: WeekFacts): Period {
  const { policy, repositories } = facts;
  const budget = policy['technical-debt'].budget;
  const figures = pool(
    repositories.map((repository) => repository.figures),
    facts.isOrganisation ? budget['organisation-points'] : budget.points,
  );
  const lacking = repositories.filter(({ lacks }) => lacks.pull !== undefined).length;
  return {
    ...facts,
    ...{ figures, points: pointsOf(figures) },
    reporting: { k: repositories.length - lacking, n: repositories.length },
    byOutcome: byOutcomeOf(repositories, policy),
    rules: tallied(facts.closed),
    people: spreadOf(repositories.map(({ work }) => work)),
  };
}

function servedIn(pulls: readonly PullRecord[], week: Week): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { onDefault, mergedAt, author, outcomes } of pulls) {
    if (!onDefault || author.bot || !isIn(mergedAt, week)) continue;
    for (const id of new Set([...outcomes.declared, ...outcomes.inferred])) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** Of the outcomes that are configured, in their order, also those that nothing served. */
const byOutcomeOf = (repositories: readonly RepositoryWeek[], policy: Policy): Map<string, number> =>
  new Map(
    policy['north-star'].outcomes.map(({ id }) => [
      id,
      repositories.reduce((sum, { served }) => sum + (served.get(id) ?? 0), 0),
    ]),
  );

function tallied(closed: WeekFacts['closed']): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  for (const { outcomes } of closed)
    for (const [rule, outcome] of Object.entries(outcomes)) {
      if (outcome === 'not-applicable') continue;
      const tally = tallies.get(rule) ?? { met: 0, unmet: 0, waived: 0, unknown: 0 };
      tally[outcome as keyof Tally] += 1;
      tallies.set(rule, tally);
    }
  return tallies;
}
