import MarkdownIt from 'markdown-it';
import type { References } from './blocks.ts';
import { breaks, tagText } from './visible-html.ts';
import { PICTURE } from './words.ts';

const { unescapeAll, normalizeReference } = new MarkdownIt().utils;

const SPECIAL = /[\\`<![\]\n]/g;
const MARKUP = /[\\`<[\]&]/;
const NONE: ReadonlySet<number> = new Set();
const RUN = /`+/g;
/** Raw HTML within a line, as CommonMark defines it; an address between angle brackets; what begins and ends otherwise. */
const TAG =
  /<(?:\/[a-z][a-z0-9-]*\s*|[a-z][a-z0-9-]*(?:\s+[a-z_:][\w:.-]*(?:\s*=\s*(?:[^"'=<>`\s]+|'[^']*'|"[^"]*"))?)*\s*\/?)>/iy;
const AUTOLINK = /<((?:[a-z][a-z0-9+.-]{1,31}:|[^\s<>@:]{1,64}@)[^<>\s]*)>/iy;
const ENDINGS = [
  ['<!-->', ''],
  ['<!--->', ''],
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
] as const;
/** The rest of a link after its text: destination and title, or the name of a definition. */
const LINK_TAIL =
  /\]\(\s*(?!\s)(?:(<[^<>\n]*>|(?!<)(?:\\.|[^\s\\()]|\((?:\\.|[^\s\\()])*\))+)(?:\s+(?!\s)(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\)))?\s*)?\)/sy;
const REFERENCE_TAIL = /\]\[((?:\\.|[^[\]\\]){0,999})\]/sy;
const URL = /\b(?:(?:https?|ftp):\/\/|www\.)[^\s<>]+/gi;

/** An address is one word, whatever it is made of; it stays told from other addresses. */
const asWord = (url: string): string => url.replaceAll(/[^\p{L}\p{N}]+/gu, '');
const withUrlsAsWords = (text: string): string => (/:\/\/|www\./i.test(text) ? text.replaceAll(URL, asWord) : text);

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** Where the code that begins with the run of backticks at each place ends, for those that end. */
function codeSpans(source: string): Map<number, number> {
  const ends = new Map<number, number>();
  if (!source.includes('`')) return ends;
  const next = new Map<number, number>();
  for (const { 0: run, index } of [...source.matchAll(RUN)].reverse()) {
    const closing = next.get(run.length);
    if (closing !== undefined) ends.set(index, closing + run.length);
    next.set(run.length, index);
  }
  return ends;
}

/** What becomes of code, of an address, and of where a link leads. */
interface Style {
  code(span: string): string;
  address(url: string): string;
  target(url: string): string;
}

const SEEN: Style = { code: (span) => span, address: asWord, target: () => '' };
const LINKED: Style = { code: breaks, address: (url) => ` ${url} `, target: (url) => ` ${url} ` };

/** Inline text as GitHub looks for links in it: with the addresses that links lead to, without code; the same lines. */
export const linkedText = (source: string, references: References): string =>
  MARKUP.test(source) ? inlineText(source, references, LINKED).text : source;

/**
 * What a reader sees of Markdown's inline text: without comments, tags, destinations, titles and alternative texts;
 * a picture is `PICTURE`, an address one word, and marks of emphasis stay, being no words. One pass, linear in the
 * text, which a complete inline parser is not on hostile text. `within` holds the lines that begin inside of something.
 */
export function visibleText(source: string, references: References): Inline {
  if (!MARKUP.test(source)) return { text: withUrlsAsWords(source), within: NONE };
  const { text, within } = inlineText(source, references, SEEN);
  return { text: withUrlsAsWords(text), within };
}

interface Inline {
  text: string;
  within: ReadonlySet<number>;
}

function inlineText(source: string, references: References, style: Style): Inline {
  const spans = codeSpans(source);
  const parts: string[] = [];
  const brackets: { image: boolean; part: number; line: number }[] = [];
  const within = new Set<number>();
  const endless = new Set<string>();
  let line = 0;
  let from = 0;

  /** Puts `text` in the place of the source up to `end`. */
  const take = (end: number, at: number, text: string) => {
    for (const _ of breaks(source.slice(at, end))) within.add(++line);
    parts.push(source.slice(from, at), text);
    from = end;
  };

  for (
    let found = matchAt(SPECIAL, source, 0);
    found !== null;
    found = matchAt(SPECIAL, source, Math.max(from, found.index + 1))
  ) {
    const at = found.index;
    switch (found[0]) {
      case '\n':
        line++;
        break;
      case '\\':
        if (source[at + 1] !== '\n' && at + 1 < source.length) take(at + 2, at, source.slice(at, at + 2));
        break;
      case '`': {
        const end = spans.get(at) ?? at + (matchAt(/`+/y, source, at)?.[0].length ?? 1);
        const run = source.slice(at, end);
        take(end, at, spans.has(at) ? style.code(run) : run);
        break;
      }
      case '<': {
        const markup = markupAt(source, at, endless, style);
        if (markup !== undefined) take(markup.end, at, markup.text);
        break;
      }
      case '!':
        if (source[at + 1] !== '[') break;
        take(at + 2, at, '![');
        brackets.push({ image: true, part: parts.length - 1, line });
        break;
      case '[':
        brackets.push({ image: false, part: parts.length, line });
        break;
      default: {
        const opener = brackets.pop();
        const link = opener && linkEnd(source, at, references);
        if (opener === undefined || link === undefined) break;
        take(link.end, at, `]${style.target(link.url)}${breaks(source.slice(at, link.end))}`);
        if (opener.image) {
          parts.length = opener.part;
          parts.push(PICTURE + '\n'.repeat(line - opener.line));
        }
      }
    }
  }
  parts.push(source.slice(from));
  return { text: unescapeAll(parts.join('')), within };
}

function linkEnd(source: string, at: number, references: References): { end: number; url: string } | undefined {
  const next = source[at + 1];
  const tail = next === '(' ? matchAt(LINK_TAIL, source, at) : null;
  if (tail !== null) return { end: LINK_TAIL.lastIndex, url: tail[1] ?? '' };
  const label = next === '[' ? matchAt(REFERENCE_TAIL, source, at)?.[1] : undefined;
  const definition = label === undefined ? undefined : references[normalizeReference(label)];
  return definition && { end: REFERENCE_TAIL.lastIndex, url: definition.href };
}

/** `endless` remembers which endings do not come any more, so that nothing is searched twice to the end. */
function markupAt(
  source: string,
  at: number,
  endless: Set<string>,
  style: Style,
): { end: number; text: string } | undefined {
  const tag = matchAt(TAG, source, at);
  if (tag !== null) return { end: TAG.lastIndex, text: tagText(tag[0]) };
  const url = matchAt(AUTOLINK, source, at)?.[1];
  if (url !== undefined) return { end: AUTOLINK.lastIndex, text: style.address(url) };
  const [begin, ending] = ENDINGS.find(([beginning]) => source.startsWith(beginning, at)) ?? [];
  if (begin === undefined || endless.has(ending ?? '')) return undefined;
  const end = source.indexOf(ending ?? '', at + begin.length);
  if (end < 0) {
    endless.add(ending ?? '');
    return undefined;
  }
  const after = end + (ending ?? '').length;
  return { end: after, text: ` ${breaks(source.slice(at, after))}` };
}
