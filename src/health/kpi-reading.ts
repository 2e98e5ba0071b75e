import { type KpiReading, numberIn } from '../model/kpi.ts';
import { code } from '../model/markdown.ts';
import { nearest } from '../policy/nearest.ts';
import { daysIn } from '../practices/shared/days.ts';

/** A reading as somebody told it; what is missing is empty. */
export interface Told {
  kpi: string;
  day: string;
  value: string | number;
}

/** What readings may be told of. */
export interface KnownKpis {
  /** The ids of a repository's own KPIs. */
  kpis: readonly string[];
  /** Those of its organisation's, whose readings are elsewhere. */
  inherited: readonly string[];
  /** The last day that a reading can be of: somewhere it has begun. */
  tomorrow: string;
}

const EARLIEST = '2000-01-01';
/** Beyond this a number is not told from the next one. */
const LARGEST = 1e15;

type Understood = Omit<KpiReading, 'source'>;

/** Understands a reading, or says in safe Markdown why it cannot be kept and how to write it. */
export function readingOf({ kpi, day, value }: Told, known: KnownKpis): Understood | { problem: string } {
  const [id, date, text] = [kpi.trim().toLowerCase(), day.trim(), String(value).trim()];
  const number = typeof value === 'number' ? value : numberIn(text);
  const problem = kpiProblem(id, known) ?? dayProblem(date, known) ?? valueProblem(text, number);
  return number === undefined || problem !== undefined
    ? { problem: problem ?? HOW }
    : { kpi: id, day: date, value: number };
}

function kpiProblem(id: string, { kpis, inherited }: KnownKpis): string | undefined {
  if (kpis.includes(id)) return undefined;
  if (inherited.includes(id))
    return `${code(id)} is the organisation's KPI: its readings belong in its \`.github\` repository.`;
  const listed = kpis.slice(0, 20).map((one) => code(one));
  const all = listed.length === 0 ? 'No KPI is configured here.' : `Known: ${listed.join(', ')}.`;
  if (id === '') return `The KPI is missing. ${all}`;
  const near = nearest(id, kpis);
  return `${code(id)} is not a KPI here. ${near === undefined ? all : `Did you mean ${code(near)}?`}`;
}

function dayProblem(day: string, { tomorrow }: KnownKpis): string | undefined {
  if (day === '') return 'The day is missing. Days are written `2026-12-31`.';
  if (daysIn(day)[0] !== day) return `${code(day)} is not a date. Dates are written \`2026-12-31\`.`;
  if (day < EARLIEST) return `${code(day)} is too long ago: readings begin in 2000.`;
  return day > tomorrow ? `${code(day)} is yet to come.` : undefined;
}

const HOW = 'Write it as `12.5`: digits and a point, nothing else.';

function valueProblem(text: string, number: number | undefined): string | undefined {
  if (text === '') return `The value is missing. ${HOW}`;
  if (number === undefined) return `${code(text)} is not a number. ${HOW}`;
  return Math.abs(number) > LARGEST ? `${code(text)} is too large: at most 15 digits are kept.` : undefined;
}
