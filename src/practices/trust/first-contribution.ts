import { code } from '../../model/markdown.ts';
import { isUnread } from '../../model/pull.ts';
import type { PullRule } from '../practice.ts';
import { cannotJudge } from '../shared/unread.ts';
import type { TrustOptions } from './options.ts';

/** Somebody's first change here is welcomed, and a mentor looks after it. Nothing is measured of the person. */
export const firstContribution: PullRule<TrustOptions> = {
  on: 'pull',
  id: 'first-contribution',
  title: 'First contribution',
  asks: 'Somebody new is welcomed, and given a mentor.',
  needs: ['newcomer', 'people'],
  teams: ({ mentors }) => (mentors === undefined ? [] : [mentors]),
  lacks: ({ mentors }) => (mentors === undefined ? "No mentors' team is configured" : undefined),
  judge({ newcomer, people, teams, author }, { mentors = '' }) {
    if (typeof newcomer === 'object') return cannotJudge(newcomer);
    if (!newcomer) return { outcome: 'not-applicable', because: 'Not the first contribution of its author here' };
    const team = teams[mentors.toLowerCase()];
    if (team === undefined || isUnread(team))
      return { outcome: 'unknown', because: team?.because ?? `${code(mentors)} was not read`, cause: 'elsewhere' };
    if (isUnread(people)) return cannotJudge(people);
    const involved = new Set(people.involved.map((login) => login.toLowerCase()));
    const others = team.members.filter((login) => login.toLowerCase() !== author.login.toLowerCase());
    const hasMentor = others.some((login) => involved.has(login.toLowerCase()));
    const greeting = `Welcome, and thank you for your first contribution here. ${
      hasMentor
        ? `Somebody from ${code(mentors)} is with you on this pull request: ask them anything.`
        : `Somebody from ${code(mentors)} will be with you on this pull request; the points below can wait for them.`
    }`;
    if (hasMentor)
      return { outcome: 'met', because: `A mentor from ${code(mentors)} is on it`, evidence: [], greeting };
    return {
      outcome: 'unmet',
      because: `A first contribution, and nobody from ${code(mentors)} is on it yet`,
      evidence: [],
      remedy: `For those who look after this repository: ask somebody from ${code(mentors)} for a review, or assign them`,
      greeting,
    };
  },
};
