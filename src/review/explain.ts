import type { Level, Report } from '../model/verdict.ts';
import { RULES } from '../policy/schema.ts';
import { registry } from '../practices/registry.ts';
import type { Options } from './evaluate.ts';
import { explanation } from './replies.ts';
import type { RulePage } from './words.ts';

/** Every rule that can be named in a command. */
export const RULE_IDS: readonly string[] = RULES;

/** What a rule asks and why, and how it stands on this subject, as the reply to `explain`. */
export function explain(
  comment: number,
  rule: string,
  policy: Options,
  report: Report | undefined,
  page: RulePage,
): string {
  const [practiceId = '', ruleId = ''] = rule.split('/');
  const practice = registry.find(({ id }) => id === practiceId);
  const known = practice?.rules.find(({ id }) => id === ruleId);
  const options = (policy[practiceId] as Record<string, { level?: Level } | undefined>)[ruleId];
  return explanation(comment, {
    rule,
    title: known?.title ?? rule,
    why: practice?.why ?? '',
    asks: known?.asks ?? 'This rule is not about pull requests.',
    level: options?.level ?? 'off',
    verdict: report?.judged.find((judged) => judged.rule === rule)?.verdict,
    page: page(rule),
  });
}
