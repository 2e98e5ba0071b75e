import { code } from '../model/markdown.ts';
import { charts } from './chart-choice.ts';
import type { PracticeWeek } from './digest.ts';
import type { Period } from './period.ts';
import { link, type Signal } from './signal.ts';
import { count } from './told.ts';

/** What practices tell of a week, as Markdown, for an organisation's digest and for a repository's health. */

export function finding({ title, finding: found, now, next, evidence = [] }: Signal): string {
  const sentences = [
    `**${title}**: ${found ?? now}.`,
    ...(next ? [`Next: ${next}.`] : []),
    ...(evidence.length > 0 ? [evidence.map(link).join(' · ')] : []),
  ];
  return sentences.join(' ');
}

const MARKS = { good: '✅', attention: '⚠️', told: '', 'no data': '❔' } as const;
type Marked = Signal & { state: keyof typeof MARKS };

const isMarked = (signal: Signal): signal is Marked => signal.state in MARKS;
export const hasNews = ({ signals, rules }: PracticeWeek): boolean => signals.some(isMarked) || rules.length > 0;

export function practiceBlock(
  { id, title, signals, rules }: PracticeWeek,
  later: readonly Signal[],
  period: Period,
): string {
  const looked = signals.filter(({ state }) => state === 'attention');
  const untold = signals.filter((one) => later.includes(one));
  const state = looked.length > 0 ? `${count(looked.length, 'thing')} to look at` : 'nothing stands out';
  const rows = signals
    .filter(isMarked)
    .map(({ title: name, now, before, state: of }) => `| ${MARKS[of]} | ${name} | ${now} | ${before ?? ''} |`);
  const table =
    rows.length === 0 ? [] : [['| | Signal | This week | Before |', '|---|---|---|---|', ...rows].join('\n')];
  return [
    `<details><summary><strong>${title}</strong>: ${state}</summary>`,
    ...(untold.length > 0 ? [untold.map((one) => `- ${finding(one)}`).join('\n')] : []),
    ...table,
    ...ruleTable(rules),
    ...charts(id, period),
    ...apart(signals),
    '</details>',
  ].join('\n\n');
}

/** Signals without a figure, in a sentence each: an empty row tells less. */
function apart(signals: readonly Signal[]): string[] {
  const named = (state: Signal['state'], lead: string) => {
    const some = signals.filter((one) => one.state === state).map(({ title, now }) => `${title} (${now})`);
    return some.length === 0 ? [] : [`${lead}: ${some.join('; ')}.`];
  };
  return [...named('quiet', 'Nothing to tell'), ...named('not set up', 'Not set up')];
}

/** Practices of which there is no figure at all, folded into one. */
export function nothingNew(practices: readonly PracticeWeek[]): string {
  if (practices.length === 0) return '';
  const blocks = practices.map(({ title, signals }) => [`**${title}**`, ...apart(signals)].join('  \n'));
  return ['<details><summary>Practices without a figure this week</summary>', ...blocks, '</details>'].join('\n\n');
}

/** What the guardrails were asked of, and how they were answered, of pull requests that came to their end. */
function ruleTable(rules: PracticeWeek['rules']): string[] {
  if (rules.length === 0) return [];
  const rows = rules.map(({ rule, met, asked, waived, raise }) => {
    const hint = raise ? `met nearly always: it can be raised to ${code(raise)}` : '';
    return `| ${code(rule)} | ${met} of ${asked} | ${waived === 0 ? '' : waived} | ${hint} |`;
  });
  return [['| Guardrail | Met | Waived | |', '|---|---|---|---|', ...rows].join('\n')];
}
