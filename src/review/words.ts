import type { Judged, Report, Verdict } from '../model/verdict.ts';
import { concludes, severity } from './evaluate.ts';

/** Where a rule's page is, if the operator said where the docs are. */
export type RulePage = (rule: string) => string | undefined;

/** The mark that states a verdict at a glance, the same everywhere. */
export function mark({ level, verdict }: Judged): string {
  switch (verdict.outcome) {
    case 'met':
      return '✅';
    case 'unmet':
      return level === 'require' ? '❌' : '⚠️';
    case 'unknown':
      return '❔';
    case 'waived':
      return '⏸';
    case 'not-applicable':
      return '';
  }
}

/** The rule's title, linked to its page. */
export function titled({ rule, title }: Judged, page: RulePage): string {
  const url = page(rule);
  return url === undefined ? title : `[${title}](${url})`;
}

/** What answers the unmet verdicts that ask for a section, to be pasted into the description. */
export const pastesOf = (report: Report): string[] =>
  shown(report).flatMap(({ verdict }) => (verdict.outcome === 'unmet' ? (verdict.paste ?? []) : []));

/** The verdicts that are shown on the subject, what stops it first; what is only observed is counted elsewhere. */
export const shown = (report: Report): Judged[] =>
  report.judged
    .filter(({ level }) => level === 'advise' || level === 'require')
    .sort((a, b) => severity(concludes(b)) - severity(concludes(a)));

/** A sentence's first letter in upper case, where it is a letter. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `one`, `two`, …, `nine`, `10`: small numbers read better as words. */
export const inWords = (n: number): string =>
  ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][n] ?? String(n);

type Tally = Record<'required' | 'advised' | 'met' | 'waived' | 'unknown' | 'applicable', number>;

/** How the guardrails that pass do so, in words. */
export const passing = ({ met, waived }: Pick<Tally, 'met' | 'waived'>): string =>
  waived === 0 ? 'met' : met === 0 ? 'waived' : 'met or waived';

/** How many verdicts stop the pull request, only advise, are met, waived or unknown, and how many apply at all. */
export function tally(report: Report): Tally {
  const applicable = shown(report).filter(({ verdict }) => verdict.outcome !== 'not-applicable');
  const are = (outcome: Verdict['outcome']) => applicable.filter(({ verdict }) => verdict.outcome === outcome).length;
  const unmet = applicable.filter(({ verdict }) => verdict.outcome === 'unmet');
  return {
    required: unmet.filter((judged) => concludes(judged) === 'failure').length,
    advised: unmet.filter((judged) => concludes(judged) === 'neutral').length,
    ...{ met: are('met'), waived: are('waived'), unknown: are('unknown') },
    applicable: applicable.length,
  };
}
