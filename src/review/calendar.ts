import { code } from '../model/markdown.ts';
import type { KpiState, Reminder } from '../model/occasion.ts';
import type { Level } from '../model/verdict.ts';
import type { Policy } from '../policy/schema.ts';
import type { CalendarRule, Occasion } from '../practices/practice.ts';
import { registry } from '../practices/registry.ts';

/** A rule on the calendar that is not off, with what it asks for. */
export interface CalendarRuleInForce {
  id: string;
  title: string;
  why: string;
  level: Level;
  /** Why it does not apply, in a sentence; then it asks for nothing. */
  lacks?: string;
  occasions: readonly Occasion[];
  /** What is asked for while it is amiss, if the rule asks for such a thing. */
  reminder?: ((kpis: readonly KpiState[]) => Reminder | undefined) | undefined;
}

const NO_DESK = `no digest repository is set (${code('communication.digest.repository')})`;

/** The rules on the calendar under an organisation's configuration. Without a repository to speak in, none of them applies. */
export const calendarRules = (policy: Policy): CalendarRuleInForce[] =>
  registry.flatMap(({ id: practice, why, rules }) =>
    rules.flatMap((rule) => {
      const level = levelOf(policy, practice, rule.id);
      return rule.on === 'calendar' && level !== 'off' ? [inForce(policy, practice, why, level, rule)] : [];
    }),
  );

function inForce(policy: Policy, practice: string, why: string, level: Level, rule: CalendarRule<never>) {
  const options = optionsOf(policy, practice) as never;
  const lacks = policy.communication.digest.repository === undefined ? NO_DESK : rule.lacks(options);
  const of = { id: `${practice}/${rule.id}`, title: rule.title, why, level };
  if (lacks !== undefined) return { ...of, lacks, occasions: [] };
  return { ...of, occasions: rule.occasions(options), reminder: rule.reminder };
}

const optionsOf = (policy: Policy, practice: string) => policy[practice as keyof Policy] as unknown;

const levelOf = (policy: Policy, practice: string, rule: string): Level =>
  (optionsOf(policy, practice) as Record<string, { level?: Level } | undefined>)[rule]?.level ?? 'off';

/** The rules that ask for what is amiss; one that is off, or lacks something, asks for nothing. */
export function remindersOf(policy: Policy): Pick<CalendarRuleInForce, 'id' | 'why' | 'reminder'>[] {
  const asking = calendarRules(policy);
  return registry.flatMap(({ id: practice, why, rules }) =>
    rules.flatMap((rule) => {
      if (rule.on !== 'calendar' || rule.reminder === undefined) return [];
      const id = `${practice}/${rule.id}`;
      return [{ id, why, reminder: asking.find((one) => one.id === id)?.reminder }];
    }),
  );
}

/** Everything that comes again and again, each with the principle that it stands for. */
export const occasionsOf = (policy: Policy): (Occasion & { why: string })[] =>
  calendarRules(policy).flatMap(({ occasions, why }) => occasions.map((occasion) => ({ ...occasion, why })));
