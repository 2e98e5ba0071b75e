import { code } from '../model/markdown.ts';
import type { PullFacts } from '../model/pull.ts';
import { pathsOf } from '../practices/shared/files.ts';
import type { Exempt } from '../practices/shared/options.ts';
import { matcher } from '../practices/shared/paths.ts';

/** Why a pull request is left alone, as configured; `undefined` where it is not. */
export function exemption(facts: PullFacts, exempt: Exempt): string | undefined {
  if (exempt.bots && facts.author.bot) return 'Bots are exempt';
  if (exempt.drafts && facts.draft) return 'Drafts are exempt';
  if (exempt.authors.some((author) => author.toLowerCase() === facts.author.login.toLowerCase()))
    return `${code(facts.author.login)} is exempt`;
  const labels = new Set(exempt.labels.map((name) => name.toLowerCase()));
  const label = facts.labels.find(({ name }) => labels.has(name.toLowerCase()));
  if (label) return `Exempt by the label ${code(label.name)}`;
  const inPaths = matcher(exempt.paths);
  const paths = facts.files.files.flatMap(pathsOf);
  if (facts.files.whole && paths.length > 0 && paths.every((path) => inPaths(path)))
    return 'Every changed path is exempt';
  return undefined;
}
