import { describe, expect, it } from 'vitest';
import { calibrate, confidenceOf, lowerBound } from '../../src/learning/calibrate.ts';
import { NONE } from '../../src/learning/classify.ts';
import { learn, resemblance } from '../../src/learning/experience.ts';
import { signsOf } from '../../src/learning/signs.ts';
import * as bench from '../bench/outcomes.ts';
import { file, files, pullFacts } from '../support/facts.ts';

const all = bench.labelled();
const held = all.filter(bench.isHeldOut);
const lessons = bench.lessonsOf(all.filter((one) => !bench.isHeldOut(one)));
const experience = bench.taught(lessons);

describe('an outcome is learned from what people confirmed', () => {
  it('and is right at least 95 times in 100 where it becomes a label, on pull requests that it never saw', () => {
    const labels = held.flatMap((one) => {
      const guess = bench.byAll(experience, one);
      return guess?.certain ? [guess.outcome === one.outcome] : [];
    });
    expect(labels.length).toBeGreaterThan(40);
    expect(labels.filter(Boolean).length / labels.length).toBeGreaterThanOrEqual(0.95);
  });

  it('whatever the order in which they did', () => {
    expect(bench.taught(lessons.toReversed())).toEqual(experience);
  });

  it('from a single one more: what it stands on is never a day old', () => {
    const signs = signsOf(pullFacts({ title: 'Zeppelin docking', files: files(file('sky/zeppelin.ts')) }));
    const keys = signs.map(({ key }) => key);
    const asked = () => resemblance(experience, signs, keys)?.likely?.outcome;
    expect(asked()).toBeUndefined();
    const more = bench.taught([...lessons, { outcomes: ['board'], signs: keys }]);
    expect(resemblance(more, signs, keys)?.likely?.outcome).toBe('board');
  });

  it('and of an outcome that is configured no more nothing is said', () => {
    const fewer = learn(
      lessons,
      bench.FERRY_OUTCOMES.filter(({ id }) => id === 'first' || id === 'board'),
    );
    const named = new Set(held.map((one) => bench.byLearning(fewer, one)?.outcome ?? NONE));
    expect([...named].sort()).toEqual([NONE, 'board', 'first']);
  });

  it('and paths and keywords are doubted once people said otherwise more than 5 times in 100, until they are configured anew', () => {
    const record = (right: number, wrong: number) => [
      ...Array.from({ length: right }, (_, n) => ({ outcomes: ['first'], signs: [`${n}`], configured: 'as it was' })),
      ...Array.from({ length: wrong }, (_, n) => ({ outcomes: ['board'], signs: [`${n}`], configured: 'as it was' })),
    ];
    const doubtful = (right: number, wrong: number, print = 'as it was') =>
      resemblance(learn(record(right, wrong), [{ id: 'first', print }]), [], [])?.doubtful;
    expect([doubtful(19, 1), doubtful(18, 2), doubtful(12, 0)]).toEqual([false, true, false]);
    expect(doubtful(18, 2, 'with other paths')).toBe(false);
    expect(doubtful(1, 8), 'nine tell little').toBeFalsy();
  });

  it('but a guess that would be wrong more often than two times in five is not said', () => {
    for (const n of [12, 30, 60, 120]) {
      const few = bench.taught(bench.lessonsOf(all.filter((one) => !bench.isHeldOut(one)).slice(0, n)));
      const said = held.flatMap((one) => {
        const guess = bench.resemblanceOf(few, one.facts)?.likely;
        return guess ? [guess.outcome === one.outcome] : [];
      });
      if (said.length > 0) expect(said.filter(Boolean).length / said.length, `after ${n}`).toBeGreaterThan(0.6);
    }
  });

  it('but nothing is said after a handful, and no label is set before some thirty', () => {
    const [one] = held;
    if (one === undefined) throw new Error('no pull request is held out');
    expect(bench.resemblanceOf(bench.taught(lessons.slice(0, 9)), one.facts)).toBeUndefined();
    expect(bench.taught(lessons.slice(0, 30)).calibration.sure).toBeUndefined();
  });

  it('and nothing of what was taught can be read from it: only words and paths of the pull request itself are shown', () => {
    const signs = signsOf(pullFacts({ title: 'Scanner: read faster', files: files(file('port/scanner/fast.kt')) }));
    const keys = signs.map(({ key }) => key);
    const { likely } = resemblance(experience, signs, keys) ?? {};
    expect(likely).toMatchObject({ outcome: 'board', paths: expect.arrayContaining(['port/scanner']) });
    for (const word of likely?.words ?? []) expect('Scanner: read faster').toContain(word);
    for (const path of likely?.paths ?? []) expect('port/scanner/fast.kt').toContain(path);
  });
});

describe('how far an answer is believed', () => {
  it('few trials prove little, however well they went', () => {
    expect(lowerBound(10, 10)).toBeLessThan(0.95);
    expect(lowerBound(40, 40)).toBeGreaterThan(0.95);
    expect(lowerBound(0, 0)).toBe(0);
  });

  it('rises with the margin, and ties are told apart by nothing', () => {
    const trials = [1, 1, 2, 2, 3, 3].map((margin, at) => ({ margin, right: margin === 3 || at === 2 }));
    const calibration = calibrate(trials);
    expect(calibration).toEqual(calibrate(trials.toReversed()));
    expect([1, 2, 3].map((margin) => confidenceOf(calibration, margin))).toEqual([0.25, 0.5, 0.75]);
  });
});

describe('the signs of a pull request', () => {
  const keys = (change: Parameters<typeof pullFacts>[0]) => signsOf(pullFacts(change)).map(({ key }) => key);

  it('are the same for words of one stem, and each is one', () => {
    expect(keys({ title: 'Retrying retried retries', files: files() })).toHaveLength(2);
  });

  it('hold no declaration, whose name would be all there is to learn', () => {
    const plain = keys({ title: 'Faster import', body: 'It waits less.' });
    const declared = {
      outcomes: [{ id: 'activation', title: 'Live in a day', keywords: [], paths: [] }],
      decisions: [],
    };
    const closes = [{ number: 5, labels: ['north-star: activation'], milestone: 'Live in a day' }];
    const labels = [{ name: 'north-star: activation', by: 'person' as const }];
    const body = 'It waits less.\n\nOutcome: activation';
    expect(keys({ title: 'Faster import', body, labels, closes, declared })).toEqual(plain);
  });

  it('hold nothing of the template, and no code', () => {
    const templates = ['## What\n\nPlease describe the change in a few words.'];
    const body = `${templates[0]}\n\nQuicker.\n\n\`\`\`\nconst secret = 1\n\`\`\``;
    expect(keys({ body, templates, files: files() })).toEqual(keys({ body: 'Quicker.', files: files() }));
  });

  it('are at most two hundred, however much there is', () => {
    const body = Array.from({ length: 9_000 }, (_, n) => `word${n.toString(36)}x`).join(' ');
    const paths = Array.from({ length: 3_000 }, (_, n) => file(`a/b${n}/c${n}.ts`));
    expect(keys({ body, files: files(...paths) })).toHaveLength(200);
  });
});
