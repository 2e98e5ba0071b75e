import { code } from '../../model/markdown.ts';
import type { Evidence, Verdict } from '../../model/verdict.ts';
import { fieldIn, isField } from './fields.ts';
import type { Outline } from './markdown.ts';
import { findSection, outlineOf, type Section } from './section.ts';
import { needs } from './section-rule.ts';
import { countWords, reasonWhyNot } from './words.ts';

/** A part that a rule asks for in an issue: a section, a field of a form, or a line `Heading: …`. */
export interface Part {
  /** Any of these starts it; the first is what people are told. */
  headings: readonly [string, ...string[]];
  /** The question that it answers. */
  ask: string;
  'min-words': number;
  /** "N/A, because …" answers it, too. */
  reasons?: boolean;
  /** Other parts: a line of theirs is no answer here, though no heading stands between. */
  beside?: readonly string[];
}

/** How a part stands. Where it is not good, `problem` says so in a sentence of safe Markdown. */
export interface Standing {
  heading: string;
  ask: string;
  missing: boolean;
  problem?: string;
  line?: number;
  /** What to do about it, unless to answer the question. */
  remedy?: string;
}

/** What GitHub writes for a form's field that was left empty; it stands in no answer. */
export const NO_ANSWER = ['_No response_'];

/** Looks for a part of an issue; several sections or lines of one name do, if one is good. */
export function partIn(body: string, part: Part): Standing {
  const { headings, ask, 'min-words': asked, reasons = false, beside = [] } = part;
  const [heading] = headings;
  const section = findSection(without(outlineOf(body), beside), headings, NO_ANSWER, asked);
  const at = { heading, ask, ...('line' in section ? { line: section.line } : {}) };
  if (section.state === 'good' || (reasons && section.state === 'not-applicable-because'))
    return { ...at, missing: false };
  const field = fieldIn(body, headings);
  const answers = field && reasonWhyNot(field.value) === undefined && countWords(field.value, asked) >= asked;
  if (answers) return { ...at, line: field.line, missing: false };
  return { ...at, missing: section.state === 'missing', problem: `${code(heading)} ${describe(section, asked)}` };
}

/** The outline without what its lines say of other fields. */
export const without = ({ lines, starts }: Outline, fields: readonly string[]): Outline => ({
  lines: lines.map((line) => (line.place === 'prose' && isField(line.text, fields) ? { ...line, text: '' } : line)),
  starts,
});

function describe(section: Section, asked: number): string {
  switch (section.state) {
    case 'missing':
      return 'is missing';
    case 'empty':
    case 'unchanged template':
      return `at line ${section.line} is empty`;
    case 'too short':
      return `at line ${section.line} has ${section.words} ${section.words === 1 ? 'word' : 'words'}, ${asked} asked`;
    case 'placeholder':
    case 'not-applicable-because':
    case 'good':
      return `at line ${section.line} holds a placeholder`;
  }
}

/** The verdict on an issue by how its parts stand: what is missing can be pasted with its question. */
export function verdictOn(
  rule: { id: string; title: string },
  because: { met: string; unmet: string },
  parts: readonly Standing[],
  more: { evidence: readonly Evidence[]; advice?: string | undefined } = { evidence: [] },
): Verdict {
  const unmet = parts.filter(({ problem }) => problem !== undefined);
  if (unmet.length === 0) return { outcome: 'met', because: because.met, evidence: [...more.evidence] };
  const problems = unmet.map(({ problem = '', line }) => ({ text: problem, ...(line === undefined ? {} : { line }) }));
  const remedies = unmet.map(
    ({ heading, ask, missing, remedy }) =>
      remedy ?? `${missing ? 'add' : 'fill in'} ${code(`## ${heading}`)}: ${code(ask, 200)}`,
  );
  const paste = unmet.filter(({ missing }) => missing).map(({ heading, ask }) => `## ${heading}\n\n<!-- ${ask} -->\n`);
  return {
    outcome: 'unmet',
    because: `${because.unmet}; ${problems.map(({ text }) => text).join('; ')}`,
    evidence: [...problems, ...more.evidence],
    remedy: sentences([...remedies, ...(more.advice === undefined ? [] : [more.advice])]),
    labels: [needs(rule)],
    ...(paste.length > 0 ? { paste: paste.join('\n') } : {}),
  };
}

const sentences = (parts: readonly string[]): string => {
  const text = parts.join('; ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
