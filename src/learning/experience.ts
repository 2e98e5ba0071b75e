import type { Lesson } from '../model/lesson.ts';
import type { Resemblance } from '../model/pull.ts';
import { type Calibration, calibrate, confidenceOf, PRECISION } from './calibrate.ts';
import { ask, type Counts, countsOf, NONE } from './classify.ts';
import type { Sign } from './signs.ts';

/** What an organisation's lessons come to: pure counts, and how far to believe them, and the configuration. */
export interface Experience {
  counts: Counts;
  calibration: Calibration;
  /** Where paths and keywords were certain: how often, and how often people said the same. */
  configured: { tried: number; right: number };
  /** Lessons that speak of the outcomes configured now. */
  lessons: number;
}

/** An outcome as it is configured now; another print is another outcome of this name, of which nothing was tried yet. */
export interface KnownOutcome {
  id: string;
  print: string;
}

/** Learns from all lessons at once; each of them then tries what the others teach. The order of lessons makes no difference. */
export function learn(lessons: readonly Lesson[], outcomes: readonly KnownOutcome[]): Experience {
  const known = [...new Set(outcomes.map(({ id }) => id))].sort();
  const counts = countsOf(lessons, known);
  const trials = lessons.flatMap((lesson) => {
    const isKnown = lesson.outcomes.length === 0 || lesson.outcomes.some((id) => known.includes(id));
    const answer = isKnown ? ask(counts, lesson.signs, lesson) : undefined;
    if (answer === undefined || answer.outcome === NONE) return [];
    return [{ margin: answer.margin, right: lesson.outcomes.includes(answer.outcome) }];
  });
  const idOf = new Map(outcomes.map(({ id, print }) => [print, id]));
  const tried = lessons.flatMap((lesson) => {
    const id = idOf.get(lesson.configured ?? '');
    return id === undefined ? [] : [lesson.outcomes.includes(id)];
  });
  return {
    ...{
      counts,
      calibration: calibrate(trials),
      configured: { tried: tried.length, right: tried.filter(Boolean).length },
    },
    lessons: counts.lessons.reduce((sum, n) => sum + n, 0),
  };
}

/** Fewer lessons than this suggest nothing, and doubt nothing: three of one outcome and none of another are no experience. */
const FEWEST = 10;
/** An answer that is right less often than this, as far as is known, is not worth a reader's glance. Measured: docs/explanation/outcome-inference.md. */
const WORTH_SAYING = 0.6;
const WORDS = 3;
/** Words as short as `in` and `the` may weigh, and tell a reader nothing. */
const SHORT = 3;
const PATHS = 2;

/** Which outcome a pull request resembles, and what in it says so; `digests` are its signs as lessons keep them. */
export function resemblance(
  { counts, calibration, configured, lessons }: Experience,
  signs: readonly Sign[],
  digests: readonly string[],
): Resemblance | undefined {
  if (lessons < FEWEST) return undefined;
  const { tried, right } = configured;
  const doubtful = tried >= FEWEST && right / tried < PRECISION;
  const answer = ask(counts, digests);
  if (answer === undefined || answer.outcome === NONE) return { doubtful };
  const confidence = confidenceOf(calibration, answer.margin);
  const sure = calibration.sure !== undefined && answer.margin >= calibration.sure;
  if (!sure && confidence < WORTH_SAYING) return { doubtful };
  const weighed = signs
    .map(({ kind, shown }, at) => ({ kind, shown, weight: answer.weights.get(digests[at] ?? '') ?? 0 }))
    .filter(({ kind, shown, weight }) => weight > 0 && (kind === 'path' || shown.length > SHORT))
    .sort((a, b) => b.weight - a.weight || (a.shown < b.shown ? -1 : 1));
  const most = (kind: Sign['kind'], n: number) =>
    [...new Set(weighed.filter((one) => one.kind === kind).map(({ shown }) => shown))].slice(0, n);
  const likely = {
    outcome: answer.outcome,
    sure,
    confidence,
    lessons,
    words: most('word', WORDS),
    paths: most('path', PATHS),
  };
  return { doubtful, likely };
}
