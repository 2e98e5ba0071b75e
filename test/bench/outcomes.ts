import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, NONE } from '../../src/learning/classify.ts';
import { type Experience, learn, resemblance } from '../../src/learning/experience.ts';
import { signsOf } from '../../src/learning/signs.ts';
import type { Lesson } from '../../src/model/lesson.ts';
import type { PullFacts } from '../../src/model/pull.ts';
import { infer } from '../../src/practices/north-star/infer.ts';
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

const signsIn = ({ facts }: Labelled) => signsOf(facts).map(({ key }) => key);

/** As people confirm: what serves an outcome is declared, of what serves none every other has an inferred label taken away. */
export const lessonsOf = (pulls: readonly Labelled[]): Lesson[] =>
  pulls
    .filter(({ outcome, facts }) => outcome !== NONE || facts.number % 2 === 0)
    .map((one) => ({ outcomes: one.outcome === NONE ? [] : [one.outcome], signs: signsIn(one) }));

/** What is said of a pull request, and how sure that is; `certain` alone becomes a label. */
export interface Guess {
  outcome: string;
  certain: boolean;
  margin: number;
}

export const taught = (lessons: readonly Lesson[]): Experience =>
  learn(
    lessons,
    FERRIES.map(({ id }) => id),
  );

export function byLearning(experience: Experience, one: Labelled): Guess | undefined {
  const signs = signsOf(one.facts);
  const digests = signs.map(({ key }) => key);
  const found = resemblance(experience, signs, digests);
  const margin = ask(experience.counts, digests)?.margin ?? 0;
  return found?.likely && { outcome: found.likely.outcome, certain: found.likely.sure, margin };
}

export function byKeywords({ facts }: Labelled): Guess | undefined {
  const found = infer(facts, FERRIES);
  return found && { outcome: found.outcome.id, certain: found.certain, margin: found.certain ? 1 : 0 };
}
