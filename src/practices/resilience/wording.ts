import { code } from '../../model/markdown.ts';
import { outlineOf } from '../shared/section.ts';
import { beginsWith, titleOf } from '../shared/words.ts';

/**
 * English phrases that look for a person where there is a system to look at, documented in docs/rules/resilience/post-incident.md.
 * Each matches the phrase alone and never who it is about, so that nobody is quoted by name.
 */
const PHRASES = [
  /\b(?:human|operator|user|pilot) error\b/,
  /\bshould(?:n['’]t| not)? have (?:been more careful|asked|checked|double-checked|known|looked|noticed|paid|read|realised|realized|remembered|reviewed|seen|tested|verified|waited)\b/,
  /(?<=\b(?:he|she|they|you|someone|somebody|everyone|everybody|nobody|engineers?|developers?|operators?|reviewers?|authors?|admins?|on-call) )should(?:n['’]t| not)? have\b/,
  /\bforg(?:ot|otten|ets?) to\b/,
  /\bneglected to\b/,
  /\bcareless(?:ly|ness)?\b/,
  /\b(?:negligen(?:t|tly|ce)|incompeten(?:t|tly|ce)|sloppy|sloppiness|inattentive|laziness)\b/,
  /\bmade an? (?:[a-z]{1,20} )?mistake\b/,
  /\bwhose fault\b/,
  /(?<=\b(?:his|her|their|my|your|our) |['’]s )(?:own )?fault\b(?![ -](?:toleran|domain|inject|handl))/,
  /\b(?:was|is|were|are) (?:at fault|to blame)\b/,
  /\bmore careful(?:ly)?\b/,
];

/** As many lines, and as much of each, as is looked at. */
const LINES = 500;
const LONGEST = 2_000;

/**
 * Advice where contributing factors are told as somebody's failing; it never makes a review unmet. What is quoted, or code, is left
 * alone: whose words they are is not known.
 */
export function adviceOn(body: string, headings: readonly string[]): { text: string; line: number } | undefined {
  const { starts, lines } = outlineOf(body);
  const wanted = headings.map(titleOf);
  for (const { title, from, to } of starts) {
    if (!wanted.some((one) => beginsWith(title, one))) continue;
    for (const { text, line, place } of lines.slice(from, Math.min(to, from + LINES))) {
      const phrase = place === 'quote' || place === 'code' ? undefined : phraseIn(text.slice(0, LONGEST).toLowerCase());
      if (phrase !== undefined) return { text: `${ADVICE}, where it says ${code(phrase)}`, line };
    }
  }
  return undefined;
}

const ADVICE = 'ask what made it possible or likely, rather than who did it';

const phraseIn = (text: string): string | undefined => PHRASES.flatMap((one) => one.exec(text)?.[0] ?? [])[0];
