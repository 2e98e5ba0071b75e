import { type Outline, outlineOf, type Start } from './markdown.ts';
import { type OwnLine, ownLines } from './template.ts';
import { beginsWith, countWords, isPlaceholder, reasonWhyNot, titleOf } from './words.ts';

export { outlineOf };

/**
 * What became of a section that a rule asks for. `line` is where it starts, from 1; `words` are the words of its
 * content, or of the reason why it does not apply, counted up to a thousand; `asked` is how many it should have.
 */
export type Section =
  | { state: 'good' | 'not-applicable-because'; line: number; words: number }
  | { state: 'missing' }
  | { state: 'empty' | 'placeholder' | 'unchanged template'; line: number }
  | { state: 'too short'; line: number; words: number; asked: number };

const MOST_WORDS = 1_000;
/** Sections of one name that are looked at: nobody writes more, and each may hold all that follow. */
const MOST_SECTIONS = 20;
/** How far a section has come, when none of several is good. */
const PROGRESS = ['missing', 'empty', 'unchanged template', 'placeholder', 'too short'];

/**
 * Finds the section under any of the headings and judges its content. The content is what a reader sees there, code,
 * quotes, tables and sub-sections included, without headings' own text, unticked tasks, addresses and alternative texts,
 * and without what stands in a template; an address is one word, a picture none. Out of scope: repeated or senseless
 * words, struck-through text, an answer hidden by tags that only GitHub's sanitizer knows. That somebody answered can be
 * told; whether the answer is any good is for the reviewer.
 */
export function findSection(
  outline: Outline,
  headings: readonly string[],
  templates: readonly string[],
  minWords: number,
): Section {
  const starts = startsOf(outline, headings);
  if (starts.length === 0) return { state: 'missing' };
  const from = Math.min(...starts.map((start) => start.from));
  const own = ownLines(outline.lines.slice(from, Math.max(...starts.map(({ to }) => to))), templates);
  let best: Section = { state: 'missing' };
  for (const start of starts) {
    const section = judge(start.line, own.slice(start.from - from, start.to - from), minWords);
    if (section.state === 'good' || section.state === 'not-applicable-because') return section;
    if (isFurther(section, best)) best = section;
  }
  return best;
}

function startsOf({ starts }: Outline, headings: readonly string[]): Start[] {
  const wanted = headings.map(titleOf).filter((title) => title !== '');
  return starts.filter(({ title }) => wanted.some((one) => beginsWith(title, one))).slice(0, MOST_SECTIONS);
}

function isFurther(section: Section, best: Section): boolean {
  if (section.state === 'too short' && best.state === 'too short') return section.words > best.words;
  return PROGRESS.indexOf(section.state) > PROGRESS.indexOf(best.state);
}

function judge(line: number, content: readonly OwnLine[], minWords: number): Section {
  const text = content.flatMap((own) => (own.text === '' ? [] : [own.text])).join('\n');
  const templated = content.some((own) => own.templated);
  if (text === '') return { state: templated ? 'unchanged template' : 'empty', line };
  if (isPlaceholder(text)) return { state: 'placeholder', line };
  const reason = reasonWhyNot(text);
  if (reason !== undefined && isPlaceholder(reason)) return { state: 'placeholder', line };
  const words = countWords(reason ?? text, Math.max(MOST_WORDS, minWords));
  if (words < minWords) return { state: 'too short', line, words, asked: minWords };
  return { state: reason === undefined ? 'good' : 'not-applicable-because', line, words };
}

const OUTCOME_HEADINGS = ['Outcome', 'Outcomes', 'North Star'];
const OUTCOME_LINE = /^[^\p{L}\p{N}`]*outcomes?[\s*_`~]*[:\uFF1A](.*)$/isu;
const saidIn = (text: string): string | undefined => (/outcome/i.test(text) ? OUTCOME_LINE.exec(text)?.[1] : undefined);
const ID = /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u;
const MOST_IDS = 50;
const ID_LENGTH = 100;

/**
 * The outcomes that a description declares: after `Outcome:` at the start of a line or heading, and in lines that are
 * only ids under a heading `Outcome`, `Outcomes` or `North Star`. They are as people wrote them, at most 50 of at most
 * 100 characters; whether there is such an outcome is for the rule to say. Code, quotes, tables, comments and unticked
 * tasks declare nothing.
 */
export function outcomeLine(outline: Outline): { values: { id: string; line: number }[] } {
  const named = startsOf(outline, OUTCOME_HEADINGS);
  const isUnder = (index: number) => named.some(({ from, to }) => from <= index && index < to);
  const values = new Map<string, { id: string; line: number }>();
  const declare = (ids: readonly string[], line: number) => {
    for (const id of ids) if (values.size < MOST_IDS && !isPlaceholder(id)) values.set(`${line} ${id}`, { id, line });
  };
  for (const { text, line } of outline.starts) declare(idsOf(saidIn(text)), line);
  for (const [index, { text, line, place, task }] of outline.lines.entries()) {
    if (place !== 'prose' || task === 'open') continue;
    const said = saidIn(text);
    if (said !== undefined) declare(idsOf(said), line);
    else if (isUnder(index) && idsOf(text).every((id) => ID.test(id))) declare(idsOf(text), line);
  }
  return { values: [...values.values()].toSorted((one, other) => one.line - other.line) };
}

const idsOf = (text = ''): string[] =>
  text
    .slice(0, MOST_IDS * ID_LENGTH)
    .split(/[,;、，；]/)
    .map((id) =>
      id
        .replace(/^[^\p{L}\p{N}]+/u, '')
        .slice(0, ID_LENGTH)
        .replace(/[^\p{L}\p{N}]+$/u, ''),
    );
