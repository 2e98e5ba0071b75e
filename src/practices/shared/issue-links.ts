import { linkedTexts } from './markdown.ts';

/** Nobody names more issues in one description, and each is read. */
const MOST = 20;

const NAMED =
  /(?:https?:\/\/[\w.:-]{1,200}\/)?([\w.-]{1,100})\/([\w.-]{1,100})(?:#|\/issues\/)(\d{1,9})(?!\w)|(?<![\w/#&])(?:#|GH-)(\d{1,9})(?!\w)/gi;

/**
 * The issues of the same repository that a description names: `#12`, `GH-12`, `owner/name#12`, or by address; in order, each
 * once. Code, quotes and comments name nothing.
 */
export function issuesNamed(description: string, repo: { owner: string; name: string }): number[] {
  if (!/#\d|GH-\d|\/issues\/\d/i.test(description)) return [];
  const numbers = new Set<number>();
  for (const text of linkedTexts(description)) {
    for (const [, owner, name, far, near] of text.matchAll(NAMED)) {
      const same =
        owner === undefined || `${owner}/${name}`.toLowerCase() === `${repo.owner}/${repo.name}`.toLowerCase();
      if (same && numbers.size < MOST) numbers.add(Number(far ?? near));
    }
  }
  numbers.delete(0);
  return [...numbers];
}
