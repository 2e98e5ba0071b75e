import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../../src/model/pull.ts';
import { outcome } from '../../../src/practices/north-star/outcome.ts';
import { cutShort, file, files, OUTCOMES, policy, pullFacts } from '../../support/facts.ts';

const judge = (change: Partial<PullFacts>, config: object = {}) =>
  outcome.judge(pullFacts(change), policy({ 'north-star': { outcomes: OUTCOMES, ...config } })['north-star']);

const labels = (change: Partial<PullFacts>, config: object = {}) => {
  const verdict = judge(change, config);
  return verdict.outcome === 'met' || verdict.outcome === 'unmet'
    ? verdict.labels?.map(({ name }) => name)
    : verdict.outcome;
};

/** Two keywords of `reliability`: beyond doubt. */
const SURE = { title: 'Retry the booking once', body: 'It lowers the latency.' };

const person = (name: string) => ({ name, by: 'person' as const });
const issue = (more: object) => ({ number: 5, labels: [], ...more });

describe('an outcome is declared', () => {
  it.each<[string, Partial<PullFacts>, string[]]>([
    ['by a line in the description', { body: 'Outcome: activation' }, ['north-star: activation']],
    [
      'by several, which add up',
      { body: 'Outcome: activation, reliability' },
      ['north-star: activation', 'north-star: reliability'],
    ],
    ['under a heading', { body: '## North Star\n\nreliability' }, ['north-star: reliability']],
    ['by a label that a person set', { labels: [person('north-star: reliability')] }, ['north-star: reliability']],
    [
      'by the label of an issue that it closes',
      { closes: [issue({ labels: ['north-star: activation'] })] },
      ['north-star: activation'],
    ],
    [
      'by the milestone of an issue that it closes',
      { closes: [issue({ milestone: 'Clinics go live in a day' })] },
      ['north-star: activation'],
    ],
    [
      'by description and label together',
      { body: 'Outcome: activation', labels: [person('north-star: reliability')] },
      ['north-star: activation', 'north-star: reliability'],
    ],
  ])('%s', (_, change, expected) => {
    expect(labels(change)).toEqual(expected);
  });
});

describe('nothing is declared', () => {
  it.each<[string, Partial<PullFacts>]>([
    ['by an unknown id', { body: 'Outcome: world-peace' }],
    ['in a code block', { body: '```\nOutcome: activation\n```' }],
    ['in a comment', { body: '<!-- Outcome: activation -->' }],
    ['in a quote', { body: '> Outcome: activation' }],
    ['by text that stands in the template', { body: 'Outcome: activation', templates: ['Outcome: activation'] }],
    ['by a label that Truenorth set itself', { labels: [{ name: 'north-star: activation', by: 'truenorth' }] }],
    ["by another bot's label", { labels: [{ name: 'north-star: activation', by: 'bot' }] }],
    ['by the label that says there is none', { labels: [person('north-star: unaligned')] }],
  ])('%s', (_, change) => {
    expect(labels(change)).toEqual(['north-star: unaligned']);
  });

  it('and an unknown outcome is named, with those that are known', () => {
    expect(judge({ body: 'Outcome: world-peace' })).toMatchObject({
      outcome: 'unmet',
      because: '`world-peace` is not a declared outcome',
      remedy: 'Add a line `Outcome: activation` to the description, with one of `activation`, `reliability`',
    });
  });
});

describe('an outcome is inferred only beyond doubt', () => {
  it.each<[string, Partial<PullFacts>, string[]]>([
    [
      'when every file of behaviour lies in its paths',
      { files: files(file('apps/onboarding/a.ts'), file('README.md')) },
      ['north-star: activation'],
    ],
    ['when title and description hold two of its keywords', SURE, ['north-star: reliability']],
    ['not from one keyword alone', { title: 'Retry the booking once' }, ['north-star: unaligned']],
    [
      'not when paths of two outcomes changed',
      { files: files(file('apps/onboarding/a.ts'), file('services/booking/b.ts')) },
      ['north-star: unaligned'],
    ],
    [
      'not when some files lie elsewhere',
      { files: files(file('apps/onboarding/a.ts'), file('lib/b.ts')) },
      ['north-star: unaligned'],
    ],
    [
      'not when the title speaks for another than the paths',
      { title: 'Lower latency', files: files(file('apps/onboarding/a.ts')) },
      ['north-star: unaligned'],
    ],
    ['not when only the description holds the keyword', { body: 'This helps onboarding.' }, ['north-star: unaligned']],
    ['not from a part of a word', { title: 'Retrying is hard' }, ['north-star: unaligned']],
    [
      'not from a file that was moved into its paths',
      { files: files(file('apps/onboarding/a.ts', 1, { previousPath: 'lib/a.ts' })) },
      ['north-star: unaligned'],
    ],
    [
      'not again once a person took it away',
      { ...SURE, dismissed: ['north-star: reliability'] },
      ['north-star: unaligned'],
    ],
  ])('%s', (_, change, expected) => {
    expect(labels(change)).toEqual(expected);
  });

  it('and says so, with how to confirm it', () => {
    expect(judge(SURE)).toMatchObject({
      because:
        'Inferred from the title: `reliability`; confirm with a line `Outcome: reliability` or a comment `/truenorth outcome reliability`',
    });
  });

  it('else it is suggested', () => {
    expect(judge({ body: 'This helps onboarding.' })).toMatchObject({
      because: 'No outcome declared; the description suggests `activation`',
      remedy: 'Add a line `Outcome: activation` to the description, or comment `/truenorth outcome activation`',
    });
  });

  it('what is declared counts before what could be inferred', () => {
    expect(labels({ ...SURE, body: 'Outcome: activation\n\nLess latency.' })).toEqual(['north-star: activation']);
  });
});

