import { lineChart } from './charts.ts';
import { type Measure, noData, value } from './measure.ts';
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

/** A practice's charts over twelve weeks; none before there are three weeks to draw. */
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
  return practice === 'outcomes' ? [...figures, ...kpiCharts(period, weeks)] : figures;
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
