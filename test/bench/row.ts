/** One measured figure, with the limit it is held against where there is one. */
export interface Row {
  name: string;
  value: number;
  unit: string;
  limit?: string;
}

/** The middle value: machines are noisy, and one slow run says nothing. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
};

/** The rows as a Markdown table. */
export function table(title: string, rows: readonly Row[]): string {
  const shown = (value: number) =>
    Math.abs(value) >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
  const lines = rows.map(({ name, value, unit, limit }) => `| ${name} | ${shown(value)} ${unit} | ${limit ?? ''} |`);
  return [`| ${title} | measured | asked |`, '|---|---:|---|', ...lines].join('\n');
}
