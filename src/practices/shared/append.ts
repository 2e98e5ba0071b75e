import { blocksOf } from './blocks.ts';
import { outlineOf } from './markdown.ts';

/** What ends HTML that hides, or shows as it is, all that follows. */
const ENDS = ['-->', '</pre>', '</script>', '</style>', '</textarea>', '?>', ']]>'];

/**
 * A description with a block at its end that begins with a heading. What the description leaves open, so that nobody would see
 * the heading, such as a fence, a comment or a tag, is closed first; `undefined` where that cannot be done in a line.
 */
export function appended(description: string, block: string): string | undefined {
  const text = description.trimEnd();
  if (text === '') return block;
  const fence = blocksOf(text).tokens.findLast(({ type }) => type === 'fence')?.markup ?? '';
  const ways = [text, ...[fence, ...ENDS].map((end) => `${text}\n${end}`)];
  const closed = ways.find((way) => isSeen(`${way}\n\n${block}`, linesOf(way) + 2));
  return closed && `${closed}\n\n${block}`;
}

const linesOf = (text: string): number => text.split(/\r\n?|\n/).length;

const isSeen = (markdown: string, line: number): boolean =>
  outlineOf(markdown).starts.some((start) => start.line === line);
