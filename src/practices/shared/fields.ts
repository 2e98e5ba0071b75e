import { type Outline, outlineOf } from './markdown.ts';
import { isPlaceholder, titleOf } from './words.ts';

/** What a description says of one thing, and where. `line` counts from 1. */
export interface Field {
  value: string;
  line: number;
}

/** As much of a value as is looked at. */
const LONGEST = 200;

/** What GitHub writes for a form's field that was left empty. */
const NO_RESPONSE = 'No response';

const LINE = /^[^\p{L}\p{N}`]*([\p{L}][\p{L} -]{0,40}?)[\s*_`~]*[:\uFF1A][\s*_`~]*(.*)$/su;

/**
 * The first value that a description gives to a field: `Debt: 5` at the start of a line or heading, or, as issue forms write it,
 * the first line under a heading `Debt`. Code, quotes, tables, comments and unticked tasks say nothing; neither does a placeholder.
 */
export function fieldIn(description: string, names: readonly string[]): Field | undefined {
  const wanted = names.map(titleOf);
  const outline = outlineOf(description);
  const found = [...fromTitles(outline, wanted), ...fromLines(outline, wanted)];
  return found.sort((a, b) => a.line - b.line)[0];
}

function fromTitles({ starts, lines }: Outline, wanted: readonly string[]): Field[] {
  return starts.flatMap(({ text, title, line, from, to }) => {
    const said = saidIn(text, wanted);
    if (said !== undefined) return fieldOf(said, line);
    if (!wanted.includes(title)) return [];
    const first = lines
      .slice(from, to)
      .find((one) => one.place === 'prose' && one.task !== 'open' && one.text.trim() !== '');
    return first ? fieldOf(first.text, first.line) : [];
  });
}

const fromLines = ({ lines }: Outline, wanted: readonly string[]): Field[] =>
  lines.flatMap(({ text, line, place, task }) => {
    const said = place === 'prose' && task !== 'open' ? saidIn(text, wanted) : undefined;
    return said === undefined ? [] : fieldOf(said, line);
  });

/** Whether a line gives a value, be it a placeholder, to one of the fields. */
export const isField = (text: string, names: readonly string[]): boolean =>
  saidIn(text, names.map(titleOf)) !== undefined;

function saidIn(text: string, wanted: readonly string[]): string | undefined {
  const [, name = '', value] = LINE.exec(text.slice(0, LONGEST)) ?? [];
  return wanted.includes(titleOf(name)) ? value : undefined;
}

function fieldOf(said: string, line: number): Field[] {
  const value = said.replaceAll(/^[\s*_`~]+|[\s*_`~]+$/g, '').slice(0, LONGEST);
  return value === '' || value === NO_RESPONSE || isPlaceholder(value) ? [] : [{ value, line }];
}
