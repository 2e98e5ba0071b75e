import { NONE } from '../../src/learning/classify.ts';
import type { Experience } from '../../src/learning/experience.ts';
import {
  byAll,
  byKeywords,
  byLearning,
  type Guess,
  isHeldOut,
  type Labelled,
  labelled,
  lessonsOf,
  taught,
} from './outcomes.ts';
import { type Row, table } from './row.ts';

type Guesser = (one: Labelled) => Guess | undefined;

interface Counted {
  pulls: number;
  labels: number;
  right: number;
}

const percent = (k: number, n: number): string => (n === 0 ? 'none' : `${((100 * k) / n).toFixed(1)}% (${k}/${n})`);

/** How many labels a guesser would set, and how many of them are right. */
const counted = (pulls: readonly Labelled[], guess: Guesser): Counted => {
  const labels = pulls.flatMap((one) => {
    const found = guess(one);
    return found?.certain ? [found.outcome === one.outcome] : [];
  });
  return { pulls: pulls.length, labels: labels.length, right: labels.filter(Boolean).length };
};

const row = (name: string, { pulls, labels, right }: Counted): string =>
  `| ${name} | ${percent(right, labels)} | ${percent(labels, pulls)} |`;

const byMajority = (lessons: readonly { outcomes: string[] }[]): Guesser => {
  const times = new Map<string, number>();
  for (const { outcomes } of lessons) for (const id of outcomes) times.set(id, (times.get(id) ?? 0) + 1);
  const [most = NONE] = [...times].sort((a, b) => b[1] - a[1])[0] ?? [];
  return () => ({ outcome: most, certain: true });
};

const learned =
  (from: Experience) =>
  (one: Labelled): ReturnType<typeof byLearning> =>
    byLearning(from, one);
const both =
  (from: Experience): Guesser =>
  (one) =>
    byAll(from, one);

/** The widest coverage whose labels were right so often, had one known where to draw the line. */
function curve(pulls: readonly Labelled[], guess: ReturnType<typeof learned>): string[] {
  const answers = pulls
    .flatMap((one) => {
      const found = guess(one);
      return found ? [{ margin: found.margin, right: found.outcome === one.outcome }] : [];
    })
    .sort((a, b) => b.margin - a.margin);
  return [0.98, 0.95, 0.9, 0.85, 0.8].map((asked) => {
    let [right, most, rightThen] = [0, 0, 0];
    for (const [at, answer] of answers.entries()) {
      if (answer.right) right++;
      if (right / (at + 1) >= asked) [most, rightThen] = [at + 1, right];
    }
    return `| ${asked * 100}% | ${percent(most, pulls.length)} | ${percent(rightThen, most)} |`;
  });
}

/** Splits by a sequence that is the same everywhere, so that a figure can be got again. */
function splits(pulls: readonly Labelled[], times: number, share: number): { held: Labelled[]; rest: Labelled[] }[] {
  let seed = 7;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  return Array.from({ length: times }, () => {
    const held = new Set(pulls.filter(() => next() < share));
    return { held: [...held], rest: pulls.filter((one) => !held.has(one)) };
  });
}

const sum = (all: readonly Counted[]): Counted => ({
  pulls: all.reduce((n, { pulls }) => n + pulls, 0),
  labels: all.reduce((n, { labels }) => n + labels, 0),
  right: all.reduce((n, { right }) => n + right, 0),
});

/** Precision and coverage of inferred outcomes on the labelled set that the project ships. */
export function outcomesBench(): string {
  const all = labelled();
  const [held, rest] = [all.filter(isHeldOut), all.filter((one) => !isHeldOut(one))];
  const lessons = lessonsOf(rest);
  const experience = taught(lessons);
  const many = (share: number) =>
    splits(all, 60, share).map((split) => ({ ...split, experience: taught(lessonsOf(split.rest)) }));
  const shares = [0.4, 0.2].flatMap((share) => {
    const tries = many(share);
    const of = `${100 - share * 100}% of the set taught, 60 ways`;
    return [
      row(`keywords and paths, ${of}`, sum(tries.map((one) => counted(one.held, byKeywords)))),
      row(`what was learned alone, ${of}`, sum(tries.map((one) => counted(one.held, learned(one.experience))))),
      row(`**both, as Truenorth**, ${of}`, sum(tries.map((one) => counted(one.held, both(one.experience))))),
    ];
  });
  const head = (title: string) => `| ${title} | labels that are right | pull requests with a label |\n|---|---:|---:|`;
  return [
    `${all.length} pull requests, ${lessons.length} lessons, ${held.length} held out`,
    [
      head('Held out'),
      row('the most frequent outcome', counted(held, byMajority(lessons))),
      row('keywords and paths', counted(held, byKeywords)),
      row('what was learned alone', counted(held, learned(experience))),
      row('**both, as Truenorth**', counted(held, both(experience))),
      ...shares,
    ].join('\n'),
    [
      '| Right at least | coverage, had one drawn the line there | right |\n|---|---:|---:|',
      ...curve(held, learned(experience)),
    ].join('\n'),
    [
      head('Lessons'),
      ...[50, 100, 150, 200, 246].map((n) => {
        const some = taught(lessonsOf(rest.slice(0, n)));
        return row(String(some.lessons), counted(held, both(some)));
      }),
    ].join('\n'),
    table('Time', times(lessons, held)),
  ].join('\n\n');
}

function times(lessons: ReturnType<typeof lessonsOf>, held: readonly Labelled[]): Row[] {
  const most = Array.from({ length: 2_000 }, (_, at) => lessons[at % lessons.length]).flatMap((one) => one ?? []);
  const since = performance.now();
  const experience = taught(most);
  const learning = performance.now() - since;
  const begun = performance.now();
  for (const one of held) byLearning(experience, one);
  const each = (performance.now() - begun) / held.length;
  return [
    { name: 'learning from 2,000 lessons, once after each confirmation', value: learning, unit: 'ms', limit: '< 500' },
    { name: 'asking about one pull request', value: each, unit: 'ms', limit: '< 5' },
  ];
}
