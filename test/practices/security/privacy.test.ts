import { expect, it } from 'vitest';
import { privacy } from '../../../src/practices/security/privacy.ts';
import { file, files, policy, pullFacts } from '../../support/facts.ts';

const judge = (path: string, body = '', config: object = {}) =>
  privacy.judge(pullFacts({ body, files: files(file(path)) }), policy({ security: { privacy: config } }).security);

it('a change to a sensitive path is asked which personal data it touches', () => {
  expect(judge('src/payment/card.ts')).toMatchObject({ outcome: 'unmet', labels: [{ name: 'needs: privacy' }] });
  expect(judge('src/colours.ts').outcome).toBe('not-applicable');
});

it('or to the paths that hold personal data here', () => {
  const when = { paths: ['**/models/**'] };
  expect(judge('app/models/patient.rb', '', { when }).outcome).toBe('unmet');
  expect(judge('src/payment/card.ts', '', { when }).outcome).toBe('not-applicable');
});

it('a section answers, also in another of its headings', () => {
  const answer = 'The card number is sent on and never stored; the last four digits are kept for a year.';
  expect(judge('src/payment/card.ts', `## Data protection\n\n${answer}`).outcome).toBe('met');
});
