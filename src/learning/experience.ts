import type { Lesson } from '../model/lesson.ts';
import type { Resemblance } from '../model/pull.ts';
import { type Calibration, calibrate, confidenceOf } from './calibrate.ts';
import { ask, type Counts, countsOf, NONE } from './classify.ts';
import type { Sign } from './signs.ts';

/** What an organisation's lessons come to: pure counts, and how far to believe them. */
export interface Experience {
  counts: Counts;
  calibration: Calibration;
  /** Lessons that speak of the outcomes configured now. */
  lessons: number;
}

/** Learns from all lessons at once; each of them then tries what the others teach. The order of lessons makes no difference. */
export function learn(lessons: readonly Lesson[], outcomes: readonly string[]): Experience {
  const known = [...new Set(outcomes)].sort();
  const counts = countsOf(lessons, known);
  const trials = lessons.flatMap((lesson) => {
    const isKnown = lesson.outcomes.length === 0 || lesson.outcomes.some((id) => known.includes(id));
    const answer = isKnown ? ask(counts, lesson.signs, lesson) : undefined;
    if (answer === undefined || answer.outcome === NONE) return [];
    return [{ margin: answer.margin, right: lesson.outcomes.includes(answer.outcome) }];
  });
  return { counts, calibration: calibrate(trials), lessons: counts.lessons.reduce((sum, n) => sum + n, 0) };
}

/** Fewer lessons than this suggest nothing: three of one outcome and none of another are no experience. */
const FEWEST = 10;
const WORDS = 3;
const PATHS = 2;

/** Which outcome a pull request resembles, and what in it says so; `digests` are its signs as lessons keep them. */
export function resemblance(
  { counts, calibration, lessons }: Experience,
  signs: readonly Sign[],
  digests: readonly string[],
): Resemblance | undefined {
  if (lessons < FEWEST) return undefined;
  const ready = calibration.sure !== undefined;
  const answer = ask(counts, digests);
  if (answer === undefined || answer.outcome === NONE) return { ready };
  const weighed = signs
    .map(({ kind, shown }, at) => ({ kind, shown, weight: answer.weights.get(digests[at] ?? '') ?? 0 }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.shown < b.shown ? -1 : 1));
  const most = (kind: Sign['kind'], n: number) =>
    [...new Set(weighed.filter((one) => one.kind === kind).map(({ shown }) => shown))].slice(0, n);
  const likely = {
    outcome: answer.outcome,
    sure: calibration.sure !== undefined && answer.margin >= calibration.sure,
    confidence: confidenceOf(calibration, answer.margin),
    lessons,
    words: most('word', WORDS),
    paths: most('path', PATHS),
  };
  return { ready, likely };
}
