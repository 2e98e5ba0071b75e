import type {
  DeploymentRecord,
  IssueRecord,
  MilestoneRecord,
  PullRecord,
  RecordKind,
  ReleaseRecord,
  RunRecord,
} from '../model/history.ts';
import type { Policy } from '../policy/schema.ts';
import { matcher } from '../practices/shared/paths.ts';
import { type DebtOptions, debtAt, flowsIn } from './debt-ledger.ts';
import { type Measure, noData, notApplicable, pooled, type Ratio, value } from './measure.ts';
import { type BurnDown, burnDown, type ChangeClass, classOf } from './metrics/debt.ts';
import {
  changeFailRate,
  deploymentFrequency,
  type Incident,
  interventions,
  leadTimes,
  recoveryTimes,
  reworkRate,
} from './metrics/delivery.ts';
import { deploysOf, deploysOfMerges, deploysOfReleases, type Shipped, ship } from './metrics/deploys.ts';
import { alignmentCoverage, ci, ownershipCoverage } from './metrics/quality.ts';
import { reviewTurnaround, type Stages, stagesOf, type Turnaround } from './metrics/review.ts';
import { isIn, type Week, weeksUpTo } from './week.ts';

/** What is known of one repository's past: what came to its end in the weeks asked for, and what is open. */
export interface RepositoryPast {
  repo: string;
  pulls: readonly PullRecord[];
  deployments: readonly DeploymentRecord[];
  releases: readonly ReleaseRecord[];
  runs: readonly RunRecord[];
  issues: readonly IssueRecord[];
  /** Open ones. */
  milestones: readonly MilestoneRecord[];
  alerts: readonly { severity: 'critical' | 'high' | 'medium' | 'low'; createdAt: number }[];
  /** Why a kind could not be read. */
  lacks: Partial<Record<RecordKind | 'alert', string>>;
}

export interface Delivery {
  leadHours: number[];
  /** Deploys of each of twelve weeks, this one last. */
  deploys: number[];
  redeploys: number;
  changeFail: Ratio & { provisional: boolean };
  recoveryMinutes: number[];
  /** Failed and not repaired yet, by age in hours. */
  unrecoveredHours: number[];
  rework: Ratio;
}

/** A week's figures of one repository, or of several pooled: counts and lists, never shares, so that they can be pooled. */
export interface Figures {
  merged: number;
  alignment: ReturnType<typeof alignmentCoverage>;
  delivery: Measure<Delivery>;
  stages: Stages[];
  reviews: Turnaround;
  ci: Measure<ReturnType<typeof ci>>;
  ownership: Measure<Ratio>;
  /** Merged changes by class, of each of the weeks that reserves are kept over, this one last. */
  classes: Record<ChangeClass, number>[];
  debt: BurnDown;
  /** What cannot be counted as it is told, to be looked at. */
  odd: { repo: string; what: string; numbers: number[] }[];
}

/** How many weeks deploys are counted over. */
export const DEPLOY_WEEKS = 12;

/** One repository's figures of a week, by its own configuration. */
export function figuresOf(past: RepositoryPast, policy: Policy, week: Week, now: number): Figures {
  const { pulls } = past;
  const merged = pulls.filter(({ mergedAt, onDefault, author }) => onDefault && !author.bot && isIn(mergedAt, week));
  const shipped = shippedIn(past, policy);
  const deployedAt = new Map(shipped.shipments.flatMap(({ at, changes }) => changes.map(({ number }) => [number, at])));
  const debt = policy['technical-debt'];
  const classes = classesOf(policy);
  const weeks = weeksUpTo(week, Math.max(1, Math.round(debt.reserve.over.days / 7)));
  return {
    merged: merged.length,
    alignment: alignmentCoverage(
      pulls,
      policy['north-star'].outcomes.map(({ id }) => id),
      week,
    ),
    delivery: deliveryOf(past, shipped, policy, week, now),
    stages: merged.flatMap((pull) => stagesOf(pull, deployedAt.get(pull.number)) ?? []),
    reviews: reviewTurnaround(pulls, week, week.zone),
    ci: measured(past, 'run', past.runs, 'No workflow has run', () => ci(past.runs, week)),
    ownership: ownershipCoverage(pulls, week),
    classes: weeks.map((one) => countClasses(pulls, one, classes)),
    debt: burnDown(pointsAt(past.issues, week.from, debt), flowsIn(past.issues, week, debt, now), debt.budget.points),
    odd: oddOnes(past, shipped, debt, now),
  };
}

