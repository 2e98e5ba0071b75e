import { strayQuote } from './stray-quote.ts';

/** How a language marks comments and strings. */
interface Syntax {
  /** What begins a comment that ends with its line. */
  line: readonly string[];
  /** `line` begins a comment only after a space or at the line's begin, as `#` in a shell. */
  spaced?: boolean;
  block: readonly (readonly [string, string])[];
  /** What quotes a string; one that does not end on its line is none, unless it is in `across`. */
  quotes: readonly string[];
  /** Quotes of strings that go over lines. */
  across?: readonly string[];
  /** In strings that go over lines, a backslash escapes nothing. */
  raw?: boolean;
}

const C: Syntax = { line: ['//'], block: [['/*', '*/']], quotes: ['"', "'"] };
const SCRIPT: Syntax = { ...C, across: ['`'] };
const GO: Syntax = { ...SCRIPT, raw: true };
const HASH: Syntax = { line: ['#'], block: [], quotes: ['"', "'"] };
const SHELL: Syntax = { ...HASH, spaced: true };
const MARKUP: Syntax = { line: [], block: [['<!--', '-->']], quotes: [] };

const SYNTAXES: readonly (readonly [Syntax, string])[] = [
  [SCRIPT, 'js jsx mjs cjs ts tsx mts cts'],
  [GO, 'go'],
  [
    C,
    'java kt kts scala groovy gradle c h cc cpp cxx hpp hh m mm swift cs dart scss less proto sol zig jsonc json5 fs',
  ],
  [{ ...C, quotes: ['"'] }, 'rs'],
  [{ ...C, line: ['//', '#'] }, 'php'],
  [{ ...C, line: [] }, 'css'],
  [{ ...HASH, across: ['"""', "'''"] }, 'py pyi'],
  [HASH, 'rb rake gemspec pl pm r jl ex exs cr toml nim coffee'],
  [SHELL, 'sh bash zsh fish yml yaml mk cmake dockerfile nix conf properties'],
  [{ ...SHELL, line: ['#', ';'] }, 'ini cfg'],
  [{ ...C, line: ['#', '//'] }, 'tf hcl tfvars'],
  [{ ...SHELL, block: [['<#', '#>']] }, 'ps1 psm1'],
  [{ line: ['--'], block: [['/*', '*/']], quotes: ["'"] }, 'sql'],
  [{ line: ['--'], block: [['--[[', ']]']], quotes: ['"', "'"] }, 'lua'],
  [{ line: ['--'], block: [['{-', '-}']], quotes: ['"'] }, 'hs elm'],
  [{ line: [';'], block: [], quotes: ['"'] }, 'clj cljs cljc lisp el scm'],
  [{ line: ['%'], block: [], quotes: ['"'] }, 'erl hrl tex'],
  [{ line: [], block: [['(*', '*)']], quotes: ['"'] }, 'ml mli'],
  [MARKUP, 'html htm xml xhtml svg xaml'],
  [
    {
      ...SCRIPT,
      block: [
        ['/*', '*/'],
        ['<!--', '-->'],
      ],
    },
    'vue svelte',
  ],
];

const BY_ENDING = new Map(
  SYNTAXES.flatMap(([syntax, endings]) => endings.split(' ').map((ending) => [ending, syntax])),
);
const BY_NAME = new Map<string, Syntax>([
  ['dockerfile', SHELL],
  ['containerfile', SHELL],
  ['makefile', SHELL],
  ['jenkinsfile', C],
  ['gemfile', HASH],
  ['rakefile', HASH],
]);

/** How comments are written in a file, by its name; `undefined` where that is not known. */
export function syntaxOf(path: string): Syntax | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return BY_NAME.get(name) ?? BY_ENDING.get(name.slice(name.lastIndexOf('.') + 1));
}

/** Where a line begins: in code, or within a comment or string that ends with `end`. */
type State = { end: string; comment: boolean } | undefined;

/**
 * The text of the comments on each of some lines that follow each other, the first of which is the `first` of its file. Further
 * down, a run may begin within a comment or a string, which shows where one ends that did not begin.
 */
export function commentsIn(lines: readonly string[], syntax: Syntax, first: number): string[] {
  const quote = first > 1 ? strayQuote(lines, syntax) : undefined;
  const read = readAll(lines, syntax, quote === undefined ? undefined : { end: quote, comment: false });
  if (first === 1 || !read.strayEnd) return read.comments;
  const [, end = ''] = syntax.block.find(([, close]) => read.strayEnd === close) ?? [];
  return readAll(lines, syntax, { end, comment: true }).comments;
}

function readAll(lines: readonly string[], syntax: Syntax, begin: State) {
  let state = begin;
  let strayEnd: string | undefined;
  const comments = lines.map((line) => {
    const read = readLine(line, syntax, state);
    // An end before any begin: the first line stood in a comment.
    strayEnd ??= read.strayEnd;
    state = read.state;
    return read.comment;
  });
  return { comments, strayEnd };
}

/** Reads one line, character by character; a quote that is escaped begins nothing, so no string is searched for its end twice. */
function readLine(line: string, syntax: Syntax, begin: State) {
  const comment: string[] = [];
  let state = begin;
  let strayEnd: string | undefined;
  for (let at = 0; at < line.length; ) {
    if (state !== undefined) {
      const { end, comment: isComment }: NonNullable<State> = state;
      const after = isComment || syntax.raw ? endOf(line, at, end) : endOfString(line, at, end);
      if (isComment) comment.push(line.slice(at, after === undefined ? line.length : after - end.length));
      if (after === undefined) break;
      at = after;
      state = undefined;
      continue;
    }
    const block = syntax.block.find(([open]) => line.startsWith(open, at));
    if (block !== undefined) {
      state = { end: block[1], comment: true };
      at += block[0].length;
      continue;
    }
    const opener = syntax.line.find((mark) => line.startsWith(mark, at));
    if (opener !== undefined && (!syntax.spaced || at === 0 || /\s/.test(line[at - 1] ?? ''))) {
      comment.push(line.slice(at + opener.length));
      break;
    }
    const across = syntax.across?.find((quote) => line.startsWith(quote, at));
    if (across !== undefined) {
      state = { end: across, comment: false };
      at += across.length;
      continue;
    }
    const quote = syntax.quotes.find((mark) => line.startsWith(mark, at));
    if (quote !== undefined) {
      at = endOfString(line, at + 1, quote) ?? at + 1;
      continue;
    }
    strayEnd ??= syntax.block.find(([, close]) => line.startsWith(close, at))?.[1];
    at += line[at] === '\\' ? 2 : 1;
  }
  return { comment: comment.join(' '), state, strayEnd };
}

const endOf = (line: string, from: number, end: string): number | undefined => {
  const at = line.indexOf(end, from);
  return at < 0 ? undefined : at + end.length;
};

/** Where a string ends that began before `from`; `undefined` where it does not end on this line. */
function endOfString(line: string, from: number, quote: string): number | undefined {
  for (let at = from; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line.startsWith(quote, at)) return at + quote.length;
  }
  return undefined;
}
