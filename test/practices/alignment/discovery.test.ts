import { expect, it } from 'vitest';
import type { PullFacts } from '../../../src/model/pull.ts';
import { discovery } from '../../../src/practices/alignment/discovery.ts';
import { policy, pullFacts } from '../../support/facts.ts';

const ALIGNMENT = policy({ alignment: { product: 'acme/Product' } }).alignment;
const TEAMS = { 'acme/product': { members: ['Petra'] } };
const judge = (change: Partial<PullFacts>) =>
  discovery.judge(pullFacts({ title: 'feat: book by phone', teams: TEAMS, ...change }), ALIGNMENT);
const issue = (...participants: string[]) => ({ number: 7, labels: [], participants });

it('a feature links an issue that a product person took part in', () => {
  expect(judge({ linked: [issue('bob'), { ...issue('petra'), number: 8 }] })).toMatchObject({
    outcome: 'met',
    because: 'Its title says that it is a feature; `acme/Product` took part in `#8`',
  });
  expect(judge({ linked: [issue('bob')] })).toMatchObject({
    outcome: 'unmet',
    because: 'Its title says that it is a feature; nobody from `acme/Product` took part in `#7`',
  });
  expect(judge({})).toMatchObject({
    outcome: 'unmet',
    because: 'Its title says that it is a feature; it links no issue',
  });
});

it('nothing is asked of other changes', () => {
  expect(judge({ title: 'fix: book by phone' }).outcome).toBe('not-applicable');
});

it('cannot be told while team or issues cannot be read', () => {
  const unread = { because: 'There is no team `acme/product`', cause: 'elsewhere' } as const;
  expect(judge({ linked: [issue('petra')], teams: { 'acme/product': unread } }).outcome).toBe('unknown');
  expect(judge({ linked: unread })).toMatchObject({ outcome: 'unknown', cause: 'elsewhere' });
});

it('asks nothing without a product team', () => {
  expect(discovery.lacks?.(policy().alignment)).toBe('No product team is configured');
});
