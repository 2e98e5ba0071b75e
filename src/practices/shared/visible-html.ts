import { QUOTES } from './html-quotes.ts';
import { PICTURE } from './words.ts';

/** The tags that fold text away under a title; in visible text each is one character. */
export const FOLD = { details: '\uFDD0', '/details': '\uFDD1', summary: '\uFDD2', '/summary': '\uFDD3' } as const;
export const ANY_FOLD = /([\uFDD0-\uFDD3])/;
const FOLDS = new Map<string, string>([...Object.entries(FOLD), ...QUOTES]);

/** Tags are told by characters that Unicode keeps for such use; a text that holds them itself must not forge any. */
export const withoutFolds = (text: string): string => text.replaceAll(/[\uFDD0-\uFDEF]/g, '\uFFFD');

/** What ends the part of a page that raw HTML has hidden. */
const UNTIL = { comment: /--!?>/g, script: /<\/script/gi, style: /<\/style/gi, '"': /"/g, "'": /'/g };
export type Hidden = keyof typeof UNTIL | undefined;

/** The line breaks of a text that is left out, so that the n-th visible line is the n-th of the source. */
export const breaks = (text: string): string => text.replaceAll(/[^\n]+/g, '');

/** What stands in visible text for a tag: its own character, a picture, else a space, and the line breaks inside the tag. */
export function tagText(tag: string): string {
  const name = /^<(\/?[a-z][a-z0-9-]*)/i.exec(tag)?.[1]?.toLowerCase() ?? '';
  return (FOLDS.get(name) ?? (name === 'img' ? PICTURE : ' ')) + breaks(tag);
}

/**
 * The part of one block of raw HTML that a reader sees, in one pass. `hidden` is what an earlier block left open, and what this one leaves
 * open is returned: a browser goes on hiding across the Markdown in between.
 */
export function visibleHtml(source: string, hidden: Hidden): { text: string; hidden: Hidden } {
  let text = '';
  let at = 0;
  let until = hidden;
  while (at < source.length) {
    if (until !== undefined) {
      const end = endOf(source, at, UNTIL[until]);
      text += breaks(source.slice(at, end ?? source.length));
      if (end === undefined) return { text, hidden: until };
      at = end;
      // After a quote the tag goes on; what ends a script is a tag too.
      if (until !== 'comment') ({ at, until } = tagEnd(source, at));
      else until = undefined;
      continue;
    }
    const open = source.indexOf('<', at);
    if (open < 0) break;
    text += source.slice(at, open);
    ({ at, until } = markupEnd(source, open));
    text += at === open + 1 ? '<' : tagText(source.slice(open, at));
  }
  return { text: text + source.slice(at), hidden: until };
}

function endOf(source: string, from: number, terminator: RegExp): number | undefined {
  terminator.lastIndex = from;
  return terminator.test(source) ? terminator.lastIndex : undefined;
}

/** Where the markup that begins at a `<` ends, or what it hides from there on. One character: it was no markup. */
function markupEnd(source: string, open: number): { at: number; until: Hidden } {
  if (source.startsWith('<!--', open)) {
    const empty = /<!--(?:-?>)/y;
    empty.lastIndex = open;
    return empty.test(source) ? { at: empty.lastIndex, until: undefined } : { at: open + 4, until: 'comment' };
  }
  const next = source.charAt(open + 1);
  if (!/[a-z/!?]/i.test(next)) return { at: open + 1, until: undefined };
  const { at, until } = tagEnd(source, open + 1);
  const raw = /^(script|style)(?![a-z0-9-])/i.exec(source.slice(open + 1, open + 8))?.[1]?.toLowerCase();
  return { at, until: until ?? (raw as 'script' | 'style' | undefined) };
}

/** The end of the tag that `from` is inside of; a quoted value may hide `>`, and the rest of the page if it never ends. */
function tagEnd(source: string, from: number): { at: number; until: Hidden } {
  const mark = /[>"']/g;
  mark.lastIndex = from;
  for (let found = mark.exec(source); found !== null; found = mark.exec(source)) {
    if (found[0] === '>') return { at: mark.lastIndex, until: undefined };
    if (!/=\s*$/.test(source.slice(Math.max(from, found.index - 8), found.index))) continue;
    const quote = found[0] as '"' | "'";
    const end = source.indexOf(quote, mark.lastIndex);
    if (end < 0) return { at: source.length, until: quote };
    mark.lastIndex = end + 1;
  }
  return { at: source.length, until: undefined };
}
