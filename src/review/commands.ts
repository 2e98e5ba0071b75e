import { numberIn } from '../model/kpi.ts';
import { code } from '../model/markdown.ts';
import { cut } from '../model/text.ts';
import { nearest } from '../policy/nearest.ts';
import { outlineOf } from '../practices/shared/section.ts';
import { isPlaceholder } from '../practices/shared/words.ts';

/** What people can ask for by a comment line that begins with `/truenorth`. */
export type Command =
  | { name: 'help' }
  | { name: 'recheck' }
  | { name: 'digest' }
  | { name: 'explain'; rule: string }
  | { name: 'unwaive'; rule: string }
  | { name: 'outcome'; ids: string[] }
  | { name: 'waive'; rule: string; term: { days: number } | { until: string } | undefined; because: string }
  | { name: 'kpi'; id: string; value: number; on?: string };

/** What a command may speak of. */
export interface Known {
  rules: readonly string[];
  outcomes: readonly string[];
  kpis: readonly string[];
}

const COMMAND = /^ {0,3}\/truenorth(?:\s|$)/i;
/** More lines than people write by hand; each may ask GitHub who may. */
export const MOST_COMMANDS = 10;
const LONGEST = 600;

/**
 * The lines of a comment that are commands: they begin with `/truenorth` and stand as plain text at the beginning of a
 * paragraph's line, not in code, a quote, a list, a table or an HTML comment, by Markdown or by HTML. Of more than are carried
 * out one is left, so that they can be refused.
 */
export function commandLines(comment: string): string[] {
  if (!/\/truenorth/i.test(comment)) return [];
  const raw = comment.split(/\r\n?|\n/);
  const said = outlineOf(comment).lines.filter(({ plain, text }) => plain && COMMAND.test(text));
  const lines = said.flatMap(({ line }) => raw[line - 1] ?? []).filter((line) => COMMAND.test(line));
  return lines.slice(0, MOST_COMMANDS + 1).map((line) => cut(line.trim(), LONGEST));
}

