import { code } from '../../model/markdown.ts';
import type { Finding } from '../../model/pull.ts';
import type { Extract, PullRule } from '../practice.ts';
import { isDocumentation, isGenerated } from '../shared/files.ts';
import { changesIn } from '../shared/patch.ts';
import { cannotJudge, cannotJudgeFor } from '../shared/unread.ts';
import { commentsIn, syntaxOf } from './comments.ts';
import { namesIssue } from './issue-names.ts';
import type { TechnicalDebtOptions } from './options.ts';

/** Where the markers are found among the findings. */
export const MARKERS = 'debt-markers';

const MARKER = /(?<![\p{L}\p{N}_])(?:TODO|FIXME|HACK|XXX)(?![\p{L}\p{N}_])/u;

/** The marker of a comment, and whether it names an issue. */
function markerIn(comment: string): { what: string; detail?: string } | undefined {
  const what = MARKER.exec(comment)?.[0];
  return what === undefined ? undefined : { what, ...(namesIssue(comment) ? { detail: NAMED } : {}) };
}

const NAMED = 'names an issue';

/** Markers on added lines, in comments; one that only moved within its file is not new. */
export const markers: Extract<TechnicalDebtOptions> = {
  id: MARKERS,
  from: 'diff',
  of: ({ path, additions, status }) =>
    additions > 0 &&
    status !== 'removed' &&
    !isDocumentation(path) &&
    !isGenerated(path) &&
    syntaxOf(path) !== undefined,
  read({ file, patch }) {
    const { path } = file;
    const syntax = syntaxOf(path);
    if (patch === undefined || syntax === undefined) {
      const because = `GitHub lists no diff of ${code(path)}`;
      return { found: [], unread: [{ path, because, cause: 'subject' }] };
    }
    if (!MARKER.test(patch)) return { found: [], unread: [] };
    const { hunks, removed } = changesIn(patch);
    const moving = counted(removed.map(({ text }) => text.trim()));
    const found: Finding[] = [];
    for (const hunk of hunks) {
      const comments = commentsIn(
        hunk.map(({ text }) => text),
        syntax,
        hunk[0]?.line ?? 1,
      );
      for (const [at, { added, line, text }] of hunk.entries()) {
        const marker = added ? markerIn(comments[at] ?? '') : undefined;
        if (marker === undefined) continue;
        const left = moving.get(text.trim()) ?? 0;
        if (left > 0) moving.set(text.trim(), left - 1);
        else found.push({ path, line, ...marker });
      }
    }
    return { found, unread: [] };
  },
};

/** How often each text is there. */
function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** A promise in the code to come back names an issue, where it can be weighed against other work; else nobody comes back. */
export const marker: PullRule<TechnicalDebtOptions> = {
  on: 'pull',
  id: 'marker',
  title: 'Debt marker',
  asks: 'A newly added TODO, FIXME, HACK or XXX names an issue.',
  needs: ['files'],
  extracts: [markers],
  judge({ files, findings }) {
    const { found: all, unread } = findings[MARKERS] ?? { found: [], unread: [] };
    const found = all.filter(({ detail }) => detail !== NAMED);
    const [first] = found;
    if (first !== undefined) {
      const rest = found.length > 1 ? `, and ${found.length - 1} more` : '';
      return {
        outcome: 'unmet',
        because: `${code(first.what)} at ${code(`${first.path}:${first.line}`)} names no issue${rest}`,
        evidence: found.map(({ what, path, line }) => ({ text: `This ${what} names no issue`, path, line })),
        remedy: `Name the issue that will settle it, such as ${code(`${first.what}(#123): …`)}, or settle it here`,
      };
    }
    const missing = cannotJudgeFor(unread);
    if (missing !== undefined) return missing;
    if (!files.whole) return cannotJudge(files);
    return { outcome: 'met', because: 'No new marker without an issue', evidence: [] };
  },
};
