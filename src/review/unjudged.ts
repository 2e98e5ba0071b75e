import { code } from '../model/markdown.ts';
import type { Level } from '../model/verdict.ts';
import { Policy, RULES } from '../policy/schema.ts';
import { registry } from '../practices/registry.ts';
import type { Options } from './evaluate.ts';

const judged = new Set(registry.flatMap(({ id, rules }) => rules.map((rule) => `${id}/${rule.id}`)));
const standard: Options = Policy.parse({ version: 1 });

const levelIn = (policy: Options, name: string): Level | undefined => {
  const [practice = '', rule = ''] = name.split('/');
  return (policy[practice] as Record<string, { level?: Level }>)[rule]?.level;
};

/**
 * Says which rules were turned on that this version cannot judge: the configuration is read whole, and a rule that is
 * asked for and not judged must not look as if it had passed.
 */
export function unjudged(policy: Options): string[] {
  const asked = RULES.filter((name) => {
    const level = levelIn(policy, name);
    return !judged.has(name) && (level === 'advise' || level === 'require') && level !== levelIn(standard, name);
  });
  if (asked.length === 0) return [];
  return [`Configured, but not judged by this version of Truenorth: ${asked.map((name) => code(name)).join(', ')}.`];
}