/** Which deploy brought what, by what the repository calls a deployment. */
function shippedIn({ pulls, deployments, releases }: RepositoryPast, policy: Policy): Shipped {
  const { environments, 'deployed-by': by } = policy['developer-experience'].production;
  const isProduction = matcher(environments);
  const deploys = {
    deployments: () => deploysOf(deployments, isProduction),
    releases: () => deploysOfReleases(releases),
    merges: () => deploysOfMerges(pulls),
  }[by]();
  return ship(deploys, pulls);
}

function deliveryOf(
  past: RepositoryPast,
  { shipments }: Shipped,
  policy: Policy,
  week: Week,
  now: number,
): Measure<Delivery> {
  const kind = ({ deployments: 'deployment', releases: 'release', merges: 'pull' } as const)[
    policy['developer-experience'].production['deployed-by']
  ];
  return measured(past, kind, shipments, 'No deployment to production is known', () => {
    const found = interventions(shipments, incidentsOf(past.issues, policy));
    const { minutes, openHours } = recoveryTimes(shipments, found, week);
    const { counts, redeploys } = deploymentFrequency(shipments, weeksUpTo(week, DEPLOY_WEEKS));
    const { incident } = classesOf(policy);
    return {
      ...{ leadHours: leadTimes(shipments, week), deploys: counts, redeploys },
      changeFail: changeFailRate(shipments, found, week, now),
      ...{ recoveryMinutes: minutes, unrecoveredHours: openHours },
      rework: reworkRate(shipments, (pull) => classOf(labelsOf(pull), { ...NONE, incident }) === 'incident', week),
    };
  });
}

/** What was not read is no data; where nothing of the kind was ever told, it is not set up; else it is a value, nought too. */
function measured<Value>(
  { lacks }: RepositoryPast,
  kind: RecordKind,
  things: readonly unknown[],
  none: string,
  figure: () => Value,
): Measure<Value> {
  const because = lacks[kind];
  if (because !== undefined) return noData(because);
  return things.length === 0 ? notApplicable(none) : value(figure());
}

const incidentsOf = (issues: readonly IssueRecord[], policy: Policy): Incident[] => {
  const label = policy.resilience['post-incident'].label.toLowerCase();
  return issues
    .filter(({ labels }) => labels.some(({ name }) => name.toLowerCase() === label))
    .map(({ createdAt, deployment, resolvedAt, closedAt }) => ({ at: createdAt, deployment, resolvedAt, closedAt }));
};

const NONE = { incident: [], debt: [], innovation: [] };

/** The labels of each class of change. A hotfix repairs an incident, whether or not somebody opened one. */
const classesOf = ({ resilience, 'technical-debt': debt }: Policy) => ({
  incident: [resilience['post-incident'].label, 'hotfix'],
  debt: debt.labels,
  innovation: debt.reserve['innovation-labels'],
});

const labelsOf = ({ labels, closes }: PullRecord): string[] => [...labels, ...closes];

function countClasses(
  pulls: readonly PullRecord[],
  week: Week,
  classes: ReturnType<typeof classesOf>,
): Record<ChangeClass, number> {
  const counts = { incident: 0, debt: 0, innovation: 0, product: 0 };
  for (const pull of pulls)
    if (pull.onDefault && !pull.author.bot && !pull.outcomes.exempt && isIn(pull.mergedAt, week))
      counts[classOf(labelsOf(pull), classes)] += 1;
  return counts;
}

/** A class's share of each week, to be pooled. */
export const sharesOf = (classes: Figures['classes'], one: ChangeClass): Ratio[] =>
  classes.map((counts) => ({ k: counts[one], n: Object.values(counts).reduce((sum, count) => sum + count, 0) }));

const pointsAt = (issues: readonly IssueRecord[], at: number, options: DebtOptions): number =>
  issues.reduce((sum, issue) => sum + (debtAt(issue, at, options)?.points ?? 0), 0);