describe('what people confirmed before speaks', () => {
  const likely = {
    outcome: 'activation',
    sure: true,
    confidence: 0.976,
    lessons: 120,
    words: ['import|`'],
    paths: ['lib'],
  };
  const unsure = { ...likely, sure: false, confidence: 0.62 };

  it('once it is sure, with the words and paths that say so, in code spans', () => {
    expect(judge({ resembles: { doubtful: false, likely } })).toMatchObject({
      because:
        'Inferred from what people confirmed before: `activation` (97%, by the word `` import¦` `` and the path `lib`); confirm with a line `Outcome: activation` or a comment `/truenorth outcome activation`',
      labels: [{ name: 'north-star: activation' }],
    });
  });

  it('as a suggestion while it is not', () => {
    expect(judge({ resembles: { doubtful: false, likely: unsure } })).toMatchObject({
      because: 'No outcome declared; it looks like `activation` (62%, by the word `` import¦` `` and the path `lib`)',
      remedy: 'Add a line `Outcome: activation` to the description, or comment `/truenorth outcome activation`',
      labels: [{ name: 'north-star: unaligned' }],
    });
  });

  it('without a share where a single word says so, since that would be believed', () => {
    const once = { ...unsure, confidence: 0.99, paths: [] };
    expect(judge({ resembles: { doubtful: false, likely: once } })).toMatchObject({
      because: 'No outcome declared; it looks like `activation` (by the word `` import¦` ``)',
    });
  });

  it.each<[string, Partial<PullFacts>, string[]]>([
    [
      'and what it contradicted too often, paths and keywords, is a suggestion then',
      { ...SURE, resembles: { doubtful: true } },
      ['north-star: unaligned'],
    ],
    [
      'and where paths and keywords are certain of something else, neither is believed',
      { ...SURE, resembles: { doubtful: false, likely } },
      ['north-star: unaligned'],
    ],
    [
      'but while it does not contradict them, paths and keywords speak as ever',
      { ...SURE, resembles: { doubtful: false, likely: unsure } },
      ['north-star: reliability'],
    ],
    [
      'but not while GitHub did not list all files',
      { resembles: { doubtful: false, likely }, files: cutShort(file('lib/a.ts')) },
      'unknown' as never,
    ],
    [
      'but not again once a person took its label away',
      { resembles: { doubtful: false, likely }, dismissed: ['north-star: activation'] },
      ['north-star: unaligned'],
    ],
    [
      'but never of an outcome that is not configured here',
      { resembles: { doubtful: false, likely: { ...likely, outcome: 'elsewhere' } } },
      ['north-star: unaligned'],
    ],
    [
      'and what is declared counts before it',
      { resembles: { doubtful: false, likely }, body: 'Outcome: reliability' },
      ['north-star: reliability'],
    ],
  ])('%s', (_, change, expected) => {
    expect(labels(change)).toEqual(expected);
  });
});

it('does not apply where no outcomes are configured', () => {
  expect(judge({}, { outcomes: [] }).outcome).toBe('not-applicable');
});

it('cannot be judged when GitHub did not list all files and nothing is declared', () => {
  expect(judge({ files: cutShort(file('apps/onboarding/a.ts')) })).toMatchObject({
    outcome: 'unknown',
    cause: 'subject',
  });
  expect(judge({ files: cutShort(), body: 'Outcome: activation' }).outcome).toBe('met');
});

it('repeats what a person wrote only inside a code span', () => {
  expect(judge({ body: 'Outcome: @everyone|<b>' }).because).toMatch(/^`[^`|]+` is not a declared outcome$/);
});

it('describes its label by the title, of which nothing is hidden or cut in half a character', () => {
  const titled = (title: string) => {
    const verdict = judge({ body: 'Outcome: activation' }, { outcomes: [{ id: 'activation', title }] });
    return verdict.outcome === 'met' ? verdict.labels?.map(({ description }) => description) : verdict;
  };
  expect(titled('Clinics\u202e go\u0007 live')).toEqual(['Serves the outcome: Clinics go live']);
  expect(titled(`${'x'.repeat(79)}\u{1f600}`)).toEqual([`Serves the outcome: ${'x'.repeat(79)}`]);
});
