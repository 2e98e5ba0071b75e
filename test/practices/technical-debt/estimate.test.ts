import { describe, expect, it } from 'vitest';
import type { IssueFacts } from '../../../src/model/issue.ts';
import { estimate } from '../../../src/practices/technical-debt/estimate.ts';
import { issueFacts, policy } from '../../support/facts.ts';

const optionsOf = (config: object = {}) => policy({ 'technical-debt': config })['technical-debt'];
const judge = (change: Partial<IssueFacts>, config?: object) => estimate.judge(issueFacts(change), optionsOf(config));

it('is asked of issues with the labels of debt', () => {
  expect(estimate.labels(optionsOf())).toEqual(['tech-debt']);
  expect(estimate.labels(optionsOf({ labels: ['Schuld', '負債'] }))).toEqual(['Schuld', '負債']);
});

describe('a debt', () => {
  it.each<[string, Partial<IssueFacts>, string]>([
    ['a label', { labels: ['tech-debt', 'Debt: 5'] }, '5 points'],
    ['a line', { body: 'An old parser.\n\n**Debt:** 1 point' }, '1 point'],
    ['a form', { body: '### Debt\n\n1000' }, '1,000 points'],
    ['the label before the line', { labels: ['debt: 0.5'], body: 'Debt: 8' }, '0.5 points'],
    ['the label that can be read', { labels: ['debt: soon', 'debt: 3'] }, '3 points'],
    ['the line, where the label cannot be read', { labels: ['debt: soon'], body: 'Debt: 8' }, '8 points'],
  ])('carries points by %s', (_, change, points) =>
    expect(judge(change)).toMatchObject({ outcome: 'met', because: `It carries ${points}` }),
  );

  it.each<[string, Partial<IssueFacts>, string]>([
    ['nothing', {}, 'It carries no points'],
    ['an odd line', { body: 'Debt: -3' }, 'Its points are `-3`, which is not a number from 0 to 1,000'],
    ['an odd label', { labels: ['debt: 1e9'] }, 'Its points are `1e9`, which is not a number from 0 to 1,000'],
    ['another language', { body: 'Debt: fünf' }, 'Its points are `fünf`, which is not a number from 0 to 1,000'],
    ['a quote', { body: '> Debt: 5' }, 'It carries no points'],
    ['a form left empty', { body: '### Debt\n\n_No response_' }, 'It carries no points'],
    ['what others would read', { body: 'Debt: `@cleo` | <b>#1' }, 'Its points are ``@cleo` ¦ #1``'],
  ])('carries none by %s, and is told so', (_, change, because) =>
    expect(judge(change)).toMatchObject({
      ...{ outcome: 'unmet', because: expect.stringContaining(because) },
      ...{ labels: [{ name: 'needs: estimate' }], paste: expect.stringMatching(/^## Debt\n/) },
    }),
  );

  it('without points is told what it counts, and how labels begin here', () => {
    const verdict = judge({}, { points: { 'label-prefix': 'points/', default: 3 } });
    expect(verdict.because).toBe('It carries no points; until it has some it counts 3 points');
    expect(verdict).toMatchObject({ remedy: expect.stringContaining('`points/5`') });
  });

  it('that is closed is not asked', () => expect(judge({ open: false }).outcome).toBe('not-applicable'));
});
