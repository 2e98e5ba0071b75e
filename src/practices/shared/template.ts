import { type Line, outlineOf } from './markdown.ts';
import { wordsOf } from './words.ts';

/** So many words in a row that stand in a template too are the template's: it may have been wrapped or joined anew. */
const RUN = 5;

/** What stands in templates, as it is compared: whole lines, and runs of words, with the character that stands for each word in them. */
interface Template {
  lines: ReadonlySet<string>;
  runs: ReadonlySet<string>;
  characters: ReadonlyMap<string, string>;
}
/** As many characters as there are but one; templates of more words than anybody writes share some. */
const MOST_WORDS = 0xffff;
/** Stands for words that are in no template. */
const OTHER = '\0';

/** Templates are read once for all rules that judge one snapshot, which hold the same array. */
const read = new WeakMap<readonly string[], Template>();

/** What stands in the templates, whether visible, in a comment, or as a heading: none of it is an answer elsewhere. */
function templateOf(templates: readonly string[]): Template {
  const before = read.get(templates);
  if (before) return before;
  const lines = new Set<string>();
  const runs = new Set<string>();
  const characters = new Map<string, string>();
  const add = (text: readonly string[]) => {
    let stream = '';
    for (const line of text) {
      const words = wordsOf(line);
      lines.add(words.join(' '));
      for (const word of words) {
        const character = characters.get(word) ?? String.fromCharCode(1 + (characters.size % MOST_WORDS));
        characters.set(word, character);
        stream += character;
      }
    }
    for (let end = RUN; end <= stream.length; end++) runs.add(stream.slice(end - RUN, end));
  };
  for (const text of templates) {
    const raw = text.split(/\r\n?|\n/).map((line) => line.trim());
    const known = new Set(raw);
    add(raw);
    add(outlineOf(text).lines.flatMap((line) => (known.has(line.text) ? [] : [line.text])));
  }
  lines.delete('');
  const template = { lines, runs, characters };
  read.set(templates, template);
  return template;
}

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
  if (template.lines.size === 0)
    return lines.map(({ text, task }) => ({ text: task === 'open' ? '' : text, templated: false }));
  const words = lines.map(({ text }) => wordsOf(text));
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
    const left = own.filter((_, word) => !covered[start + word]);
    return left.length === own.length ? { text, templated } : { text: left.join(' '), templated: true };
  });
}

/** Of each word whether it is part of a run of a template's: 1 or 0. */
function coveredBy({ runs, characters }: Template, words: readonly string[]): Uint8Array {
  const covered = new Uint8Array(words.length);
  const stream = words.map((word) => characters.get(word) ?? OTHER).join('');
  for (let end = RUN; end <= stream.length; end++)
    if (runs.has(stream.slice(end - RUN, end))) covered.fill(1, end - RUN, end);
  return covered;
}
