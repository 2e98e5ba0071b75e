import { registry } from '../practices/registry.ts';
import { checklistOf, type Item } from './checklist.ts';
import { type Decision, decisionsIn } from './decisions.ts';
import type { Period } from './period.ts';
import type { Signal } from './signal.ts';
import { SIGNALS } from './signals/registry.ts';
import { amount } from './told.ts';

/** A practice's week: all that it tells, and what of it is to be looked at. */
export interface PracticeWeek {
  id: string;
  title: string;
  signals: readonly Signal[];
  rules: readonly RuleWeek[];
}

/** How a rule judged what came to its end in the week. */
export interface RuleWeek {
  rule: string;
  met: number;
  asked: number;
  waived: number;
  /** Met so often that it can be raised: by how much of what it may insist. */
  raise?: 'advise' | 'require';
}

/** A week of an organisation, decided: what its digest says, before it is written down. */
export interface Digest {
  period: Period;
  practices: readonly PracticeWeek[];
  decisions: readonly Decision[];
  checklist: readonly Item[];
  /** What is missing or wrong in how the digest is made. Safe Markdown, a sentence each. */
  gaps: readonly string[];
  /** There is no week before it to compare with. */
  isFirst: boolean;
}

export const digestOf = (period: Period): Digest => ({
  ...{ period, gaps: [...period.gaps, ...gapsOf(period)] },
  practices: practicesIn(period),
  decisions: decisionsIn(period),
  checklist: checklistOf(period),
  isFirst: period.earlier.length === 0,
});

export const practicesIn = (period: Period): PracticeWeek[] =>
  registry.map(({ id, title }) => ({
    ...{ id, title, signals: SIGNALS[id]?.(period) ?? [] },
    rules: rulesOf(id, period),
  }));

/** Over so many pull requests, and with at most one in twenty unmet, a rule asks for nothing that people do not do anyway. */
const ENOUGH = 20;
const NEARLY_ALWAYS = 0.95;

function rulesOf(practice: string, { rules, policy }: Period): RuleWeek[] {
  return [...rules]
    .filter(([rule]) => rule.startsWith(`${practice}/`))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([rule, { met, unmet, waived }]) => {
      const asked = met + unmet + waived;
      const options = policy as unknown as Record<string, Record<string, { level?: string }>>;
      const level = options[practice]?.[rule.split('/')[1] ?? '']?.level;
      const next = level === 'observe' ? ('advise' as const) : level === 'advise' ? ('require' as const) : undefined;
      const canRise = asked >= ENOUGH && met >= NEARLY_ALWAYS * asked;
      return { rule, met, asked, waived, ...(canRise && next ? { raise: next } : {}) };
    })
    .filter(({ asked }) => asked > 0);
}

/** What was not known, and of how many repositories: GitHub did not let it be read, or it is being read still. */
function gapsOf({ repositories, figures }: Period): string[] {
  const lacking = new Map<string, number>();
  for (const { lacks } of repositories)
    for (const because of new Set(Object.values(lacks))) lacking.set(because, (lacking.get(because) ?? 0) + 1);
  const odd = new Map<string, number>();
  for (const { what, numbers } of figures.odd) odd.set(what, (odd.get(what) ?? 0) + numbers.length);
  return [
    ...[...lacking].map(([because, number]) => `Of ${number} of ${repositories.length} repositories: ${because}`),
    ...[...odd].map(([what, number]) => `Left out or counted apart: ${amount(number)} ${what}`),
  ];
}
