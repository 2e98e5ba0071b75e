import { code } from '../model/markdown.ts';
import type { KpiStanding } from './kpis.ts';
import { changeOf, METRICS, type MetricId } from './metric.ts';
import type { Period } from './period.ts';
import { changed, count, figure, inUnit, percent } from './told.ts';

/** Leaders read at most so many numbers. */
const MOST = 5;

/** What leaders read first: each outcome by its KPI, in business words; without outcomes, what delivery itself tells. */
export function outcomeTable(period: Period): string {
  const { outcomes } = period.policy['north-star'];
  const isKnown = outcomes.some(({ id, kpi }) => (period.byOutcome.get(id) ?? 0) > 0 || hasReading(period, kpi));
  if (outcomes.length === 1 && !isKnown)
    return "The outcome has no KPI's reading yet, and no change served it this week.";
  if (outcomes.length > 0 && !isKnown)
    return `None of the ${outcomes.length} outcomes has a KPI's reading yet, and no change served one this week.`;
  const rows = outcomes.length > 0 ? outcomes.slice(0, MOST).map((outcome) => rowOf(outcome, period)) : plain(period);
  if (rows.length === 0) return 'There are no figures yet.';
  const more = outcomes.length - MOST;
  const rest = more > 0 ? [`\n${count(more, 'more outcome is', 'more outcomes are')} below, for engineers.`] : [];
  return [
    '| Outcome | Where it stands | Target | 4 weeks | What it means |',
    '|---|---|---|---|---|',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    ...rest,
  ].join('\n');
}

const hasReading = ({ kpis }: Period, id: string | undefined): boolean =>
  kpis.some(({ kpi, reading }) => kpi.id === id && reading !== undefined);

type Outcome = Period['policy']['north-star']['outcomes'][number];

function rowOf({ id, title, kpi }: Outcome, period: Period): string[] {
  const served = period.byOutcome.get(id) ?? 0;
  const all = period.figures.alignment.n;
  const changes = all === 0 ? 'nothing was merged for it' : `${served} of ${count(all, 'change')} served it`;
  const standing = period.kpis.find((one) => one.kpi.id === kpi);
  if (standing === undefined) return [code(title), 'no KPI yet', '', '', changes];
  const { reading, attainment, kpi: of } = standing;
  const target = inUnit(of.target, of.unit);
  if (reading === undefined || attainment === 'no reading')
    return [code(title), `${code(of.title)}: no reading yet`, target, '', changes];
  const stands = `${inUnit(reading.value, of.unit)} (${code(of.title)})`;
  if (attainment === 'stale') return [code(title), `stale since ${reading.day}`, target, '', changes];
  return [code(title), stands, target, fourWeeks(standing), `${meaning(attainment)}; ${changes}`];
}

function fourWeeks({ before, reading, kpi }: KpiStanding): string {
  if (before === undefined || reading === undefined) return 'too few to tell';
  const change = reading.value - before.value;
  if (change === 0 || Math.abs(change) < Math.abs(before.value) * 0.1)
    return `► from ${inUnit(before.value, kpi.unit)}`;
  return `${change > 0 ? '▲' : '▼'} from ${inUnit(before.value, kpi.unit)}`;
}

function meaning(attainment: { share: number } | { met: boolean }): string {
  if ('met' in attainment) return attainment.met ? 'on target' : 'not on target';
  const { share } = attainment;
  if (share >= 1) return 'the target is reached';
  if (share < 0) return 'further from the target than at the start';
  return `${percent(share)} of the way`;
}

/** Without outcomes: how delivery stands, in words that need no glossary. */
const PLAIN: readonly { id: MetricId; title: string; means: string }[] = [
  { id: 'merged', title: 'Changes finished', means: 'how much was done' },
  { id: 'lead-time', title: 'From idea to use', means: 'how long a change takes to reach its users' },
  { id: 'change-fail', title: 'Releases that needed repair', means: 'how often users were let down' },
  { id: 'debt', title: 'Open technical debt', means: 'what slows the next change down' },
];

const plain = (period: Period): string[][] =>
  PLAIN.flatMap(({ id, title, means }) => {
    const point = period.points[id];
    if (point === undefined) return [];
    const change = changeOf(id, point, period.earlier);
    return [[title, figure(point, METRICS[id]), '', change ? changed(change, METRICS[id]) : 'too few to tell', means]];
  });

/** Whether a figure went the better way over four weeks; `undefined` where it stayed, or nothing can be told. */
export function wentBetter({ points, earlier }: Period, id: MetricId): boolean | undefined {
  const point = points[id];
  const change = point && changeOf(id, point, earlier);
  if (change?.way === undefined || change.way === 'level') return undefined;
  return change.better ?? change.way === 'up';
}
