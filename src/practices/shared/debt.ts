import { fieldIn } from './fields.ts';

/** More is no estimate: somebody's finger slipped, or tries what happens. */
const MOST_POINTS = 1_000;

/** Points as people wrote them: a number that can be one, or what stands there instead. */
export type Points = { points: number } | { odd: string };

/** Reads points: a number from 0 to 1,000, halves and the like included. */
export function pointsIn(written: string): Points {
  const text = written.trim();
  const points = /^\d{1,6}([.,]\d{1,3})?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  return points <= MOST_POINTS ? { points } : { odd: text };
}

/** The points of a label such as `debt: 5`; `undefined` of any other. Labels are compared without case. */
const labelPoints = (label: string, prefix: string): Points | undefined =>
  label.toLowerCase().startsWith(prefix.toLowerCase()) ? pointsIn(label.slice(prefix.length)) : undefined;

/** The points in a description's line `Debt: 5`. */
export function writtenPoints(description: string): Points | undefined {
  const field = fieldIn(description, ['Debt', 'Debt points']);
  return field && pointsIn(field.value.replace(/\s*points?\.?$/i, ''));
}

/**
 * What a debt weighs: by its label, else by its description, else the default. Of several labels the first counts that can; points
 * that cannot be any are told, and count as if they were not there.
 */
export function weigh(
  { labels, written }: { labels: readonly string[]; written: Points | undefined },
  options: { 'label-prefix': string; default: number },
): { points: number; estimated: boolean; odd: string[] } {
  const named = labels.flatMap((label) => labelPoints(label, options['label-prefix']) ?? []);
  const all = [...named, ...(written ? [written] : [])];
  const good = all.find((one) => 'points' in one);
  const odd = all.flatMap((one) => ('odd' in one ? one.odd : []));
  return good && 'points' in good
    ? { points: good.points, estimated: true, odd }
    : { points: options.default, estimated: false, odd };
}
