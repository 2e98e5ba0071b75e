import type { Judged, Report } from '../model/verdict.ts';
import { count, mark, type RulePage, sentence, shown, tally, titled } from './words.ts';

/** First line of the one comment. It helps to find the comment again; only its author proves that it is Truenorth's. */
export const MARKER = '<!-- truenorth:review -->';

/**
 * The comment's text, or `undefined` where there is nothing to say: a comment appears only once something is unmet, and
 * says in a line that all is met when it was there before.
 */
export function commentOf(report: Report, standing: boolean, page: RulePage): string | undefined {
  const open = shown(report).filter(({ verdict }) => isOpen(verdict));
  if (open.length > 0) return `${MARKER}\n${asking(report, open, page)}`;
  if (!standing) return undefined;
  const { unknown } = tally(report);
  if (unknown > 0) {
    return `${MARKER}\nNothing is unmet; ${count(unknown)} ${unknown === 1 ? 'guardrail' : 'guardrails'} could not be judged, as the check says.`;
  }
  const headlines = shown(report).flatMap(({ verdict }) => (verdict.outcome === 'met' ? (verdict.headline ?? []) : []));
  return `${MARKER}\n${['All guardrails are met.', ...headlines].join(' ')}`;
}

/** The author can do something about it. */
const isOpen = (verdict: Judged['verdict']): boolean =>
  verdict.outcome === 'unmet' || (verdict.outcome === 'unknown' && verdict.cause === 'subject');

function asking(report: Report, open: readonly Judged[], page: RulePage): string {
  const rows = open.map(
    (one) =>
      `| ${mark(one)} | ${titled(one, page)} | ${sentence(one.verdict.because)} | ${one.verdict.outcome === 'unmet' ? (one.verdict.remedy ?? '') : ''} |`,
  );
  const paste = open.flatMap(({ verdict }) => (verdict.outcome === 'unmet' ? (verdict.paste ?? []) : []));
  return [
    opening(report, open.length),
    ['| | Guardrail | Why it applies | What to do |', '|---|---|---|---|', ...rows].join('\n'),
    ...(paste.length > 0 ? [block(paste)] : []),
    `<sub>Not applicable here? Write \`N/A, because …\` in the section · ${report.policy}</sub>`,
  ].join('\n\n');
}

function opening(report: Report, open: number): string {
  const { required, advised, met } = tally(report);
  const parts = [
    required > 0 ? `${count(required)} ${required === 1 ? 'thing' : 'things'} before this merges` : '',
    advised > 0 ? `${count(advised)}${required > 0 ? '' : advised === 1 ? ' thing' : ' things'} worth adding` : '',
  ].filter((part) => part !== '');
  const first =
    parts.length > 0
      ? parts.join(', ')
      : `${count(open)} ${open === 1 ? 'guardrail' : 'guardrails'} could not be judged`;
  const rest = met === 0 ? '' : ` ${met === 1 ? 'Your other guardrail is' : 'Your other guardrails are'} met.`;
  return `**${sentence(first)}.**${rest}`;
}

/** A fence longer than any inside, so that what is to be pasted cannot end it. */
function block(paste: readonly string[]): string {
  const text = paste.join('\n').trimEnd();
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `<details><summary>Block to paste</summary>\n\n${fence}markdown\n${text}\n${fence}\n\n</details>`;
}
