import { code } from '../../model/markdown.ts';
import { isUnread, type PullFacts, type Unread } from '../../model/pull.ts';
import { featureBecause, NO_FEATURE } from '../shared/feature.ts';
import { sectionRule } from '../shared/section-rule.ts';
import type { OutcomesOptions } from './options.ts';

/** Asks how one will see that a feature achieved what it is for; a linked experiment says so in its own issue. */
export const measure = sectionRule<OutcomesOptions>({
  id: 'measure',
  title: 'Measure of success',
  asks: 'A feature says how its success will be measured, or links an experiment.',
  needs: ['linked-issues'],
  options: (outcomes) => outcomes.measure,
  occasion(facts) {
    const because = featureBecause(facts);
    return because === undefined ? { applies: false, because: NO_FEATURE } : { applies: true, because, evidence: [] };
  },
  instead: (facts, { experiment }) => linkedExperiment(facts, experiment.label),
});

function linkedExperiment({ linked }: PullFacts, label: string): string | Unread | undefined {
  if (isUnread(linked)) return linked;
  const wanted = label.toLowerCase();
  const experiment = linked.find(({ labels }) => labels.some((name) => name.toLowerCase() === wanted));
  return experiment && `it belongs to the experiment ${code(`#${experiment.number}`)}`;
}
