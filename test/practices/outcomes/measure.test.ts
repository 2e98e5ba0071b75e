import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../../src/model/pull.ts';
import { measure } from '../../../src/practices/outcomes/measure.ts';
import { policy, pullFacts } from '../../support/facts.ts';

const judge = (change: Partial<PullFacts>, config: object = {}) =>
  measure.judge(pullFacts(change), policy({ outcomes: config }).outcomes);
const FEATURE = { title: 'feat: book a visit by phone' };
const issue = (labels: string[]) => ({ number: 7, labels, participants: [] });

describe('a measure of success is asked for', () => {
  it.each<[string, Partial<PullFacts>]>([
    ['whose title says that it is a feature', FEATURE],
    ['whose title says so with a scope', { title: 'feat(booking)!: book a visit by phone' }],
    ['that is labelled as one', { labels: [{ name: 'Enhancement', by: 'person' }] }],
  ])('of a pull request %s', (_, change) => {
    expect(judge(change)).toMatchObject({ outcome: 'unmet', labels: [{ name: 'needs: measure' }] });
  });

  it.each(['fix: feature flags', 'Features', 'defeat: x'])('not of "%s"', (title) => {
    expect(judge({ title }).outcome).toBe('not-applicable');
  });

  it('by the configured condition instead', () => {
    const when = { labels: ['growth'] };
    expect(judge(FEATURE, { measure: { when } }).outcome).toBe('not-applicable');
    expect(judge({ labels: [{ name: 'growth', by: 'person' }] }, { measure: { when } }).outcome).toBe('unmet');
  });
});

describe('it is given', () => {
  it('by a section', () => {
    const body = '## How success is measured\n\nVisits booked by phone: from none to forty a week by March.';
    expect(judge({ ...FEATURE, body }).outcome).toBe('met');
  });

  it('by a linked experiment, whose issue says it', () => {
    expect(judge({ ...FEATURE, linked: [issue(['bug']), issue(['Experiment'])] })).toMatchObject({
      outcome: 'met',
      because: 'Its title says that it is a feature; it belongs to the experiment `#7`',
    });
    expect(judge({ ...FEATURE, linked: [issue(['bug'])] }).outcome).toBe('unmet');
    expect(judge({ ...FEATURE, linked: [issue(['trial'])] }, { experiment: { label: 'trial' } }).outcome).toBe('met');
  });

  it('or not to be told, while the linked issues cannot be read and no section answers', () => {
    const linked = { because: 'The linked issues could not be read', cause: 'elsewhere' } as const;
    expect(judge({ ...FEATURE, linked })).toMatchObject({ outcome: 'unknown', cause: 'elsewhere' });
    const body = '## Measure\n\nVisits booked by phone: from none to forty a week by March.';
    expect(judge({ ...FEATURE, linked, body }).outcome).toBe('met');
  });
});
