import { parse } from 'csv-parse/sync';
import type { KpiProblem, KpiReading } from '../model/kpi.ts';
import { code } from '../model/markdown.ts';
import { type KnownKpis, readingOf } from './kpi-reading.ts';

/** A larger file is not read: it would hold up everything else. */
const BYTES = 512 * 1024;
const LINES = 10_000;

const COLUMNS = ['date', 'kpi', 'value'] as const;
type Columns = Record<(typeof COLUMNS)[number], number>;

/** Lines are counted from 1; `cells` are missing where the line's quotes are broken. */
interface Row {
  line: number;
  cells: string[] | undefined;
}

/** The readings in a `kpis.csv`. What is wrong with a line is told, and the other lines count. */
export function parseKpiFile(text: string, known: KnownKpis): { readings: KpiReading[]; problems: KpiProblem[] } {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  if (new TextEncoder().encode(text).length > BYTES || lines.length > LINES) return nothing(1, TOO_LARGE);
  const [header, ...rows] = rowsOf(lines);
  if (header === undefined) return { readings: [], problems: [] };
  const columns = columnsOf(header);
  if (typeof columns === 'string') return nothing(header.line, columns);
  const width = header.cells?.length ?? 0;
  const problems: KpiProblem[] = [];
  const readings = new Map<string, { line: number; reading: KpiReading }>();
  for (const row of rows) {
    const found = readingIn(row, columns, width, known);
    if ('problem' in found) {
      problems.push({ line: row.line, text: found.problem });
      continue;
    }
    const key = `${found.kpi} ${found.day}`;
    const before = readings.get(key);
    if (before) problems.push({ line: before.line, text: twice(row.line, found) });
    readings.set(key, { line: row.line, reading: { ...found, source: 'file' } });
  }
  return {
    readings: [...readings.values()].map(({ reading }) => reading),
    problems: problems.sort((a, b) => a.line - b.line),
  };
}

const TOO_LARGE = 'The file is too large to be read: at most 512 KB and 10,000 lines. Take the oldest days out.';
const nothing = (line: number, text: string) => ({ readings: [], problems: [{ line, text }] });
const twice = (line: number, { kpi, day }: { kpi: string; day: string }) =>
  `Line ${line} has ${code(kpi)} of ${code(day)} too, and counts. Take one of them out.`;

/** What is neither blank nor a comment. */
function rowsOf(lines: readonly string[]): Row[] {
  const numbered = lines
    .map((text, i) => ({ line: i + 1, text: text.trim() }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'));
  const cells = cellsOf(numbered.map(({ text }) => text));
  return numbered
    .map(({ line }, i) => ({ line, cells: cells[i] }))
    .filter((row) => row.cells === undefined || row.cells.some((cell) => cell !== ''));
}

/**
 * The cells of each line. A quote that is not closed would swallow the lines after it, so where the lines together do not
 * make as many rows each is taken by itself, which costs twenty times as much.
 */
function cellsOf(lines: readonly string[]): (string[] | undefined)[] {
  const together = parsed(lines.join('\n'));
  return together?.length === lines.length ? together : lines.map((line) => parsed(line)?.[0]);
}

function parsed(text: string): string[][] | undefined {
  try {
    return parse(text, { trim: true, relax_column_count: true, record_delimiter: '\n' });
  } catch {
    return undefined;
  }
}

/** Where the columns are, or what is wrong with the line that names them. */
function columnsOf({ cells = [] }: Row): Columns | string {
  const names = cells.map((cell) => cell.toLowerCase());
  const [date, kpi, value] = COLUMNS.map((name) => names.indexOf(name));
  if (date !== undefined && kpi !== undefined && value !== undefined && Math.min(date, kpi, value) >= 0)
    return { date, kpi, value };
  return isSplitOtherwise(cells) ? COMMAS : 'The first line names the columns: `date,kpi,value`.';
}

const COMMAS = 'Columns are separated by commas: `date,kpi,value`.';
const isSplitOtherwise = ([only = '', ...more]: string[]): boolean => more.length === 0 && /[;\t]/.test(only);

function readingIn({ cells }: Row, { date, kpi, value }: Columns, width: number, known: KnownKpis) {
  if (cells === undefined) return { problem: 'A quote is not closed, or stands within a cell.' };
  if (isSplitOtherwise(cells)) return { problem: COMMAS };
  const count = cells.findLastIndex((cell) => cell !== '') + 1;
  if (count > width)
    return {
      problem: `This line has ${count} cells, the first names ${width} columns. Decimals are written with a point: \`12.5\`.`,
    };
  return readingOf({ kpi: cells[kpi] ?? '', day: cells[date] ?? '', value: cells[value] ?? '' }, known);
}
