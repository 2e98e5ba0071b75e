import type { PullRecord } from '../model/history.ts';
import type { PullFacts } from '../model/pull.ts';
import { declaredIds, OUTCOME_LABEL, OUTCOME_RULE, UNALIGNED_LABEL } from '../practices/shared/outcomes.ts';
import { type Options, rulesInForce, verdictBy } from './evaluate.ts';

/** The outcomes that a pull request serves, declared by people or inferred, and whether it need not serve any. */
export function servedBy(facts: PullFacts, policy: Options | undefined): PullRecord['outcomes'] {
  const rule = policy && rulesInForce(policy).find(({ id }) => id === OUTCOME_RULE);
  const known = facts.declared.outcomes.map(({ id }) => id);
  const declared = declaredIds(facts, facts.declared.outcomes).filter((id) => known.includes(id));
  if (rule === undefined) return { declared, inferred: [], exempt: false };
  const verdict = verdictBy(rule, facts);
  const wished = verdict.outcome === 'met' ? (verdict.labels ?? []) : [];
  // What was learned by then is not known here; the labels that were set say what was inferred of it.
  const own = facts.labels.filter(({ name, by }) => by === 'truenorth' && name.startsWith(OUTCOME_LABEL));
  const labels = own.length > 0 ? own.filter(({ name }) => name !== UNALIGNED_LABEL) : wished;
  const served = labels.map(({ name }) => name.slice(OUTCOME_LABEL.length));
  return {
    declared,
    inferred: served.filter((id) => known.includes(id) && !declared.includes(id)),
    exempt: verdict.outcome === 'not-applicable',
  };
}
