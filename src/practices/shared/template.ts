import { type Line, outlineOf } from './markdown.ts';
import { wordsOf } from './words.ts';

/** So many words in a row that stand in a template too are the template's: it may have been wrapped or joined anew. */
const RUN = 5;

/** What stands in templates, as it is compared: whole lines, runs of words, and a number for each word. */
interface Template {
  lines: ReadonlySet<string>;
  runs: ReadonlySet<string>;
  numbers: ReadonlyMap<string, number>;
}

/** Templates are read once for all rules that judge one snapshot, which hold the same array. */
const read = new WeakMap<readonly string[], Template>();

/** What stands in the templates, whether visible, in a comment, or as a heading: none of it is an answer elsewhere. */
function templateOf(templates: readonly string[]): Template {
  const before = read.get(templates);
  if (before) return before;
  const lines = new Set<string>();
  const runs = new Set<string>();
  const numbers = new Map<string, number>();
  const add = (text: readonly string[]) => {
    const stream: number[] = [];
    for (const line of text) {
      const words = wordsOf(line);
      lines.add(words.join(' '));
      for (const word of words) {
        const number = numbers.get(word) ?? numbers.size + 1;
        numbers.set(word, number);
        stream.push(number);
      }
    }
    for (let end = RUN; end <= stream.length; end++) runs.add(runBefore(stream, end));
  };
  for (const text of templates) {
    const raw = text.split(/\r\n?|\n/).map((line) => line.trim());
    const known = new Set(raw);
    add(raw);
    add(outlineOf(text).lines.flatMap((line) => (known.has(line.text) ? [] : [line.text])));
  }
  lines.delete('');
  const template = { lines, runs, numbers };
  read.set(templates, template);
  return template;
}

/** The run of words that ends before `end`: a character for each, which is the quickest to look up. */
const runBefore = (numbers: readonly number[], end: number): string =>
  String.fromCharCode(...numbers.slice(end - RUN, end));

/** A line's own text, and whether anything of it stood in a template. */
export interface OwnLine {
  text: string;
  templated: boolean;
}

/**
 * What the author wrote in each line: without unticked tasks, without the lines that stand in a template, and without
 * any five words in a row that do. Case, spacing, punctuation and markup make no difference. A ticked task is an answer.
 */
export function ownLines(lines: readonly Line[], templates: readonly string[]): OwnLine[] {
  const template = templateOf(templates);
  const words = lines.map((line) => (template.lines.size === 0 ? [] : wordsOf(line.text)));
  const covered = coveredBy(
    template,
    words.flatMap((line, index) => (lines[index]?.task === 'ticked' ? line.map(() => '') : line)),
  );
  let first = 0;
  return lines.map(({ text, task }, index) => {
    const own = words[index] ?? [];
    const start = first;
    first += own.length;
    const templated = template.lines.has(`${task === 'ticked' ? 'x ' : ''}${own.join(' ')}`);
    if (templated || task === 'open') return { text: '', templated };
    const left = own.filter((_, word) => !covered.has(start + word));
    return left.length === own.length ? { text, templated } : { text: left.join(' '), templated: true };
  });
}

/** The places of the words that are part of a run of a template's. */
function coveredBy({ runs, numbers }: Template, words: readonly string[]): Set<number> {
  const covered = new Set<number>();
  const stream = words.map((word) => numbers.get(word) ?? 0);
  let inARow = 0;
  for (const [at, number] of stream.entries()) {
    inARow = number === 0 ? 0 : inARow + 1;
    if (inARow < RUN || !runs.has(runBefore(stream, at + 1))) continue;
    for (let word = at + 1 - RUN; word <= at; word++) covered.add(word);
  }
  return covered;
}
