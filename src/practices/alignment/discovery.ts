import { code } from '../../model/markdown.ts';
import { isUnread } from '../../model/pull.ts';
import type { PullRule } from '../practice.ts';
import { featureBecause, NO_FEATURE } from '../shared/feature.ts';
import { cannotJudge } from '../shared/unread.ts';
import type { AlignmentOptions } from './options.ts';

/** A feature goes back to an issue in which product had a say: what it is for was found out together. */
export const discovery: PullRule<AlignmentOptions> = {
  on: 'pull',
  id: 'discovery',
  title: 'Discovery',
  asks: 'A feature links an issue that a product person took part in.',
  needs: ['linked-issues'],
  teams: ({ product }) => (product === undefined ? [] : [product]),
  lacks: ({ product }) => (product === undefined ? 'No product team is configured' : undefined),
  judge(facts, { product = '' }) {
    const because = featureBecause(facts);
    if (because === undefined) return { outcome: 'not-applicable', because: NO_FEATURE };
    const { linked, teams } = facts;
    if (isUnread(linked)) return cannotJudge(linked);
    const remedy = `Link the issue in which it was talked over with ${code(product)}, such as ${code('Closes #12')}`;
    if (linked.length === 0)
      return { outcome: 'unmet', because: `${because}; it links no issue`, evidence: [], remedy };
    const team = teams[product.toLowerCase()];
    if (team === undefined || isUnread(team))
      return { outcome: 'unknown', because: team?.because ?? `${code(product)} was not read`, cause: 'elsewhere' };
    const members = new Set(team.members.map((login) => login.toLowerCase()));
    const shared = linked.find(({ participants }) => participants.some((login) => members.has(login.toLowerCase())));
    if (shared) {
      const found = `${code(product)} took part in ${code(`#${shared.number}`)}`;
      return { outcome: 'met', because: `${because}; ${found}`, evidence: [{ text: found }] };
    }
    const issues = linked
      .slice(0, 5)
      .map(({ number }) => code(`#${number}`))
      .join(', ');
    return {
      outcome: 'unmet',
      because: `${because}; nobody from ${code(product)} took part in ${issues}`,
      evidence: [],
      remedy,
    };
  },
};
