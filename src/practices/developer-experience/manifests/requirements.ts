/** One line of a requirements file: what it requires, or, where that is empty, the options that it sets. */
export interface RequirementLine {
  wanted: string;
  options: string;
  /** From 1, where it ends. */
  line: number;
}

/** Where Python ends a line, which is not only where people see it end. */
const LINE_END = /\r\n|(?!\t)[\p{Cc}\p{Zl}\p{Zp}]/u;

/** The lines as pip joins them: a backslash goes on, but not at the end of a comment, and a comment ends what went on. */
export function requirementLines(text: string): RequirementLine[] {
  const lines: RequirementLine[] = [];
  const rows = text.replace(/^\uFEFF/, '').split(LINE_END);
  let begun = '';
  for (const [index, row] of rows.entries()) {
    const isComment = /^\s*#/.test(row);
    if (row.endsWith('\\') && !isComment) begun += row.slice(0, -1);
    else {
      lines.push(partsOf(`${begun}${isComment ? ' ' : ''}${row}`, index + 1));
      begun = '';
    }
  }
  return begun === '' ? lines : [...lines, partsOf(begun, rows.length)];
}

/** Options begin at the first word with a hyphen. */
function partsOf(text: string, line: number): RequirementLine {
  const words = text
    .replace(/(?:^|\s)#.*$/u, '')
    .trim()
    .split(/\s+/);
  const first = words.findIndex((word) => word.startsWith('-'));
  const end = first < 0 ? words.length : first;
  return { wanted: words.slice(0, end).join(' '), options: words.slice(end).join(' '), line };
}

/** The options that can lead elsewhere: editable requirements, other files, constraints; also cut short, as pip takes them. */
const LEADING = /(?:^| )(?:-[erc]|--(?:ed|requirem|cons)[a-z]*[= ]) ?(\S+(?: ?@ ?\S+)?)/g;

/** What those options name; quotes and backslashes are taken away as a shell does. */
export const namedBy = (options: string): string[] =>
  [...options.replaceAll(/["'\\]/g, '').matchAll(LEADING)].map(([, named = '']) => named);
