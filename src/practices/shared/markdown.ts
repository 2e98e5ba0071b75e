import { blocksOf, type References, type Token } from './blocks.ts';
import { Quoting } from './html-quotes.ts';
import { ANY_FOLD, FOLD, type Hidden, visibleHtml, withoutFolds } from './visible-html.ts';
import { linkedText, visibleText } from './visible-text.ts';
import { countWords, isPlaceholder, reasonWhyNot, titleOf } from './words.ts';

/** A visible line of a description: its number from 1, its text without markup, where it stands, and its task's state. */
export interface Line {
  line: number;
  text: string;
  place: 'prose' | 'table' | 'quote' | 'code';
  task: 'none' | 'open' | 'ticked';
  /** It begins as plain text in a paragraph of the page itself: nothing of Markdown or HTML is around it. */
  plain: boolean;
}

/** Where a section starts: the visible text, the same as `titleOf` compares it, and its lines `from` up to `to`. */
export interface Start {
  line: number;
  text: string;
  title: string;
  from: number;
  to: number;
}

/** A description's visible lines in order, and the starts of its sections. A start's own text is none of its lines. */
export interface Outline {
  lines: readonly Line[];
  starts: readonly Start[];
}

const TASK = /^\[([ xX])\](?=\s)/;
/** A line that is only bold, but for emoji, space and a colon around it. */
const BOLD =
  /^(?:\d\uFE0F?\u20E3|[^\p{L}\p{N}\\`*_<[])*(?:(\*\*|__)(?![\s*_])(?:\\.|(?!\1)[^\\])+(?<!\s)\1|\*\*\*(?!\s)(?:\\.|[^*\\])+(?<!\s)\*\*\*|<(b|strong)>[^<]+<\/\2>)[^\p{L}\p{N}`*_<[]*$/iu;
const isBold = (line: string): boolean => /\*\*|__|<[bs]/i.test(line) && BOLD.test(line);
/** "**N/A**": what stands for an answer names no section, however bold. */
const isAnswer = (text: string): boolean => isPlaceholder(text) || reasonWhyNot(text) !== undefined;
const NONE: ReadonlySet<number> = new Set();
const BOLD_DEPTH = 7;
/** A bold line of more words than a title has is a sentence that somebody wrote in bold: it answers, too. */
const TITLE_WORDS = 6;
/** As much of a title as is ever looked at. */
const TITLE_LENGTH = 300;

/**
 * Reads a description, or a template, as GitHub renders it: blocks by CommonMark and GFM, comments and unclosed raw
 * HTML hidden to where a browser shows text again. Never throws; the cost is linear in the text.
 */
export function outlineOf(markdown: string): Outline {
  if (latest?.markdown !== markdown) latest = { markdown, outline: outlined(markdown) };
  return latest.outline;
}

/** Several rules read the same description one after the other; it is parsed once. */
let latest: { markdown: string; outline: Outline } | undefined;

const outlined = (markdown: string): Outline => built(markdown).finish();

/** The texts of a description in which GitHub links what they name, headings included, with the addresses of their links. */
export const linkedTexts = (markdown: string): readonly string[] => built(markdown, true).linked;

function built(markdown: string, linking = false): OutlineBuilder {
  const source = withoutFolds(markdown.toWellFormed().replace(/^\uFEFF/, ''));
  const { tokens, references } = blocksOf(source);
  const builder = new OutlineBuilder(references, linking);
  for (const token of tokens) builder.read(token);
  return builder;
}

class OutlineBuilder {
  readonly #lines: Line[] = [];
  readonly #starts: Start[] = [];
  /** The open section of each heading level and of bold lines; the open details, with their summary once it came. */
  readonly #open = new Array<Start | undefined>(BOLD_DEPTH + 1);
  readonly #details: { summary?: Start }[] = [];
  #summary: Start | undefined;
  /** List items around this place, with the details that were open when they began, since they end with the item. */
  readonly #items: { task: Line['task']; fresh: boolean; line: number; details: number }[] = [];
  #quotes = 0;
  #level = 0;
  #row = 0;
  #hidden: Hidden;
  readonly #quoting = new Quoting();
  readonly #references: References;
  readonly #linking: boolean;
  readonly linked: string[] = [];

  constructor(references: References, linking: boolean) {
    this.#references = references;
    this.#linking = linking;
  }

  read(token: Token): void {
    const line = (token.map?.[0] ?? this.#row) + 1;
    switch (token.type) {
      case 'blockquote_open':
      case 'blockquote_close':
        this.#quotes += token.nesting;
        this.#quoting.around(token.nesting);
        break;
      case 'list_item_open':
        this.#openItem(line);
        this.#quoting.around(token.nesting);
        break;
      case 'list_item_close':
        this.#closeItem();
        this.#quoting.around(token.nesting);
        break;
      case 'heading_open':
        this.#level = Number(token.tag.slice(1));
        break;
      case 'tr_open':
        this.#row = line - 1;
        break;
      case 'inline':
        if (this.#hidden === undefined && (token.content !== '' || this.#level > 0)) this.#inline(token, line);
        this.#level = 0;
        break;
      case 'html_block': {
        const { text: html, hidden } = visibleHtml(token.content, this.#hidden);
        this.#hidden = hidden;
        if (this.#linking) this.#link(html);
        const { text, quoted } = this.#quoting.read(html);
        this.#text(text, line, 'prose', quoted);
        break;
      }
      case 'fence':
      case 'code_block':
        if (this.#hidden === undefined) this.#text(token.content, token.type === 'fence' ? line + 1 : line, 'code');
    }
  }

  finish(): Outline {
    this.#closeDetails(0);
    this.#closeHeadings(1);
    return { lines: this.#lines, starts: this.#starts };
  }

  #openItem(line: number): void {
    const around = this.#items.at(-1);
    if (around) around.fresh = false;
    this.#items.push({
      task: around?.task === 'open' ? 'open' : 'none',
      fresh: true,
      line,
      details: this.#details.length,
    });
  }

  #closeItem(): void {
    const item = this.#items.at(-1);
    // A dash alone is a list to Markdown, and no answer to people.
    if (item?.fresh && this.#hidden === undefined) this.#line('-', item.line, 'prose');
    this.#items.pop();
    this.#closeDetails(item?.details ?? 0);
  }

  #inline(token: Token, line: number): void {
    const item = this.#items.at(-1);
    const task = item?.fresh ? TASK.exec(token.content)?.[1] : undefined;
    if (item && task) item.task = task === ' ' ? 'open' : 'ticked';
    if (item) item.fresh = false;
    const source = task ? token.content.slice(3) : token.content;
    const { text: marked, within } = visibleText(source, this.#references);
    if (this.#linking) this.#link(linkedText(source, this.#references));
    const { text, quoted } = this.#quoting.read(marked);
    if (this.#level > 0 && this.#quotes === 0) this.#heading(text, line);
    // Only a paragraph of the page itself is looked through for bold lines: in a list they are points of an answer.
    else if (token.level === 1 && token.map)
      this.#paragraph(source.split('\n'), text.split('\n'), { within, quoted }, line);
    else this.#text(text, line, token.map ? 'prose' : 'table', quoted);
  }

  #link(said: string): void {
    if (this.#quotes === 0) this.linked.push(this.#quoting.outside(said));
  }

  #heading(text: string, line: number): void {
    this.#closeHeadings(this.#level);
    if (text !== '') this.#open[this.#level] = this.#start(text.replaceAll('\n', ' '), line);
    if (this.#summary) this.#text(text, line, 'prose');
  }

  #paragraph(
    source: readonly string[],
    visible: readonly string[],
    { within, quoted }: { within: ReadonlySet<number>; quoted: ReadonlySet<number> },
    line: number,
  ): void {
    for (const [index, text] of visible.entries()) {
      const place = quoted.has(index) ? 'quote' : 'prose';
      const bold = !within.has(index) && isBold(source[index]?.trim() ?? '') && !isAnswer(text);
      const isSentence = bold && text.length > TITLE_WORDS && countWords(text, TITLE_WORDS + 1) > TITLE_WORDS;
      const plain = !within.has(index) && !quoted.has(index);
      if (!bold || this.#summary || isSentence) this.#text(text, line + index, place, NONE, plain);
      if (!bold) continue;
      this.#closeHeadings(BOLD_DEPTH);
      this.#open[BOLD_DEPTH] = this.#start(text, line + index);
    }
  }

  /** Takes in visible text, and what its folds open and close. */
  #text(text: string, first: number, place: Line['place'], quoted = NONE, plain = false): void {
    const item = this.#items.at(-1);
    if (item) item.fresh = false;
    const folds = ANY_FOLD.test(text);
    if (!folds && !text.includes('\n')) {
      this.#line(text.trim(), first, quoted.has(0) ? 'quote' : place, plain);
      return;
    }
    for (const [index, visible] of text.split('\n').entries()) {
      const at = quoted.has(index) ? 'quote' : place;
      if (folds) for (const part of visible.split(ANY_FOLD)) this.#part(part, first + index, at);
      else this.#line(visible.trim(), first + index, at, plain);
    }
  }

  #part(part: string, line: number, place: Line['place']): void {
    if (ANY_FOLD.test(part)) this.#fold(part, line);
    else this.#line(part.trim(), line, place);
  }

  #line(text: string, line: number, place: Line['place'], plain = false): void {
    if (text === '') return;
    if (this.#summary) this.#summary.text = `${this.#summary.text} ${text}`.slice(0, TITLE_LENGTH);
    else {
      const task = this.#items.at(-1)?.task ?? 'none';
      this.#lines.push({ line, text, place: this.#quotes > 0 && place !== 'code' ? 'quote' : place, task, plain });
    }
  }

  #fold(fold: string, line: number): void {
    const details = this.#details.at(-1);
    if (this.#quotes > 0) return;
    if (fold === FOLD.details) this.#details.push({});
    else if (fold === FOLD['/details']) this.#closeDetails(this.#details.length - 1);
    else if (fold === FOLD['/summary']) this.#closeSummary();
    // Outside of details, or after the first, a summary folds nothing: GitHub shows it as text.
    else if (details && details.summary === undefined) this.#summary = details.summary = this.#start('', line);
  }

  #start(text: string, line: number): Start {
    const start = { line, text: text.slice(0, TITLE_LENGTH), title: titleOf(text), from: this.#lines.length, to: -1 };
    this.#starts.push(start);
    return start;
  }

  #closeHeadings(level: number): void {
    for (let deeper = level; deeper <= BOLD_DEPTH; deeper++) {
      const start = this.#open[deeper];
      if (start) start.to = this.#lines.length;
      this.#open[deeper] = undefined;
    }
  }

  #closeSummary(): void {
    if (this.#summary === undefined) return;
    this.#summary.title = titleOf(this.#summary.text);
    this.#summary.from = this.#lines.length;
    this.#summary = undefined;
  }

  #closeDetails(remaining: number): void {
    if (this.#details.length <= Math.max(0, remaining)) return;
    this.#closeSummary();
    for (const { summary } of this.#details.splice(Math.max(0, remaining)))
      if (summary) summary.to = this.#lines.length;
  }
}
