import type { Action, Answers } from '../model/action.ts';
import type { RepositoryMemory } from '../model/memory.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import { targetOf } from './target.ts';

/** Writes in a repository what belongs to no one subject of it, on `issue` where that is commented; labels that had to be made are remembered. */
export async function writeIn(
  { repo, nodeId, labels }: Pick<RepositoryMemory, 'repo' | 'nodeId' | 'labels'>,
  actions: readonly Action[],
  { github, ledger }: { github: Pick<GitHub, 'write'>; ledger: Pick<Ledger, 'saveLabels'> },
  issue: { id: string } | undefined = undefined,
): Promise<Answers> {
  const more = { labels, ...(issue ? { pullId: issue.id } : {}) };
  const made = await github.write(targetOf({ kind: 'repository', repo }, nodeId, more), actions);
  if (Object.keys(made.labels).length > Object.keys(labels).length) await ledger.saveLabels(repo, made.labels);
  return made.answers;
}
