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
