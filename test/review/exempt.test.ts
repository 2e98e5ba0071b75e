import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../src/model/pull.ts';
import { evaluate } from '../../src/review/evaluate.ts';
import { cutShort, file, files, OUTCOMES, policy, pullFacts } from '../support/facts.ts';

const judge = (exempt: object, change: Partial<PullFacts>) => {
  const configured = policy({ 'north-star': { outcomes: OUTCOMES, outcome: { level: 'require', exempt } } });
  const { judged } = evaluate(pullFacts(change), configured, 'r');
  return judged.find(({ rule }) => rule === 'north-star/outcome')?.verdict;
};

describe('a rule does not apply', () => {
  const exempt = { labels: ['chore'], authors: ['renovate[bot]'], paths: ['docs/**'] };
  it.each<[string, object, Partial<PullFacts>, string]>([
    ['to an author', exempt, { author: { login: 'Renovate[bot]', bot: true } }, '`Renovate[bot]` is exempt'],
    ['with a label', exempt, { labels: [{ name: 'Chore', by: 'person' }] }, 'Exempt by the label `Chore`'],
    ['on paths', exempt, { files: files(file('docs/a.md'), file('docs/b.md')) }, 'Every changed path is exempt'],
    ['to bots', { bots: true }, { author: { login: 'x[bot]', bot: true } }, 'Bots are exempt'],
    ['to drafts', { drafts: true }, { draft: true }, 'Drafts are exempt'],
  ])('%s that its configuration exempts, and says so', (_, configured, change, because) => {
    expect(judge(configured, change)).toEqual({ outcome: 'not-applicable', because });
  });

  it.each<[string, Partial<PullFacts>]>([
    ['a path is not exempt', { files: files(file('docs/a.md'), file('src/a.ts')) }],
    ['a path was not exempt before a move', { files: files(file('docs/a.md', 1, { previousPath: 'src/a.md' })) }],
    ['another person opened it', { author: { login: 'ada', bot: false } }],
  ])('but it does when %s', (_, change) => {
    expect(judge(exempt, change)?.outcome).toBe('unmet');
  });

  it('by paths only when all of them are known', () => {
    expect(judge(exempt, { files: cutShort(file('docs/a.md')) })?.outcome).toBe('unknown');
  });
});
