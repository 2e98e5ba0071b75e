import { type SqlBool, sql } from 'kysely';
import type { z } from 'zod';
import { repoKey } from '../../model/ref.ts';
import type { Scope } from '../../ports.ts';

/** Rows written at once: SQLite binds at most 32,766 values a statement, and blocks the process while it runs. */
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
