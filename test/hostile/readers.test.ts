import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readers } from './readers.ts';

/** How often each is tried, by the budget of `npm test`. */
const RUNS = 60;
const TIMED_RUNS = 12;

/** On a machine that does much else, ms. */
const PATIENCE = 90_000;

/** As much of a text as is timed, in characters: enough for a square to show. */
const TIMED = 16_384;
/** What takes less, ms, hurts nobody: nothing is said of its growth. */
const UNREMARKABLE = 60;
/** Of four times the text: four times the time, and what a busy machine adds; a square would be sixteen times. */
const WORST = 10;

describe.each(readers)('$what', ({ pieces, largest, reads }) => {
  const piece = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...pieces) },
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  const soup = fc.array(piece, { maxLength: 120 }).map((parts) => parts.join('').slice(0, largest));

  it('is read whatever the text, and again the same', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const found = JSON.stringify(reads(text));
        expect(JSON.stringify(reads(text))).toBe(found);
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it(
    'takes at most in proportion to the text, whatever is in it again and again',
    () => {
      const few = fc.array(fc.constantFrom(...pieces), { maxLength: 3 }).map((parts) => parts.join(''));
      fc.assert(
        fc.property(
          few,
          fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 3 }),
          few,
          (before, pump, after) => {
            const sized = (size: number) => {
              const once = pump.join('');
              return `${before}${once.repeat(Math.max(1, Math.floor(size / once.length) - 8))}${after}`.slice(0, size);
            };
            const whole = sized(Math.min(largest, TIMED));
            if (quickest(() => reads(whole), 1) < UNREMARKABLE) return;
            const quarter = sized(whole.length / 4);
            const growth = () => quickest(() => reads(whole), 2) / quickest(() => reads(quarter), 3);
            // A machine that does much else may slow one measurement, not three.
            expect(growth() < WORST || growth() < WORST || growth() < WORST).toBe(true);
          },
        ),
        { numRuns: TIMED_RUNS },
      );
    },
    PATIENCE,
  );
});

function quickest(run: () => unknown, tries: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tries; i++) {
    const began = performance.now();
    run();
    least = Math.min(least, performance.now() - began);
  }
  return least;
}
