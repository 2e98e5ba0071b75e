import { code } from '../../model/markdown.ts';
import type { PullFacts } from '../../model/pull.ts';

/** Labels that teams mark features with, in lower case. */
const FEATURE_LABELS = new Set([
  'feature',
  'enhancement',
  'type: feature',
  'type:feature',
  'kind/feature',
  'new feature',
]);

/** The title of a feature by Conventional Commits: `feat: …`, `feat(api)!: …`. */
const FEATURE_TITLE = /^feat(?:ure)?(?:\([^()]{1,100}\))?!?:/i;

/** Why a pull request is a feature, in a sentence; `undefined` where nothing says so. */
export function featureBecause({ title, labels }: Pick<PullFacts, 'title' | 'labels'>): string | undefined {
  const label = labels.find(({ name }) => FEATURE_LABELS.has(name.toLowerCase()));
  if (label) return `Labelled ${code(label.name)}`;
  return FEATURE_TITLE.test(title) ? 'Its title says that it is a feature' : undefined;
}

export const NO_FEATURE = 'Neither title nor labels say that it is a feature';
