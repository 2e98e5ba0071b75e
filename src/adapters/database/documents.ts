import { type SqlBool, sql } from 'kysely';
import type { z } from 'zod';
import { PullMemory } from '../../model/memory.ts';
import { type PullRef, repoKey } from '../../model/ref.ts';
import type { Scope } from '../../ports/history.ts';

/** Rows written at once: SQLite binds at most 32,766 values a statement, and does nothing else while it runs. */
export const AT_ONCE = 500;

/** The rows of one repository, of some, or of all that an installation sees. */
export const isOf = (of: Scope) =>
  'repo' in of
    ? sql<SqlBool>`repo_key = ${repoKey(of.repo)}`
    : 'repos' in of
      ? sql<SqlBool>`repo_key in (${sql.join(of.repos.map(repoKey))})`
      : sql<SqlBool>`installation = ${of.installation}`;

/** A document that an earlier version wrote in another shape counts as not remembered: it can be read again. */
export function recall<T>(schema: z.ZodType<T>, { doc }: { doc: string | null }): T | undefined {
  return doc === null ? undefined : schema.safeParse(JSON.parse(doc)).data;
}

/**
 * As `recall`, but of a document that another version wrote only those members are forgotten that have another shape, for waivers
 * cannot be read again. What stands on GitHub is looked for then.
 */
export function recallPull({ doc }: { doc: string }): PullMemory | undefined {
  const memory: object = JSON.parse(doc);
  const { data, error } = PullMemory.safeParse(memory);
  if (error === undefined) return data;
  const odd = new Set(error.issues.map(({ path }) => path[0]));
  const rest = Object.fromEntries(Object.entries(memory).filter(([member]) => !odd.has(member)));
  return PullMemory.safeParse({ ...rest, unsure: true }).data;
}

/** What is remembered of a pull request, whose repository may have had another name then. */
export function recallPullAs(row: { doc: string }, ref: PullRef): PullMemory | undefined {
  const memory = recallPull(row);
  return memory && repoKey(memory.ref.repo) !== repoKey(ref.repo) ? { ...memory, ref } : memory;
}

/** What a document looks like that has a waiver. A quote inside a text is escaped in JSON, so this is only ever the member's own name. */
export const WAIVED = '%"waivers":[{%';
