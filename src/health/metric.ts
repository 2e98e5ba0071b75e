import type { FrozenWeek, Point } from '../model/weekly.ts';
import type { Figures } from './figures.ts';
import { sharesOf } from './figures.ts';
import { type Measure, median, type Ratio, share, trend } from './measure.ts';

/** What a figure is measured in, and so how it is written. */
export type Unit = 'share' | 'hours' | 'minutes' | 'count' | 'points';

/** One of the figures that weeks are compared by. */
export interface Metric {
  title: string;
  unit: Unit;
  /** Where better is; some figures only tell how much there was. */
  better?: 'up' | 'down';
}

/** The figures of a week, by the names under which they are kept. Their definitions are in `docs/metrics.md`. */
export const METRICS = {
  merged: { title: 'Merged changes', unit: 'count' },
  alignment: { title: 'Alignment coverage', unit: 'share', better: 'up' },
  'lead-time': { title: 'Lead time for changes', unit: 'hours', better: 'down' },
  deploys: { title: 'Deployments', unit: 'count', better: 'up' },
  'change-fail': { title: 'Change fail rate', unit: 'share', better: 'down' },
  recovery: { title: 'Failed-deployment recovery time', unit: 'minutes', better: 'down' },
  rework: { title: 'Rework rate', unit: 'share', better: 'down' },
  coding: { title: 'Coding', unit: 'hours', better: 'down' },
  pickup: { title: 'Pickup', unit: 'hours', better: 'down' },
  reviewing: { title: 'Review', unit: 'hours', better: 'down' },
  merging: { title: 'Merge', unit: 'hours', better: 'down' },
  deploying: { title: 'Deploy', unit: 'hours', better: 'down' },
  turnaround: { title: 'Review turnaround', unit: 'hours', better: 'down' },
  'in-time': { title: 'Reviews within 24 hours', unit: 'share', better: 'up' },
  'first-try': { title: 'CI first-try pass', unit: 'share', better: 'up' },
  flaky: { title: 'Flaky runs', unit: 'share', better: 'down' },
  'ci-time': { title: 'CI duration', unit: 'minutes', better: 'down' },
  ownership: { title: 'Ownership coverage', unit: 'share', better: 'up' },
  debt: { title: 'Open debt', unit: 'points', better: 'down' },
  paydown: { title: 'Paydown share', unit: 'share', better: 'up' },
  innovation: { title: 'Innovation share', unit: 'share', better: 'up' },
} as const satisfies Record<string, Metric>;
export type MetricId = keyof typeof METRICS;
export type Points = Partial<Record<MetricId, Point>>;

/** A week's figures as points, one for each metric that has a value: what is not known, or does not apply, has none. */
export function pointsOf(figures: Figures): Points {
  const { delivery, ci, ownership, reviews, stages, classes, debt } = figures;
  const delivered = delivery.state === 'value' ? delivery.value : undefined;
  const ran = ci.state === 'value' ? ci.value : undefined;
  const stage = (of: (one: Figures['stages'][number]) => number | null | undefined) =>
    middle(stages.flatMap((one) => of(one) ?? []));
  const all: Partial<Record<MetricId, Point | undefined>> = {
    merged: counted(figures.merged),
    alignment: of(figures.alignment),
    'lead-time': delivered && middle(delivered.leadHours),
    deploys: delivered && counted(delivered.deploys.at(-1) ?? 0),
    'change-fail': delivered && of(delivered.changeFail),
    recovery: delivered && middle(delivered.recoveryMinutes),
    rework: delivered && of(delivered.rework),
    coding: stage(({ coding }) => coding),
    pickup: stage(({ pickup }) => pickup),
    reviewing: stage(({ review }) => review),
    merging: stage(({ merge }) => merge),
    deploying: stage(({ deploy }) => deploy),
    turnaround: middle(reviews.hours),
    'in-time': of(reviews.within),
    'first-try': ran && of(ran.firstTry),
    flaky: ran && of(ran.flaky),
    'ci-time': ran && middle(ran.minutes),
    ownership: pointIn(ownership, of),
    debt: { value: debt.end, n: 1 },
    paydown: of(sharesOf(classes, 'debt').at(-1) ?? { k: 0, n: 0 }),
    innovation: of(sharesOf(classes, 'innovation').at(-1) ?? { k: 0, n: 0 }),
  };
  return Object.fromEntries(Object.entries(all).filter(([, point]) => point !== undefined));
}

const counted = (count: number): Point => ({ value: count, n: count });

const of = (ratio: Ratio): Point | undefined => {
  const value = share(ratio);
  return value === undefined ? undefined : { value, n: ratio.n, k: ratio.k };
};

const middle = (values: readonly number[]): Point | undefined => {
  const value = median(values);
  return value === undefined ? undefined : { value, n: values.length };
};

const pointIn = <Value>(measure: Measure<Value>, point: (value: Value) => Point | undefined): Point | undefined =>
  measure.state === 'value' ? point(measure.value) : undefined;

/** Weeks before the one that is told, newest first; a week that nothing is known of is not there. */
export type Earlier = readonly { ago: number; name: string; week: FrozenWeek }[];

/** How a figure stands to what it was: four weeks ago, or as long before as is known. */
export interface Change {
  before: Point;
  ago: number;
  /** Only between enough values, and only by a tenth or more; `level` else. */
  way: 'up' | 'down' | 'level' | undefined;
  /** Whether that is the way to go. */
  better: boolean | undefined;
}

/** The weeks that a figure is held against, the first that has it. */
const AGO = [4, 3, 2, 1];

export function changeOf(id: MetricId, now: Point, earlier: Earlier): Change | undefined {
  for (const ago of AGO) {
    const before = earlier.find((one) => one.ago === ago)?.week.points[id];
    if (before === undefined) continue;
    const { better }: Metric = METRICS[id];
    // A count is its own number of values; points of debt are told exactly.
    const exact = METRICS[id].unit === 'points' ? { n: Number.POSITIVE_INFINITY } : {};
    const way = trend({ ...before, ...exact }, { ...now, ...exact });
    const known = better !== undefined && (way === 'up' || way === 'down');
    return { before, ago, way, better: known ? way === better : undefined };
  }
  return undefined;
}

/** A figure over weeks, the oldest first; `undefined` where a week has none. */
export const seriesOf = (id: MetricId, now: Points, earlier: Earlier, weeks: number): (number | undefined)[] =>
  Array.from({ length: weeks }, (_, i) => {
    const ago = weeks - 1 - i;
    return (ago === 0 ? now : earlier.find((one) => one.ago === ago)?.week.points)?.[id]?.value;
  });

/** The weeks before one, as they are kept by name. */
export const earlierOf = (names: readonly string[], kept: ReadonlyMap<string, FrozenWeek>): Earlier =>
  names.flatMap((name, i) => {
    const week = kept.get(name);
    return week === undefined ? [] : [{ ago: i + 1, name, week }];
  });
