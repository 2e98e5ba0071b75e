import { barChart, lineChart, type Part, pieChart } from './charts.ts';
import type { KpiStanding } from './kpis.ts';
import { type Measure, noData, notApplicable, value } from './measure.ts';
import { METRICS, type MetricId, seriesOf, type Unit } from './metric.ts';
import type { Period } from './period.ts';
import { count } from './told.ts';
import { weeksUpTo } from './week.ts';

/** Charts look back over a quarter. */
const WEEKS = 12;

/** The figures of each practice that are drawn; the others are told. */
const DRAWN: Readonly<Record<string, readonly MetricId[]>> = {
  'north-star': ['alignment'],
  'developer-experience': ['lead-time', 'turnaround'],
  resilience: ['change-fail'],
  'technical-debt': ['debt'],
};

const UNITS: Readonly<Record<Unit, string>> = {
  ...{ share: '%', hours: 'hours', minutes: 'minutes', count: '', points: 'points' },
};

/** KPIs drawn one by one. */
const KPIS = 5;

/** As many are compared in one chart. */
const BARS = 20;

/** A practice's charts: its figures over twelve weeks, once there are three to draw, and what parts of it are compared. */
export function charts(practice: string, period: Period): string[] {
  const weeks = weeksUpTo(period.week, WEEKS).map(({ name }) => name);
  const figures = (DRAWN[practice] ?? []).flatMap((id) => {
    const { title, unit } = METRICS[id];
    const scale = unit === 'share' ? 100 : 1;
    const values = seriesOf(id, period.points, period.earlier, WEEKS).map((one) =>
      one === undefined ? undefined : one * scale,
    );
    return isDrawn(values)
      ? [lineChart({ title, unit: UNITS[unit], weeks, series: [{ name: title, values: values.map(measured) }] })]
      : [];
  });
  switch (practice) {
    case 'north-star':
      return [...served(period), ...byOutcome(period), ...figures];
    case 'outcomes':
      return [...progress(period), ...figures, ...kpiCharts(period, weeks)];
    default:
      return figures;
  }
}

/** What all merged changes served, each counted once. */
function served({ figures, policy }: Period): string[] {
  const { k, n, inferred, exempt, byBots } = figures.alignment;
  const all = {
    ...{ 'an outcome that is declared': k - inferred, 'an outcome that is inferred': inferred, 'no outcome': n - k },
    ...{ exempt, 'by bots': byBots },
  };
  const parts = Object.entries(all).flatMap(([name, changes]) =>
    changes > 0 ? [{ name, value: value(changes) }] : [],
  );
  const isAsked = policy['north-star'].outcomes.length > 0 && n > 0;
  return isAsked ? [pieChart({ title: 'What merged changes served', unit: 'changes', parts })] : [];
}

/** The changes of each outcome, where there is more than one to compare; one that serves several counts for each. */
function byOutcome({ byOutcome: counts, policy }: Period): string[] {
  const outcomes = policy['north-star'].outcomes.filter(({ id }) => (counts.get(id) ?? 0) > 0);
  const parts = outcomes.slice(0, BARS).map(({ id, title }) => ({ name: title, value: value(counts.get(id) ?? 0) }));
  return bars('Changes by outcome', 'changes', parts, outcomes.length - parts.length);
}

/** How far the KPIs have come, where there is more than one to compare. */
function progress({ kpis }: Period): string[] {
  const parts = kpis.slice(0, BARS).map(({ kpi, attainment }) => ({ name: kpi.title, value: progressOf(attainment) }));
  return bars('How far each KPI has come', '% of the way', parts, kpis.length - parts.length);
}

function progressOf(attainment: KpiStanding['attainment']): Measure<number> {
  if (typeof attainment === 'string') return noData(attainment);
  return 'share' in attainment ? value(attainment.share * 100) : notApplicable('It began at its target');
}

function bars(title: string, unit: string, parts: readonly Part[], more: number): string[] {
  const seen = parts.filter(({ value: one }) => one.state === 'value' && one.value >= 0);
  if (seen.length < 2) return [];
  return [barChart({ title, unit, parts }), ...(more > 0 ? [`${count(more, 'more is', 'more are')} not drawn.`] : [])];
}

function kpiCharts({ kpis }: Period, weeks: readonly string[]): string[] {
  return kpis.slice(0, KPIS).flatMap(({ kpi, weeks: readings }) => {
    const values = weeks.map((name) => readings.find(({ week }) => week.name === name)?.value);
    if (!isDrawn(values)) return [];
    return [
      lineChart({
        ...{ title: kpi.title, unit: kpi.unit ?? '', weeks, target: kpi.target },
        series: [{ name: kpi.title, values: values.map(measured) }],
      }),
    ];
  });
}

const isDrawn = (values: readonly (number | undefined)[]): boolean =>
  values.filter((one) => one !== undefined).length >= 3;

const measured = (one: number | undefined): Measure<number> => (one === undefined ? noData('no data') : value(one));
