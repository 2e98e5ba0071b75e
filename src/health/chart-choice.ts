import { barChart, lineChart, pieChart } from './charts.ts';
import type { KpiStanding } from './kpis.ts';
import { type Measure, noData, notApplicable, value } from './measure.ts';
import { METRICS, type MetricId, seriesOf, type Unit } from './metric.ts';
import type { Period } from './period.ts';
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

/** KPIs whose ways are shown side by side. */
const WAYS = 20;

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
      return [...byOutcome(period), ...figures];
    case 'outcomes':
      return [...ways(period), ...figures, ...kpiCharts(period, weeks)];
    default:
      return figures;
  }
}

/** Where the week's changes went, where they went to more than one outcome. */
function byOutcome(period: Period): string[] {
  const served = period.policy['north-star'].outcomes.flatMap(({ id, title }) => {
    const changes = period.byOutcome.get(id) ?? 0;
    return changes > 0 ? [{ name: title, value: value(changes) }] : [];
  });
  return served.length < 2 ? [] : [pieChart({ title: 'Changes by outcome', unit: '', parts: served })];
}

/** How far the KPIs have come, where there is more than one to compare. */
function ways({ kpis }: Period): string[] {
  const parts = kpis.slice(0, WAYS).map(({ kpi, attainment }) => ({ name: kpi.title, value: wayOf(attainment) }));
  const told = parts.filter(({ value: way }) => way.state === 'value');
  return told.length < 2 ? [] : [barChart({ title: 'How far each KPI has come', unit: '% of the way', parts })];
}

function wayOf(attainment: KpiStanding['attainment']): Measure<number> {
  if (typeof attainment === 'string') return noData(attainment);
  return 'share' in attainment ? value(attainment.share * 100) : notApplicable('It began at its target');
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