const NAMES = ['help', 'recheck', 'explain', 'outcome', 'waive', 'unwaive', 'kpi', 'digest'];
const bare = (word: string): string => word.replaceAll(/[`"'“”‘’]/g, '').replace(/[.,;:!]+$/, '');

/** Understands one line, or says in a sentence why it cannot be done and how to write it. */
export function parseCommand(line: string, known: Known): Command | { problem: string } {
  const [, word = '', rest = ''] = /^\s*\/truenorth\s*(\S*)\s*(.*)$/isu.exec(line) ?? [];
  const name = bare(word).toLowerCase();
  switch (name) {
    case '':
    case 'help':
      return { name: 'help' };
    case 'recheck':
    case 'digest':
      return { name };
    case 'explain':
    case 'unwaive':
      return withRule(rest, known, name);
    case 'outcome':
      return outcome(rest, known);
    case 'waive':
      return waive(rest, known);
    case 'kpi':
      return kpi(rest, known);
    default:
      return { problem: `${code(name)} is not a command.${maybe(name, NAMES)} Known: ${listed(NAMES)}.` };
  }
}

const listed = (names: readonly string[]): string => names.map((name) => code(name)).join(', ');

function maybe(word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  return near === undefined ? '' : ` Did you mean ${code(near)}?`;
}

/** The rule's full name; its last part alone suffices where only one rule has it. */
function ruleOf(word: string, { rules }: Known): { rule: string } | { problem: string } {
  const wanted = bare(word).toLowerCase();
  if (wanted === '') return { problem: `Name a rule, such as ${code('security/threat-model')}.` };
  const rule = rules.find((one) => one === wanted);
  if (rule !== undefined) return { rule };
  const [only, ...more] = rules.filter((one) => one.split('/')[1] === wanted);
  if (only !== undefined && more.length === 0) return { rule: only };
  const short = nearest(
    wanted,
    rules.map((one) => one.split('/')[1] ?? ''),
  );
  const meant = rules.find((one) => one.split('/')[1] === short);
  return {
    problem: `${code(wanted)} is not a rule.${meant === undefined ? maybe(wanted, rules) : maybe(meant, rules)}`,
  };
}

function withRule(rest: string, known: Known, name: 'explain' | 'unwaive'): Command | { problem: string } {
  const found = ruleOf(rest.split(/\s+/)[0] ?? '', known);
  return 'problem' in found ? found : { name, rule: found.rule };
}

function outcome(rest: string, { outcomes }: Known): Command | { problem: string } {
  const ids = rest
    .split(/[,\s]+/)
    .map((word) => bare(word).toLowerCase())
    .filter((word) => word !== '' && word !== 'and');
  if (ids.length === 0)
    return { problem: `Name an outcome: ${code('/truenorth outcome <id>')}. Known: ${listed(outcomes)}.` };
  const unknown = ids.find((id) => !outcomes.includes(id));
  if (unknown === undefined) return { name: 'outcome', ids: [...new Set(ids)] };
  return {
    problem: `${code(unknown)} is not a declared outcome.${maybe(unknown, outcomes)} Known: ${listed(outcomes.slice(0, 20))}.`,
  };
}

const HOW = `Write it as ${code('/truenorth waive <rule> for 30 days because <reason>')}.`;

function waive(rest: string, known: Known): Command | { problem: string } {
  const found = ruleOf(rest.split(/\s+/)[0] ?? '', known);
  if ('problem' in found) return found;
  const [written = '', , ...reason] = rest.replace(/^\S+/, '').split(/\b(because)\b/i);
  const because = reason
    .join('')
    .replace(/^[\s:,]+/, '')
    .trim();
  if (because === '' || isPlaceholder(because)) return { problem: `A waiver needs a reason. ${HOW}` };
  const term = termOf(written);
  return 'problem' in term ? term : { name: 'waive', rule: found.rule, term: term.term, because };
}

type Term = { days: number } | { until: string } | undefined;

function termOf(written: string): { term: Term } | { problem: string } {
  const text = written.trim().replace(/[,;]$/, '').toLowerCase();
  if (text === '') return { term: undefined };
  const days = /^for\s+(\d{1,4})\s+(day|week)s?$/.exec(text);
  if (days) return { term: { days: Number(days[1]) * (days[2] === 'week' ? 7 : 1) } };
  const until = /^until\s+(\S+)$/.exec(text)?.[1];
  if (until !== undefined) return isDay(until) ? { term: { until } } : { problem: noDay(until) };
  return { problem: `${code(text)} is not a term. ${HOW} Or ${code('until 2026-12-31')}.` };
}

const noDay = (text: string): string => `${code(text)} is not a date. Dates are written ${code('2026-12-31')}.`;

/** A day of the calendar as people write it here, `2026-12-31`. */
export function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.toISOString().slice(0, 10) === text;
}

function kpi(rest: string, { kpis }: Known): Command | { problem: string } {
  const how = `Write it as ${code('/truenorth kpi <id> <value>')}, with ${code('on 2026-12-31')} for another day.`;
  const [word = '', value = '', on, day, ...more] = rest.trim().split(/\s+/);
  const id = bare(word).toLowerCase();
  if (!kpis.includes(id))
    return { problem: `${code(id)} is not a KPI.${maybe(id, kpis)} Known: ${listed(kpis.slice(0, 20))}.` };
  const number = numberIn(value);
  if (number === undefined) return { problem: `${code(value)} is not a number. ${how}` };
  if (on === undefined) return { name: 'kpi', id, value: number };
  if (on.toLowerCase() !== 'on' || day === undefined || more.length > 0) return { problem: how };
  return isDay(day) ? { name: 'kpi', id, value: number, on: day } : { problem: noDay(day) };
}
