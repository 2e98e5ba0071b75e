import type { PullFacts } from '../model/pull.ts';
import type { Conclusion, Judged, Level, Proposal, Report, Verdict } from '../model/verdict.ts';
import type { Need, PullRule } from '../practices/practice.ts';
import { registry } from '../practices/registry.ts';
import type { Exempt } from '../practices/shared/options.ts';
import { exemption } from './exempt.ts';

/** The configuration as rules see it: each practice's options under its id. */
export type Options = Readonly<Record<string, unknown>>;

/** A rule that threw: it counts as unknown, and the log gets the error under the reference that people can quote. */
export interface Mishap {
  rule: string;
  error: unknown;
}

export interface RuleInForce {
  id: string;
  why: string;
  level: Level;
  exempt: Exempt;
  rule: PullRule<never>;
  options: never;
}

/** The pull-request rules that are not off, with their levels and options. */
export function rulesInForce(policy: Options): RuleInForce[] {
  return registry.flatMap(({ id, why, rules }) =>
    rules.flatMap((rule) => {
      if (rule.on !== 'pull') return [];
      const options = policy[id] as Record<string, { level: Level; exempt: Exempt } | undefined>;
      const own = options[rule.id];
      if (own === undefined || own.level === 'off') return [];
      return [{ id: `${id}/${rule.id}`, why, level: own.level, exempt: own.exempt, rule, options: options as never }];
    }),
  );
}

/** The rules that need this, at whatever level. */
export const rulesNeeding = (need: Need): ReadonlySet<string> =>
  new Set(
    registry.flatMap(({ id, rules }) =>
      rules.flatMap((rule) => (rule.on === 'pull' && rule.needs.includes(need) ? `${id}/${rule.id}` : [])),
    ),
  );

/** What has to be read before these rules can judge. */
export const needsOf = (rules: readonly RuleInForce[]): ReadonlySet<Need> =>
  new Set(rules.filter((rule) => lackOf(rule) === undefined).flatMap(({ rule }) => rule.needs));

/** What the configuration lacks for the rule to apply at all. */
const lackOf = ({ rule, options }: Pick<RuleInForce, 'rule' | 'options'>): string | undefined => rule.lacks?.(options);

/**
 * Judges one snapshot by the policy in force. `reference` is what a person can quote to find the log line of a rule that
 * could not judge.
 */
export function evaluate(
  facts: PullFacts,
  policy: Options,
  reference: string,
): { judged: Judged[]; mishaps: Mishap[] } {
  const mishaps: Mishap[] = [];
  const judged = rulesInForce(policy).map((inForce): Judged => {
    const { id, why, level, rule } = inForce;
    const verdict = ((): Verdict => {
      try {
        return verdictBy(inForce, facts);
      } catch (error) {
        mishaps.push({ rule: id, error });
        return { outcome: 'unknown', because: `This rule failed. Reference ${reference}`, cause: 'elsewhere' };
      }
    })();
    return { rule: id, title: rule.title, why, level, verdict };
  });
  return { judged, mishaps };
}

/** One rule's verdict on one snapshot, exemptions included. */
export function verdictBy({ rule, options, exempt }: RuleInForce, facts: PullFacts): Verdict {
  const reason = lackOf({ rule, options }) ?? exemption(facts, exempt);
  return reason === undefined ? rule.judge(facts, options) : { outcome: 'not-applicable', because: reason };
}

const SEVERITY: readonly Conclusion[] = ['success', 'neutral', 'action_required', 'failure'];

/** How bad a conclusion is, to put the worst first. */
export const severity = (conclusion: Conclusion): number => SEVERITY.indexOf(conclusion);

/** The worst of several conclusions; `success` of none. */
export const worst = (conclusions: readonly Conclusion[]): Conclusion =>
  conclusions.reduce((a, b) => (severity(b) > severity(a) ? b : a), 'success');

/** What one verdict means for the check at its level. Nobody passes a required rule by breaking what it judges. */
export function concludes({ level, verdict }: Pick<Judged, 'level' | 'verdict'>): Conclusion {
  if (level === 'off' || level === 'observe') return 'success';
  if (verdict.outcome === 'unmet') return level === 'require' ? 'failure' : 'neutral';
  if (verdict.outcome !== 'unknown') return 'success';
  if (level === 'advise') return 'neutral';
  return verdict.cause === 'subject' ? 'failure' : 'action_required';
}

/** The report of a judged subject: `policy` names what it was judged by, `notes` say what people should know of it. */
export const reportOf = (judged: Judged[], policy: string, notes: string[], proposal?: Proposal): Report => ({
  // A configuration with problems stops nobody, since the one in force stays; it is worth a look before it is merged.
  conclusion: worst([...judged.map(concludes), ...(proposal?.problems.length ? (['neutral'] as const) : [])]),
  judged,
  notes,
  ...(proposal ? { proposal } : {}),
  policy,
});
