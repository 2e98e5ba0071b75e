import type { Policy } from '../policy/schema.ts';
import type { Occurrence } from './calendar.ts';
import { type Commitments, commitmentsOf } from './commitments.ts';
import { type DebtLedger, debtLedger } from './debt-ledger.ts';
import { type Figures, figuresOf, pool, type RepositoryPast } from './figures.ts';
import type { KpiStanding } from './kpis.ts';
import type { Measure, Ratio } from './measure.ts';
import { type Earlier, type Points, pointsOf } from './metric.ts';
import { absenceFactor, effectiveReviewers, type Newcomer } from './metrics/people.ts';
import { isIn, type Week } from './week.ts';

/** A repository in a week: what it is judged by, and what is known of its past. */
export interface RepositoryFacts {
  /** `acme/api`, as people write it. */
  name: string;
  /** Readers of what is written may see this repository; else it appears in totals alone. */
  shown: boolean;
  policy: Policy;
  past: RepositoryPast;
  earlier: Earlier;
  /** Something updates its dependencies by itself; `undefined` where that is not known. */
  updates: boolean | undefined;
}

/** Everything that a week's health is told from, gathered before anything is decided. */
export interface WeekFacts {
  /** The organisation `acme`, or the repository `acme/api`. */
  scope: string;
  isOrganisation: boolean;
  week: Week;
  now: number;
  policy: Policy;
  repositories: readonly RepositoryFacts[];
  earlier: Earlier;
  kpis: readonly KpiStanding[];
  /** Pull requests that came to their end in the week, with how each rule judged them. */
  closed: readonly { repo: string; outcomes: Readonly<Record<string, string>> }[];
  waivers: readonly { repo: string; number: number; rule: string; until: string; at: number }[];
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

export interface RepositoryWeek extends RepositoryFacts {
  figures: Figures;
  points: Points;
  commitments: Commitments;
  debt: DebtLedger;
}

/** A week worked out: the figures of each repository, and of all together. */
export interface Period extends Omit<WeekFacts, 'repositories'> {
  repositories: readonly RepositoryWeek[];
  figures: Figures;
  points: Points;
  /** Repositories whose past is known, of all that have a configuration. */
  reporting: Ratio;
  /** Merged changes of the week by the outcome they serve. */
  byOutcome: ReadonlyMap<string, number>;
  /** How each rule judged what came to its end in the week. */
  rules: ReadonlyMap<string, Tally>;
  people: { absence: number | undefined; reviewers: Measure<number> };
}

export type Tally = Record<'met' | 'unmet' | 'waived' | 'unknown', number>;

export function periodOf(facts: WeekFacts): Period {
  const { week, now, policy } = facts;
  const repositories = facts.repositories.map((repository): RepositoryWeek => {
    const { past, policy: own } = repository;
    const figures = figuresOf(past, own, week, now);
    return {
      ...repository,
      ...{ figures, points: pointsOf(figures), commitments: commitmentsOf(past, own, week) },
      debt: debtLedger(past.issues, own['technical-debt'], week.to - 1, week.zone),
    };
  });
  const budget = policy['technical-debt'].budget;
  const figures = pool(
    repositories.map((repository) => repository.figures),
    facts.isOrganisation ? budget['organisation-points'] : budget.points,
  );
  const lacking = repositories.filter(({ past }) => past.lacks.pull !== undefined).length;
  return {
    ...facts,
    ...{ repositories, figures, points: pointsOf(figures) },
    reporting: { k: repositories.length - lacking, n: repositories.length },
    byOutcome: byOutcomeOf(repositories, policy, week),
    rules: tallied(facts.closed),
    people: peopleIn(repositories),
  };
}

function byOutcomeOf(repositories: readonly RepositoryFacts[], policy: Policy, week: Week): Map<string, number> {
  const counts = new Map(policy['north-star'].outcomes.map(({ id }) => [id, 0]));
  for (const { past } of repositories)
    for (const { onDefault, mergedAt, author, outcomes } of past.pulls) {
      if (!onDefault || author.bot || !isIn(mergedAt, week)) continue;
      for (const id of new Set([...outcomes.declared, ...outcomes.inferred])) {
        const before = counts.get(id);
        if (before !== undefined) counts.set(id, before + 1);
      }
    }
  return counts;
}

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

/** How work is spread, without saying over whom: of what was merged in the weeks that are looked back on. */
function peopleIn(repositories: readonly RepositoryFacts[]): Period['people'] {
  const merges = new Map<string, number>();
  const reviews = new Map<string, number>();
  const add = (to: Map<string, number>, who: string) => to.set(who, (to.get(who) ?? 0) + 1);
  for (const { past } of repositories)
    for (const pull of past.pulls) {
      if (pull.mergedAt === undefined) continue;
      if (!pull.author.bot) add(merges, pull.author.who);
      const reviewers = pull.reviews.flatMap(({ by, state }) => (by.bot || state === 'commented' ? [] : by.who));
      for (const who of new Set(reviewers)) add(reviews, who);
    }
  const contributions = [...merges.values()];
  return {
    absence: contributions.length < 3 ? undefined : absenceFactor(contributions),
    reviewers: effectiveReviewers([...reviews.values()]),
  };
}
