/**
 * What a metric amounts to. A true zero is a value; what was never connected, does not apply, or speaks of too few people
 * is none, and each is told apart.
 */
export type Measure<Value> =
  | { state: 'value'; value: Value }
  | { state: 'no data'; because: string }
  | { state: 'not applicable'; because: string }
  | { state: 'suppressed'; because: string };

export const value = <Value>(of: Value): Measure<Value> => ({ state: 'value', value: of });
export const noData = (because: string): Measure<never> => ({ state: 'no data', because });
export const notApplicable = (because: string): Measure<never> => ({ state: 'not applicable', because });

/** Fewer people than this could be recognised in a figure. */
const GROUP = 3;

/** Gives a figure about people only where there are enough of them. */
export const ofPeople = <Value>(people: number, figure: () => Value): Measure<Value> =>
  people < GROUP
    ? { state: 'suppressed', because: `Fewer than ${GROUP} people: not shown, so that nobody is recognised` }
    : value(figure());

/** So many of so many; always shown as such, never as a share alone. */
export interface Ratio {
  k: number;
  n: number;
}

export const ratio = <Thing>(things: readonly Thing[], counts: (thing: Thing) => boolean): Ratio => ({
  k: things.filter(counts).length,
  n: things.length,
});

/** As a fraction; `undefined` of nothing. */
export const share = ({ k, n }: Ratio): number | undefined => (n === 0 ? undefined : k / n);

/** Ratios are pooled by their counts: the mean of shares would give a quiet week the weight of a busy one. */
export const pooled = (ratios: readonly Ratio[]): Ratio =>
  ratios.reduce((sum, { k, n }) => ({ k: sum.k + k, n: sum.n + n }), { k: 0, n: 0 });

/**
 * The quantile by linear interpolation between the two nearest values, `undefined` of nothing.
 *
 * Source: Hyndman & Fan (1996), "Sample Quantiles in Statistical Packages", type 7; R's and NumPy's default.
 */
export function quantile(values: readonly number[], q: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low === undefined || high === undefined ? undefined : low + (high - low) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number | undefined => quantile(values, 0.5);
export const p90 = (values: readonly number[]): number | undefined => quantile(values, 0.9);

/** Fewer than this are listed one by one: no percentage and no arrow can be drawn from them. */
export const FEW = 5;
/** From so many on a 90th percentile is shown. */
export const MANY = 10;

/** Which way a figure went since before: only between enough values, and only where it changed by a tenth or more. */
export function trend(
  before: { value: number; n: number },
  now: { value: number; n: number },
): 'up' | 'down' | 'level' | undefined {
  if (before.n < FEW || now.n < FEW) return undefined;
  const change = now.value - before.value;
  if (Math.abs(change) < Math.abs(before.value) * 0.1 || change === 0) return 'level';
  return change > 0 ? 'up' : 'down';
}
