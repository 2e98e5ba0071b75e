import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, NONE } from '../../src/learning/classify.ts';
import { type Experience, type KnownOutcome, learn, resemblance } from '../../src/learning/experience.ts';
import { signsOf } from '../../src/learning/signs.ts';
import type { Lesson } from '../../src/model/lesson.ts';
import type { PullFacts } from '../../src/model/pull.ts';
import { guessed } from '../../src/practices/north-star/guess.ts';
import { infer } from '../../src/practices/shared/infer.ts';
import { file, files, policy, pullFacts } from '../support/facts.ts';

/** A pull request of an invented ferry company, and the outcome it serves, `''` if none. */
export interface Labelled {
  facts: PullFacts;
  outcome: string;
}

const FOLDER = join(import.meta.dirname, 'outcomes');

/** What the company configured: keywords and paths as somebody would who does not know yet what people will write. */
export const FERRIES = policy({
  'north-star': {
    outcomes: [
      {
        id: 'first',
        title: 'A newcomer has a ticket in two minutes',
        keywords: ['checkout', 'sign-up', 'basket', 'book'],
        paths: ['web/checkout/**'],
      },
      {
        id: 'board',
        title: 'Boarding takes ten minutes',
        keywords: ['scan', 'gate', 'lane', 'boarding'],
        paths: ['port/**'],
      },
      {
        id: 'always',
        title: 'Tickets can be bought around the clock',
        keywords: ['outage', 'retry', 'alert', 'backup'],
        paths: ['infra/alerts/**'],
      },
      {
        id: 'refund',
        title: 'A cancelled crossing is paid back within a day',
        keywords: ['refund', 'cancel', 'voucher'],
        paths: ['core/refunds/**'],
      },
      {
        id: 'cost',
        title: 'A ticket costs us half as much to serve',
        keywords: ['cost', 'cheaper', 'cache'],
        paths: [],
      },
      {
        id: 'access',
        title: 'Everybody can book, whatever their abilities and language',
        keywords: ['accessibility', 'screen reader', 'keyboard', 'contrast'],
        paths: ['web/i18n/**'],
      },
    ],
  },
})['north-star'].outcomes;

/** The labelled set, in the order of its files: a line is `outcome | title | paths | description`. */
export function labelled(): Labelled[] {
  const lines = readdirSync(FOLDER)
    .sort()
    .flatMap((name) => readFileSync(join(FOLDER, name), 'utf8').trim().split('\n'));
  return lines.map((line, at) => {
    const [outcome = '', title = '', paths = '', body = ''] = line.split('|').map((part) => part.trim());
    const changed = files(...paths.split(',').map((path) => file(path.trim(), 10)));
    const declared = { outcomes: FERRIES, decisions: [] };
    const facts = pullFacts({ number: at + 1, title, body, files: changed, declared });
    return { facts, outcome: outcome === 'none' ? NONE : outcome };
  });
}

/** Two of five are held out: nothing is learned from them, and no choice was made by them alone. */
export const isHeldOut = ({ facts }: Labelled): boolean => facts.number % 5 >= 3;

/** As people confirm: what serves an outcome is declared, of what serves none every other has an inferred label taken away. */
export const lessonsOf = (pulls: readonly Labelled[]): Lesson[] =>
  pulls
    .filter(({ outcome, facts }) => outcome !== NONE || facts.number % 2 === 0)
    .map(({ outcome, facts }) => {
      const found = infer(facts, FERRIES);
      return {
        outcomes: outcome === NONE ? [] : [outcome],
        signs: signsOf(facts).map(({ key }) => key),
        ...(found?.certain ? { configured: found.outcome.id } : {}),
      };
    });

/** What is said of a pull request, and how sure that is; `certain` alone becomes a label. */
export interface Guess {
  outcome: string;
  certain: boolean;
}

export const FERRY_OUTCOMES: readonly KnownOutcome[] = FERRIES.map(({ id }) => ({ id, print: id }));

export const taught = (lessons: readonly Lesson[]): Experience => learn(lessons, FERRY_OUTCOMES);

/** As the product does. */
export function byAll(experience: Experience, { facts }: Labelled): Guess | undefined {
  const found = guessed({ ...facts, resembles: resemblanceOf(experience, facts) }, FERRIES);
  return found && { outcome: found.outcome.id, certain: found.certain };
}

/** By what was learned alone, with its margin, by which a line can be drawn; also where it is not worth saying. */
export function byLearning({ counts, calibration }: Experience, { facts }: Labelled) {
  const answer = ask(counts, keysOf(facts));
  if (answer === undefined || answer.outcome === NONE) return undefined;
  const { outcome, margin } = answer;
  return { outcome, margin, certain: calibration.sure !== undefined && margin >= calibration.sure };
}

export function byKeywords({ facts }: Labelled): Guess | undefined {
  const found = infer(facts, FERRIES);
  return found && { outcome: found.outcome.id, certain: found.certain };
}

const keysOf = (facts: PullFacts) => signsOf(facts).map(({ key }) => key);
/** What the product is told of what was learned. */
export const resemblanceOf = (experience: Experience, facts: PullFacts) =>
  resemblance(experience, signsOf(facts), keysOf(facts));
