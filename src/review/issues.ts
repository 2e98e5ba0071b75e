import type { IssueFacts } from '../model/issue.ts';
import type { Judged, Level, Verdict } from '../model/verdict.ts';
import type { IssueRule } from '../practices/practice.ts';
import { registry } from '../practices/registry.ts';
import type { Mishap, Options } from './evaluate.ts';

export interface IssueRuleInForce {
  id: string;
  why: string;
  level: Level;
  rule: IssueRule<never>;
  options: never;
}

/** The rules on issues that speak to people, of those that an issue of these labels is judged by. */
export function issueRulesFor(policy: Options, labels: readonly string[]): IssueRuleInForce[] {
  const names = new Set(labels.map((name) => name.toLowerCase()));
  return registry.flatMap(({ id, why, rules }) =>
    rules.flatMap((rule) => {
      if (rule.on !== 'issue') return [];
      const options = policy[id] as Record<string, { level?: Level } | undefined>;
      const level = options[rule.id]?.level ?? 'off';
      const isSpoken = level === 'advise' || level === 'require';
      const applies = rule.labels(options as never).some((name) => names.has(name.toLowerCase()));
      return isSpoken && applies ? [{ id: `${id}/${rule.id}`, why, level, rule, options: options as never }] : [];
    }),
  );
}

/** Judges one snapshot of an issue; a rule that throws is unknown, and the others still count. */
export function evaluateIssue(
  facts: IssueFacts,
  rules: readonly IssueRuleInForce[],
  reference: string,
): { judged: Judged[]; mishaps: Mishap[] } {
  const mishaps: Mishap[] = [];
  const judged = rules.map(({ id, why, level, rule, options }): Judged => {
    const verdict = ((): Verdict => {
      try {
        return rule.judge(facts, options);
      } catch (error) {
        mishaps.push({ rule: id, error });
        return { outcome: 'unknown', because: `This rule failed. Reference ${reference}`, cause: 'elsewhere' };
      }
    })();
    return { rule: id, title: rule.title, why, level, verdict };
  });
  return { judged, mishaps };
}

/** When a verdict may change though nothing happens, since a day ends: the next such instant after now, ms. */
export function nextLook(facts: IssueFacts, rules: readonly IssueRuleInForce[]): number | undefined {
  const looks = rules.flatMap(({ rule, options }) => rule.changesAt?.(facts, options) ?? []);
  const later = looks.filter((at) => at > facts.now);
  return later.length > 0 ? Math.min(...later) : undefined;
}
