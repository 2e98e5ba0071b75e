import type { ReadFile } from '../practice.ts';

/** A line of a file, with its number from 1 and without its line end. */
export interface PatchLine {
  line: number;
  text: string;
}

/** The lines that a patch adds, numbered as at the head, and those that it removes, as at the base. */
export interface Changes {
  added: PatchLine[];
  removed: PatchLine[];
  /** Runs of lines of the new file as the patch shows them, unchanged ones included, in order. */
  hunks: { added: boolean; line: number; text: string }[][];
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** Reads a unified diff of one file, as GitHub lists it: hunks alone, without file headers. */
export function changesIn(patch: string): Changes {
  const changes: Changes = { added: [], removed: [], hunks: [] };
  let before = 0;
  let after = 0;
  for (const row of patch.split('\n')) {
    const start = HUNK.exec(row);
    if (start) {
      before = Number(start[1]);
      after = Number(start[2]);
      changes.hunks.push([]);
      continue;
    }
    const text = row.slice(1).replace(/\r$/, '');
    // `\\ No newline at end of file` belongs to no side.
    if (row.startsWith('\\')) continue;
    if (row.startsWith('-')) changes.removed.push({ line: before++, text });
    else {
      const added = row.startsWith('+');
      if (added) changes.added.push({ line: after, text });
      else before++;
      changes.hunks.at(-1)?.push({ added, line: after++, text });
    }
  }
  return changes;
}

/**
 * A file's text as it was before the patch: its hunks taken back. `undefined` where the patch is not that of the text, so
 * that nobody takes a guess for what stood there.
 */
export function textBefore(text: string, patch: string): string | undefined {
  const lines = text.split('\n');
  const before: string[] = [];
  let at = 0;
  for (const row of patch.split('\n')) {
    const start = HUNK.exec(row);
    if (start) {
      // A hunk that leaves no line of the new file names the line that it comes after.
      const next = Number(start[2]) - (/ \+\d+,0 @@/.test(row) ? 0 : 1);
      if (next < at) return undefined;
      before.push(...lines.slice(at, next));
      at = next;
    } else if (row.startsWith('-')) before.push(row.slice(1));
    else if (!row.startsWith('\\') && row !== '') {
      if (lines[at]?.replace(/\r$/, '') !== row.slice(1).replace(/\r$/, '')) return undefined;
      if (row.startsWith(' ')) before.push(row.slice(1));
      at++;
    }
  }
  return [...before, ...lines.slice(at)].join('\n');
}

/** What stood in a changed file before: nothing in a new one, the same in one that was only moved. */
export function textBeforeOf({ file, text, patch }: ReadFile): string | undefined {
  if (file.status === 'added') return '';
  if (patch !== undefined) return textBefore(text, patch);
  return file.additions + file.deletions === 0 ? text : undefined;
}
