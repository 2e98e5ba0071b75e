import { code } from '../../model/markdown.ts';
import type { IssueRule } from '../practice.ts';
import { weigh, writtenPoints } from '../shared/debt.ts';
import { needs } from '../shared/section-rule.ts';
import type { TechnicalDebtOptions } from './options.ts';

const RULE = { id: 'estimate', title: 'Debt estimate' };
const ASK = 'How many points, from 0 to 1,000, would it take to pay?';

/** A debt issue carries points, so that it can be weighed against other work; an open one alone, since what is paid weighs nothing. */
export const estimate: IssueRule<TechnicalDebtOptions> = {
  on: 'issue',
  ...RULE,
  asks: 'A debt issue carries points.',
  labels: ({ labels }) => labels,
  judge({ open, labels, body }, { points: options }) {
    if (!open) return { outcome: 'not-applicable', because: 'The issue is closed' };
    const { points, estimated, odd } = weigh({ labels, written: writtenPoints(body) }, options);
    const told = odd.slice(0, 5).map((one) => ({ text: `${code(one, 40)} is not a number from 0 to 1,000` }));
    if (estimated) return { outcome: 'met', because: `It carries ${amount(points)}`, evidence: told };
    const instead = odd.length === 0 ? 'It carries no points' : `Its points are ${code(odd[0] ?? '', 40)}`;
    const needed = odd.length === 0 ? '' : ', which is not a number from 0 to 1,000';
    return {
      outcome: 'unmet',
      because: `${instead}${needed}; until it has some it counts ${amount(points)}`,
      evidence: told,
      remedy: `Label it, such as ${code(`${options['label-prefix']}5`)}, or write a line ${code('Debt: 5')}: ${code(ASK)}`,
      labels: [needs(RULE)],
      paste: `## Debt\n\n<!-- ${ASK} -->\n`,
    };
  },
};

const amount = (points: number): string => `${points.toLocaleString('en')} ${points === 1 ? 'point' : 'points'}`;
