import { code } from '../model/markdown.ts';
import { type Measure, noData, value } from './measure.ts';
import { amount, axis, COLOURS, diagram, GREY, names, PIE_THEME, plain, quoted, words, xyTheme } from './mermaid.ts';

/**
 * Charts as GitHub draws them, each with its values in a table. None can have a gap, since Mermaid reads nothing but numbers: what
 * has no value is left out of the axis, which is said, and the table tells why.
 */

export interface LineChart {
  title: string;
  /** Of every value, such as `hours` or `%`. */
  unit: string;
  /** Such as `2026-W47`, the oldest first. */
  weeks: readonly string[];
  series: readonly [Series] | readonly [Series, Series] | readonly [Series, Series, Series];
  target?: number;
}
export interface Series {
  name: string;
  /** One for each week. */
  values: readonly Measure<number>[];
}

export interface PartChart {
  title: string;
  unit: string;
  parts: readonly Part[];
}
export interface Part {
  name: string;
  value: Measure<number>;
}

const CALLED = ['Blue', 'Orange', 'Pink'];

/** So many letters fit. */
const TITLE = 50;
const UNIT = 30;
const NAME = 24;
const KEY = 40;

/** Lines through weeks, a level one for the target, and which is which. */
export function lineChart(chart: LineChart): string {
  const { unit, weeks, series, target } = chart;
  const drawing = lineDiagrams(chart);
  const lines = series.map(({ name }, i) => `${CALLED[i]}: ${code(name)}.`);
  const level = target === undefined ? [] : [`Grey: the target, ${cell(value(target))}${unit && ` ${code(unit)}`}.`];
  const hasGaps = series.some((one) => pointsOf(one, weeks).length < weeks.length);
  const gaps = hasGaps ? ['The axis leaves out (…) weeks without a value.'] : [];
  const told = drawing ? [drawing, [...lines, ...level, ...gaps].join(' ')] : ['A line needs two weeks with a value.'];
  const head = ['Week', ...series.map(({ name }) => `${code(name)}${unit && ` (${code(unit)})`}`)];
  const rows = weeks.map((week, i) => [week, ...series.map(({ values }) => cell(values[i]))]);
  return [...told, table(head, rows)].join('\n\n');
}

/** The lines alone: a diagram, or several where series lack values in different weeks. Empty where none has two values. */
export function lineDiagrams({ title, unit, weeks, series, target }: LineChart): string {
  const lines = series.map((one, i) => ({ points: pointsOf(one, weeks), colour: COLOURS[i] ?? GREY }));
  const level = target === undefined ? [] : drawn(value(target));
  const range = axis('near', [...lines.flatMap(({ points }) => points.map(({ y }) => y)), ...level]);
  const groups = Map.groupBy(lines, ({ points }) => points.map(({ at }) => at).join());
  const diagrams = [...groups.values()].map((group) => {
    const shown = group[0]?.points ?? [];
    if (shown.length < 2) return [];
    return diagram('xychart-beta', xyTheme([...group.map(({ colour }) => colour), GREY]), [
      `title ${quoted(title, TITLE)}`,
      `x-axis [${ticks(weeks, shown).join(', ')}]`,
      `y-axis ${quoted(unit, UNIT)} ${range}`,
      ...group.map(({ points }) => `line [${points.map(({ y }) => plain(y)).join(', ')}]`),
      ...level.map((y) => `line [${shown.map(() => plain(y)).join(', ')}]`),
    ]);
  });
  return diagrams.flat().join('\n\n');
}

/** A bar for each part, from nought. */
export function barChart({ title, unit, parts }: PartChart): string {
  const bars = drawable(parts).filter(({ y }) => y >= 0);
  const [labels, heights] = [bars.map(({ name }) => name), bars.map(({ y }) => y)];
  const drawing = diagram('xychart-beta horizontal', xyTheme(COLOURS), [
    `title ${quoted(title, TITLE)}`,
    `x-axis [${names(NAME, labels).join(', ')}]`,
    `y-axis ${quoted(unit, UNIT)} ${axis('nought', heights)}`,
    `bar [${heights.map(plain).join(', ')}]`,
  ]);
  const lacking = bars.length < parts.length ? ['What has no value, or one below zero, has no bar.'] : [];
  return [...(bars.length > 0 ? [drawing] : []), ...lacking, partTable(unit, parts)].join('\n\n');
}

/** The slices of a whole, the largest first; more than eight are drawn as seven and the rest. */
export function pieChart({ title, unit, parts }: PartChart): string {
  const slices = drawable(parts)
    // The sum of less would be none.
    .filter(({ y }) => y > 1e-9)
    .sort((a, b) => b.y - a.y);
  const small = slices.length > COLOURS.length ? slices.splice(COLOURS.length - 1) : [];
  const rest = small.length > 0 ? [{ name: 'all others', y: small.reduce((sum, { y }) => sum + y, 0) }] : [];
  const all = [...slices, ...rest];
  const labels = all.map(({ name }) => name);
  const drawing = diagram('pie showData', PIE_THEME, [
    `title ${words(title, TITLE)}${unit && ` (${words(unit, UNIT)})`}`,
    ...names(KEY, labels).map((label, i) => `${label} : ${plain(all[i]?.y ?? 0)}`),
  ]);
  const lacking =
    slices.length + small.length < parts.length ? ['What has no value, or none above zero, has no slice.'] : [];
  return [...(all.length > 0 ? [drawing] : []), ...lacking, partTable(unit, parts)].join('\n\n');
}

/** A value that can be drawn: beyond so much Mermaid labels the axis in exponents. */
const drawn = (one: Measure<number> | undefined): number[] =>
  one?.state === 'value' && Math.abs(one.value) < 1e20 ? [one.value] : [];

const pointsOf = ({ values }: Series, weeks: readonly string[]) =>
  weeks.flatMap((_, at) => drawn(values[at]).map((y) => ({ at, y })));

const drawable = (parts: readonly Part[]) => parts.flatMap(({ name, value }) => drawn(value).map((y) => ({ name, y })));

/** Names of the weeks that are shown, without the year where that is enough; those that follow on a gap say so. */
function ticks(weeks: readonly string[], shown: readonly { at: number }[]): string[] {
  const short = weeks.map((week) => week.slice(-3));
  const called = new Set(short).size < short.length ? weeks : short;
  const followsGap = (i: number) => i > 0 && shown[i - 1]?.at !== (shown[i]?.at ?? 0) - 1;
  return names(
    NAME,
    shown.map(({ at }, i) => `${followsGap(i) ? '… ' : ''}${called[at]}`),
  );
}

const cell = (one: Measure<number> = noData('')): string =>
  one.state !== 'value' ? one.state : Number.isFinite(one.value) ? amount(one.value) : 'no data';

function partTable(unit: string, parts: readonly Part[]): string {
  const rows = parts.map(({ name, value }) => [code(name), cell(value)]);
  return table(['', unit ? code(unit) : 'Value'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const lines = [row(head), `|---|${'---:|'.repeat(head.length - 1)}`, ...rows.map(row)];
  return `<details><summary>The figures of the chart</summary>\n\n${lines.join('\n')}\n\n</details>`;
}
