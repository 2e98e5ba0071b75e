import { code } from '../model/markdown.ts';
import type { PullMemory } from '../model/memory.ts';
import { isUnread, type PullFacts } from '../model/pull.ts';
import type { PullRef } from '../model/ref.ts';
import type { Proposal } from '../model/verdict.ts';
import { ORGANISATION_REPOSITORY, POLICY_PATH } from '../model/well-known.ts';
import type { InForce } from '../policy/resolve.ts';
import type { GitHub } from '../ports/github.ts';
import { backtest, compared, pastFacts } from '../review/backtest.ts';
import type { Rules } from './gather-rules.ts';
import { readMerged } from './read-merged.ts';

export interface ProposalPorts {
  github: Pick<GitHub, 'texts' | 'merged'>;
}

/** How many merged pull requests a proposed configuration is tried on. */
const LAST = 50;

/**
 * What the configuration that a pull request proposes would do: its problems by line, or what it would have done to the last
 * merged pull requests. The pull request itself is judged by the configuration in force, never by its own.
 */
export async function judgeProposal(
  ref: PullRef,
  headSha: string,
  facts: PullFacts,
  memory: PullMemory,
  rules: Rules & { inForce: InForce },
  { github }: ProposalPorts,
): Promise<PullMemory['proposal']> {
  const file = facts.files.files.find(({ path, previousPath }) => [path, previousPath].includes(POLICY_PATH));
  if (file === undefined) return undefined;
  const of = { head: headSha, policy: rules.inForce.print };
  const known = memory.proposal;
  if (known && known.head === of.head && known.policy === of.policy) return known;
  if (file.status === 'removed' || file.path !== POLICY_PATH) return { ...of, told: REMOVED };
  const text = (await github.texts(ref.repo, headSha, [POLICY_PATH])).get(POLICY_PATH);
  if (text === undefined || isUnread(text)) {
    const because = `The proposed configuration was not checked: ${text?.because ?? 'it could not be read'}.`;
    const own = text?.cause === 'subject' ? [{ path: POLICY_PATH, line: 1, message: because }] : [];
    return { ...of, told: { text: [because], problems: own } };
  }
  const proposed = rules.proposed(text.text, headSha);
  const problems = (proposed?.problems ?? []).filter(
    (problem) => problem.file === POLICY_PATH || isDefaultsFile(ref, problem),
  );
  if (problems.length > 0 || proposed?.policy === undefined) {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    const list = problems
      .slice(0, 20)
      .map(({ line, column, message, fix }) => `- ${code(`${POLICY_PATH}:${line}:${column}`)} ${message} ${fix}`);
    return {
      ...of,
      told: {
        text: [
          `The proposed configuration has ${count}; merged as it is, the one in force would stay.`,
          list.join('\n'),
        ],
        problems: problems.map(({ line, message, fix }) => ({ path: POLICY_PATH, line, message: `${message} ${fix}` })),
      },
    };
  }
  const merged = await readMerged(ref.repo, LAST, { github });
  const { templates, codeowners, declared } = facts;
  const pulls = merged.map((one) => pastFacts(one, { templates, codeowners, declared }));
  const { policy } = rules.inForce;
  const lines = compared(policy && backtest(pulls, policy), backtest(pulls, proposed.policy));
  return { ...of, told: told(['The proposed configuration has no problems.', ...lines]) };
}

const isDefaultsFile = ({ repo }: PullRef, { file }: { file: string }): boolean =>
  repo.name.toLowerCase() === ORGANISATION_REPOSITORY && file.endsWith(POLICY_PATH);

const told = (text: string[]): Proposal => ({ text, problems: [] });

const REMOVED = told([
  'This pull request takes the configuration away: merged as it is, it would be in force no more.',
]);
