import type { ChangedFile, Findings, PullFacts } from '../../src/model/pull.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import type { PullRule } from '../../src/practices/practice.ts';
import { lineDiff } from '../../src/sandbox/github/diff.ts';
import { pullFacts } from './facts.ts';

/** A file as it was and as it is; `null`: it is not there. `patch: null`: GitHub lists no diff of it. */
export interface Change {
  path: string;
  before?: string | null;
  after?: string | null;
  patch?: null;
}

/** Judges a pull request of these changed files: what the rule reads in them, then what it says. */
export function judgeChanges<O>(
  rule: PullRule<O>,
  options: O,
  changes: readonly Change[],
  more: Partial<PullFacts> = {},
): Verdict {
  const read = changes.map(({ path, before = null, after = null, patch: none }) => {
    const { patch, additions, deletions } = lineDiff(before ?? '', after ?? '');
    const status = before === null ? 'added' : after === null ? 'removed' : 'modified';
    const file: ChangedFile = { path, status, additions, deletions };
    return { file, text: after ?? '', patch: none === null ? undefined : patch };
  });
  const files = read.map(({ file }) => file);
  const facts = pullFacts({ files: { whole: true, files }, ...more });
  const findings: Record<string, Findings> = {};
  for (const extract of rule.extracts ?? []) {
    const all = read
      .filter(({ file }) => extract.of(file, options))
      .map((one) => extract.read(one, options, { files, declared: facts.declared }));
    findings[extract.id] = { found: all.flatMap(({ found }) => found), unread: all.flatMap(({ unread }) => unread) };
  }
  return rule.judge({ ...facts, findings }, options);
}

/** Where a verdict points at: `path:line`, in order. */
export const pointsAt = (verdict: Verdict): string[] =>
  ('evidence' in verdict ? (verdict.evidence ?? []) : []).flatMap(({ path, line }) =>
    path === undefined || line === undefined ? [] : `${path}:${line}`,
  );
