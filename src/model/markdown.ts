/** Characters that hide, reorder or break a line: control characters, line separators, bidirectional and zero-width marks. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu;

/** A text that a person wrote on one line, with nothing in it that cannot be seen. */
export const oneLine = (text: string): string => text.replaceAll(UNSEEN, ' ').replaceAll(/\s+/g, ' ').trim();

/**
 * A text that a person wrote, as a Markdown code span that it cannot break out of: in a paragraph, a list or a table's
 * cell. Inside, GitHub makes no mention, link, reference or HTML of it. A pipe is shown as a broken bar, since no escape of it is
 * safe in every table; a long text is cut.
 */
export function code(text: string, longest = 120): string {
  const line = oneLine(text).replaceAll('|', '¦');
  const shown = line.length > longest ? `${[...line].slice(0, longest - 1).join('')}…` : line;
  if (shown === '') return '` `';
  const fence = '`'.repeat(1 + Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)));
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