function oddOnes({ repo, issues }: RepositoryPast, { tooEarly }: Shipped, debt: DebtOptions, now: number) {
  const points = issues.filter((issue) => (debtAt(issue, now, debt)?.odd.length ?? 0) > 0);
  return [
    { repo, what: 'deployed before they were merged', numbers: tooEarly.map(({ number }) => number) },
    { repo, what: 'points that are no number', numbers: points.map(({ number }) => number) },
  ].filter(({ numbers }) => numbers.length > 0);
}

/** Several repositories' figures as one: counts added, lists joined. What one of them lacks, the others still tell. */
export function pool(all: readonly Figures[], budget: number | undefined): Figures {
  const sum = (of: (figures: Figures) => number) => all.reduce((total, figures) => total + of(figures), 0);
  const alignment = (of: keyof Figures['alignment']) => sum((figures) => figures.alignment[of]);
  const debt = (of: 'start' | 'added' | 'reestimated' | 'paid' | 'writtenOff') => sum((figures) => figures.debt[of]);
  return {
    merged: sum(({ merged }) => merged),
    alignment: {
      ...{ k: alignment('k'), n: alignment('n'), exempt: alignment('exempt') },
      ...{ inferred: alignment('inferred'), byBots: alignment('byBots') },
    },
    delivery: joined(
      all.map(({ delivery }) => delivery),
      (known) => ({
        leadHours: known.flatMap(({ leadHours }) => leadHours),
        deploys: addUp(known.map(({ deploys }) => deploys)),
        redeploys: known.reduce((total, { redeploys }) => total + redeploys, 0),
        changeFail: {
          ...pooled(known.map(({ changeFail }) => changeFail)),
          provisional: known.some(({ changeFail }) => changeFail.provisional),
        },
        recoveryMinutes: known.flatMap(({ recoveryMinutes }) => recoveryMinutes),
        unrecoveredHours: known.flatMap(({ unrecoveredHours }) => unrecoveredHours),
        rework: pooled(known.map(({ rework }) => rework)),
      }),
    ),
    stages: all.flatMap(({ stages }) => stages),
    reviews: {
      hours: all.flatMap(({ reviews }) => reviews.hours),
      within: pooled(all.map(({ reviews }) => reviews.within)),
      waiting: all.flatMap(({ reviews }) => reviews.waiting),
    },
    ci: joined(
      all.map((figures) => figures.ci),
      (known) => ({
        firstTry: pooled(known.map(({ firstTry }) => firstTry)),
        flaky: pooled(known.map(({ flaky }) => flaky)),
        minutes: known.flatMap(({ minutes }) => minutes),
        queueMinutes: known.flatMap(({ queueMinutes }) => queueMinutes),
      }),
    ),
    ownership: joined(
      all.map(({ ownership }) => ownership),
      pooled,
    ),
    classes: (all[0]?.classes ?? []).map((_, week) => {
      const of = (one: ChangeClass) => sum(({ classes }) => classes[week]?.[one] ?? 0);
      return { incident: of('incident'), debt: of('debt'), innovation: of('innovation'), product: of('product') };
    }),
    debt: burnDown(
      debt('start'),
      {
        ...{ added: debt('added'), reestimated: debt('reestimated') },
        ...{ paid: debt('paid'), writtenOff: debt('writtenOff') },
      },
      budget,
    ),
    odd: all.flatMap(({ odd }) => odd),
  };
}

/** Values joined; where none is known, why the first is not. */
function joined<Value>(all: readonly Measure<Value>[], join: (known: Value[]) => Value): Measure<Value> {
  const known = all.flatMap((one) => (one.state === 'value' ? [one.value] : []));
  const lacking = all.find(({ state }) => state === 'no data') ?? all[0] ?? notApplicable('There is no repository');
  return known.length > 0 ? value(join(known)) : lacking;
}

const addUp = (lists: readonly number[][]): number[] =>
  Array.from({ length: Math.max(0, ...lists.map(({ length }) => length)) }, (_, i) =>
    lists.reduce((total, list) => total + (list[i] ?? 0), 0),
  );
