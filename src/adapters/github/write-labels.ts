import { z } from 'zod';
import type { Action } from '../../model/action.ts';
import { Fault } from '../../model/fault.ts';
import type { LabelWish } from '../../model/verdict.ts';
import type { Target } from '../../ports/github.ts';
import type { Writer } from './client.ts';
import { hasStatus } from './faults.ts';

const Label = z.object({ node_id: z.string() });

/** The id of a label that was not remembered; `undefined` where there is none of that name any more. */
export async function findLabel(writer: Writer, { repo }: Target, name: string): Promise<string | undefined> {
  try {
    const where = { owner: repo.owner, repo: repo.name, name };
    return Label.parse(await writer.rest('GET /repos/{owner}/{repo}/labels/{name}', where)).node_id;
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

/** Makes a label with its colour and description; one that somebody made meanwhile is taken as it is. */
async function makeLabel(writer: Writer, target: Target, { name, color, description }: LabelWish): Promise<string> {
  const { owner, name: repo } = target.repo;
  try {
    const label = { name, color, description };
    const made = await writer.rest('POST /repos/{owner}/{repo}/labels', { owner, repo, ...label });
    return Label.parse(made).node_id;
  } catch (error) {
    const standing = hasStatus(error, 422) ? await findLabel(writer, target, name) : undefined;
    if (standing === undefined) throw error;
    return standing;
  }
}

/**
 * Makes the labels that are wished for and not known. Where GitHub takes none, that is told once all else is done: no verdict is kept from
 * the check by its label. An issue is found again by its label, so none is made without.
 */
export async function makeLabels(
  writer: Writer,
  target: Target,
  actions: readonly Action[],
  labels: Record<string, string>,
): Promise<Fault | undefined> {
  const mayLack = actions.every(({ kind }) => kind !== 'create-issue');
  let refused: Fault | undefined;
  for (const wish of actions.flatMap((action) => ('labels' in action ? action.labels : []))) {
    try {
      labels[wish.name.toLowerCase()] ??= await makeLabel(writer, target, wish);
    } catch (error) {
      if (!mayLack || !(error instanceof Fault) || error.kind === 'transient') throw error;
      refused ??= error;
    }
  }
  return refused;
}
