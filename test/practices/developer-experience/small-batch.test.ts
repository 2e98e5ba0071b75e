import { expect, it } from 'vitest';
import type { PullFacts } from '../../../src/model/pull.ts';
import { smallBatch } from '../../../src/practices/developer-experience/small-batch.ts';
import { cutShort, file, files, policy, pullFacts } from '../../support/facts.ts';

const judge = (list: PullFacts['files'], config: object = {}) =>
  smallBatch.judge(
    pullFacts({ files: list }),
    policy({ 'developer-experience': { 'small-batch': config } })['developer-experience'],
  );

it('up to the limit a pull request is small, lines added and removed', () => {
  expect(judge(files(file('a.ts', 300, { deletions: 100 })))).toMatchObject({
    outcome: 'met',
    because: '400 changed lines of at most 400',
  });
  expect(judge(files(file('a.ts', 300, { deletions: 101 })))).toMatchObject({
    outcome: 'unmet',
    because: '401 changed lines, generated files left out; 400 are reviewed well',
  });
});

it('by the configured limit', () => {
  expect(judge(files(file('a.ts', 60)), { 'max-lines': 50 }).outcome).toBe('unmet');
});

it('what a tool wrote is not counted', () => {
  expect(judge(files(file('package-lock.json', 9_000), file('go.sum', 500), file('a.ts', 2)))).toMatchObject({
    because: '2 changed lines of at most 400',
  });
});

it('a list that was cut short is large, or not to be told', () => {
  expect(judge(cutShort(file('a.ts', 500))).outcome).toBe('unmet');
  expect(judge(cutShort(file('a.ts', 5)))).toMatchObject({ outcome: 'unknown', cause: 'subject' });
});
