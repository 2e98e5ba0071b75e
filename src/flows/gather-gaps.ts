import { code } from '../model/markdown.ts';
import { nameOf, repoKey } from '../model/ref.ts';
import { gapsIn } from '../policy/gaps.ts';
import type { Ledger } from '../ports/ledger.ts';
import { inForceOfAll, type Rules, type RulesPorts } from './gather-rules.ts';
import { type TroublePorts, troublesIn } from './unwritable.ts';

export type GapsPorts = Pick<RulesPorts, 'resolve'> & {
  ledger: TroublePorts['ledger'] & Pick<Ledger, 'publications' | 'repositories'>;
};

/** So many are named; the rest is counted. */
const NAMED = 4;

/**
 * What is wrong with the configurations that an organisation's week is told by, and with where things should be written: a sentence of
 * safe Markdown each. The public is told of the organisation's own file alone, if it can read that, and how many more there are.
 */
export async function gatherGaps(
  installation: number,
  defaults: Rules | undefined,
  isPublic: boolean,
  ports: GapsPorts,
): Promise<string[]> {
  const own = defaults?.repository.repo;
  const broken = (await inForceOfAll(installation, ports)).filter(
    ({ repository: { repo }, inForce }) =>
      hasOwnProblems(inForce, defaults) && (!own || repoKey(repo) !== repoKey(own)),
  );
  const troubles = await troublesIn(installation, ports);
  const names = broken.slice(0, NAMED).map(({ repository: { repo } }) => code(nameOf(repo)));
  const named = isPublic ? '' : `: ${names.join(', ')}${broken.length > NAMED ? ' and more' : ''}`;
  const { problems = [], notes = [], policy } = defaults?.inForce ?? {};
  // They quote the file.
  const shown = isPublic && defaults?.repository.private ? [] : notes.slice(0, NAMED);
  return [
    ...(problems.length > 0 ? [["The organisation's configuration has errors.", ...shown].join(' ')] : []),
    ...(policy ? gapsIn(policy) : []),
    ...(broken.length > 0
      ? [
          `The configuration of ${broken.length} ${broken.length === 1 ? 'repository' : 'repositories'} has errors${named}`,
        ]
      : []),
    ...(isPublic
      ? troubles.length > 0
        ? [
            `In ${troubles.length === 1 ? 'one place' : `${troubles.length} places`} nothing can be written; ${code('truenorth doctor')} says where and why`,
          ]
        : []
      : troubles.map(({ because }) => `Nothing can be written: ${because}`)),
  ];
}

/** Whether a repository's file has problems of its own, and not only those of the organisation's that it inherits. */
const hasOwnProblems = (inForce: Rules['inForce'], defaults: Rules | undefined): boolean =>
  (inForce?.problems.length ?? 0) > (defaults?.inForce?.problems.length ?? 0);
