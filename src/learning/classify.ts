import type { Lesson } from '../model/lesson.ts';

/** Stands for "none of them": what people took a label away from. */
export const NONE = '';

/** How often each sign stood in pull requests of each outcome. Sums alone, so the order of lessons makes no difference. */
export interface Counts {
  /** The known outcomes, and `NONE`. */
  outcomes: readonly string[];
  /** Lessons, and signs in them, of each outcome. */
  lessons: readonly number[];
  totals: readonly number[];
  /** By sign, one number for each outcome. */
  signs: ReadonlyMap<string, readonly number[]>;
}

/** The outcome that speaks most, and by how much more than the next. */
export interface Answer {
  outcome: string;
  /** Logarithm of how many times likelier it is than the next, by the root of how many signs were known: long texts repeat themselves. */
  margin: number;
  /** What each known sign adds to it, against the next. */
  weights: ReadonlyMap<string, number>;
}

export function countsOf(lessons: readonly Lesson[], known: readonly string[]): Counts {
  const outcomes = [...known, NONE];
  const zeros = () => outcomes.map(() => 0);
  const [taught, totals] = [zeros(), zeros()];
  const signs = new Map<string, number[]>();
  for (const lesson of lessons) {
    const of = indexesOf(lesson, outcomes);
    for (const sign of of.length > 0 ? lesson.signs : []) if (!signs.has(sign)) signs.set(sign, zeros());
    for (const at of of) {
      taught[at] = (taught[at] ?? 0) + 1;
      totals[at] = (totals[at] ?? 0) + lesson.signs.length;
      for (const sign of lesson.signs) {
        const row = signs.get(sign) ?? [];
        row[at] = (row[at] ?? 0) + 1;
      }
    }
  }
  return { outcomes, lessons: taught, totals, signs };
}

/** An outcome that is configured no more is none that could be named. */
const indexesOf = ({ outcomes: named }: Lesson, outcomes: readonly string[]): number[] =>
  named.length === 0
    ? [outcomes.length - 1]
    : outcomes.flatMap((id, at) => (id !== NONE && named.includes(id) ? [at] : []));

/** What is added to each count, since what was never seen is not impossible. Measured: docs/explanation/outcome-inference.md. */
const SMOOTHING = 0.3;

/**
 * Multinomial naive Bayes (Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, chapter 13) over signs that
 * are there or not. `without` leaves one lesson out, as if it had never been taught: what it is asked about is not what it knows.
 */
export function ask(counts: Counts, signs: readonly string[], without?: Lesson): Answer | undefined {
  const { outcomes } = counts;
  const out = new Set(without ? indexesOf(without, outcomes) : []);
  const own = new Set(without?.signs);
  const less = (at: number, by: number) => (out.has(at) ? by : 0);
  const lessons = counts.lessons.map((n, at) => n - less(at, 1));
  const totals = counts.totals.map((n, at) => n - less(at, own.size));
  const all = lessons.reduce((sum, n) => sum + n, 0);
  const rows = signs.flatMap((sign) => {
    const row = counts.signs.get(sign)?.map((n, at) => n - (own.has(sign) ? less(at, 1) : 0));
    return row?.some((n) => n > 0) ? [{ sign, row }] : [];
  });
  if (rows.length === 0) return undefined;
  const spread = SMOOTHING * counts.signs.size;
  const likelihood = (row: readonly number[], at: number) =>
    Math.log(((row[at] ?? 0) + SMOOTHING) / ((totals[at] ?? 0) + spread));
  const scores = outcomes.map((_, at) =>
    rows.reduce(
      (sum, { row }) => sum + likelihood(row, at),
      Math.log(((lessons[at] ?? 0) + 1) / (all + outcomes.length)),
    ),
  );
  const [first = 0, second = 0] = [...outcomes.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  return {
    outcome: outcomes[first] ?? NONE,
    margin: ((scores[first] ?? 0) - (scores[second] ?? 0)) / Math.sqrt(rows.length + 1),
    weights: new Map(rows.map(({ sign, row }) => [sign, likelihood(row, first) - likelihood(row, second)])),
  };
}
