import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../../src/model/pull.ts';
import { firstContribution } from '../../../src/practices/trust/first-contribution.ts';
import { policy, pullFacts } from '../../support/facts.ts';

const TRUST = policy({ trust: { mentors: 'Acme/mentors' } }).trust;
const TEAMS = { 'acme/mentors': { members: ['Cleo', 'dora'] } };
const judge = (change: Partial<PullFacts>) =>
  firstContribution.judge(pullFacts({ newcomer: true, teams: TEAMS, ...change }), TRUST);
const involved = (...logins: string[]) => ({ people: { approvals: 0, involved: logins } });

describe("somebody's first contribution", () => {
  it('is welcomed, and asks for a mentor', () => {
    expect(judge({})).toMatchObject({
      outcome: 'unmet',
      because: 'A first contribution, and nobody from `Acme/mentors` is on it yet',
      greeting: expect.stringMatching(/^Welcome, and thank you/),
    });
  });

  it('has one once a member of the team is on it', () => {
    expect(judge(involved('bob', 'cleo'))).toMatchObject({
      outcome: 'met',
      greeting: expect.stringContaining('ask them anything'),
    });
    expect(judge(involved('bob')).outcome).toBe('unmet');
  });

  it('is not mentored by its own author', () => {
    expect(judge({ ...involved('dora'), author: { login: 'Dora', bot: false } }).outcome).toBe('unmet');
  });
});

it('somebody who contributed before is not welcomed again', () => {
  expect(judge({ newcomer: false }).outcome).toBe('not-applicable');
});

it.each<[string, Partial<PullFacts>]>([
  ["the author's history", { newcomer: { because: 'It could not be read', cause: 'elsewhere' } }],
  ['the team', { teams: { 'acme/mentors': { because: 'There is no team `acme/mentors`', cause: 'elsewhere' } } }],
  ['who is on it', { people: { because: 'It could not be read', cause: 'elsewhere' } }],
])('cannot be told while %s cannot be read', (_, change) => {
  expect(judge(change)).toMatchObject({ outcome: 'unknown', cause: 'elsewhere' });
});

it("asks nothing without a mentors' team", () => {
  expect(firstContribution.lacks?.(policy().trust)).toBe("No mentors' team is configured");
  expect(firstContribution.teams?.(TRUST)).toEqual(['Acme/mentors']);
});
