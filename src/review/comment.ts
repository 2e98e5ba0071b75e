import type { Judged, Report } from '../model/verdict.ts';
import { inWords, mark, passing, pastesOf, type RulePage, sentence, shown, tally, titled } from './words.ts';

/** What the comment is on. Only a pull request merges, has a check with a button, and can have a guardrail waived. */
export type Subject = 'pull' | 'issue';

/** First line of the one comment. It helps to find the comment again; only its author proves that it is Truenorth's. */
export const MARKER = '<!-- truenorth:review -->';

export const NO_POLICY_COMMENT = `${MARKER}\nThere is no \`.github/truenorth.yml\` any more, so nothing is asked here.`;

/**
 * The comment's text, or `undefined` where there is nothing to say: a comment appears only once something is unmet, and
 * says in a line that all is met when it was there before.
 */
export function commentOf(report: Report, standing: boolean, page: RulePage, on: Subject = 'pull'): string | undefined {
  const open = shown(report).filter(({ verdict }) => isOpen(verdict));
  const greetings = shown(report).flatMap(({ verdict }) => ('greeting' in verdict ? (verdict.greeting ?? []) : []));
  const said = open.length > 0 ? asking(report, open, page, on) : standing ? settled(report) : undefined;
  const parts = [...greetings, ...(said === undefined ? [] : [said])];
  return parts.length === 0 ? undefined : `${MARKER}\n${parts.join('\n\n')}`;
}

/** The line that says that nothing is asked any more. */
function settled(report: Report): string {
  const counts = tally(report);
  const { unknown } = counts;
  if (unknown > 0) {
    return `Nothing is unmet; ${inWords(unknown)} ${unknown === 1 ? 'guardrail' : 'guardrails'} could not be judged, as the check says.`;
  }
  if (counts.applicable === 0) return 'No guardrail applies any more.';
  const headlines = shown(report).flatMap(({ verdict }) => (verdict.outcome === 'met' ? (verdict.headline ?? []) : []));
  const all = `All guardrails are ${passing(counts)}.`;
  return [[all, ...headlines].join(' '), ...waived(report)].join('\n\n');
}

const waived = (report: Report): string[] => {
  const lines = shown(report).flatMap((judged) =>
    judged.verdict.outcome === 'waived' ? `- ${mark(judged)} ${judged.title}: ${judged.verdict.because}` : [],
  );
  return lines.length > 0 ? [lines.join('\n')] : [];
};

/** The author can do something about it. */
const isOpen = (verdict: Judged['verdict']): boolean =>
  verdict.outcome === 'unmet' || (verdict.outcome === 'unknown' && verdict.cause === 'subject');

function asking(report: Report, open: readonly Judged[], page: RulePage, on: Subject): string {
  const rows = open.map(
    (one) =>
      `| ${mark(one)} | ${titled(one, page)} | ${sentence(one.verdict.because)} | ${one.verdict.outcome === 'unmet' ? (one.verdict.remedy ?? '') : ''} |`,
  );
  const paste = pastesOf(report);
  return [
    opening(report, open.length, on),
    ['| | Guardrail | Why it applies | What to do |', '|---|---|---|---|', ...rows].join('\n'),
    ...(paste.length > 0 ? [block(paste)] : []),
    ...waived(report),
    on === 'pull' ? footer(report, open, paste.length > 0) : `<sub>${report.policy}</sub>`,
  ].join('\n\n');
}

/** The ways out, as far as they lead somewhere here. */
function footer({ policy }: Report, open: readonly Judged[], canPaste: boolean): string {
  const isUnmet = open.some(({ verdict }) => verdict.outcome === 'unmet');
  const isSection = open.some(
    ({ verdict }) => verdict.outcome === 'unmet' && verdict.labels?.some(({ name }) => name.startsWith('needs: ')),
  );
  const waive = 'an approver can comment `/truenorth waive`';
  const ways = [
    ...(canPaste ? ['Write access? **Add missing sections** on the check inserts the block'] : []),
    ...(isSection ? [`not applicable here? \`N/A, because …\` in the section, or ${waive}`] : isUnmet ? [waive] : []),
  ];
  return `<sub>${[...ways.map((way, n) => (n === 0 ? sentence(way) : way)), policy].join(' · ')}</sub>`;
}

function opening(report: Report, open: number, on: Subject): string {
  const counts = tally(report);
  const { required, advised } = counts;
  const parts = [
    required > 0
      ? `${inWords(required)} ${required === 1 ? 'thing' : 'things'} ${on === 'pull' ? 'before this merges' : 'asked here'}`
      : '',
    advised > 0 ? `${inWords(advised)}${required > 0 ? '' : advised === 1 ? ' thing' : ' things'} worth adding` : '',
  ].filter((part) => part !== '');
  const first =
    parts.length > 0
      ? parts.join(', ')
      : `${inWords(open)} ${open === 1 ? 'guardrail' : 'guardrails'} could not be judged`;
  const others = counts.applicable - open;
  const pass = others > 0 && counts.met + counts.waived === others;
  const rest = pass
    ? ` ${others === 1 ? 'Your other guardrail is' : 'Your other guardrails are'} ${passing(counts)}.`
    : '';
  return `**${sentence(first)}.**${rest}`;
}

/** A fence longer than any inside, so that what is to be pasted cannot end it. */
function block(paste: readonly string[]): string {
  const text = paste.join('\n').trimEnd();
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `<details><summary>Block to paste</summary>\n\n${fence}markdown\n${text}\n${fence}\n\n</details>`;
}
