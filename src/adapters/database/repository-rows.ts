import { type Kysely, sql } from 'kysely';
import { RepositoryMemory } from '../../model/memory.ts';
import { type RepoRef, repoKey } from '../../model/ref.ts';
import { recall, recallPull, WAIVED } from './documents.ts';
import type { Tables } from './tables.ts';

/**
 * The tables that know of repositories: which column names one, and what else tells its rows apart where they go along to a new
 * name. What does not go along is cheap to read again.
 */
const TABLES: readonly { table: string; name: string; along?: readonly string[] }[] = [
  { table: 'pull', name: 'repo_key', along: ['number'] },
  { table: 'commit', name: 'repo_key' },
  { table: 'repository', name: 'repo_key' },
  { table: 'record', name: 'repo_key', along: ['kind', 'id'] },
  { table: 'progress', name: 'repo_key', along: ['kind'] },
  { table: 'publication', name: 'repo_key', along: ['name'] },
  { table: 'issue', name: 'repo_key' },
  { table: 'kpi', name: 'repo_key', along: [] },
  { table: 'lesson', name: 'repo_key', along: ['number'] },
  { table: 'week', name: 'scope', along: ['name'] },
];

/** Deletes what is known of a repository. */
export async function deleteOfRepository(trx: Kysely<Tables>, repo: RepoRef): Promise<void> {
  for (const { table, name } of TABLES)
    await sql`delete from ${sql.table(table)} where ${sql.ref(name)} = ${repoKey(repo)}`.execute(trx);
}

/** Deletes what is known of all repositories of an installation. */
export async function deleteOfInstallation(trx: Kysely<Tables>, installation: number): Promise<void> {
  for (const { table } of TABLES)
    await sql`delete from ${sql.table(table)} where installation = ${installation}`.execute(trx);
}

interface Rename {
  from: RepoRef;
  to: RepoRef;
  nodeId: string;
  replicated: boolean;
}

/** Puts what is known under the old name of a repository under the new one; what is left under the old one is to be forgotten. */
export async function rename(trx: Kysely<Tables>, { from, to, nodeId, replicated }: Rename) {
  if (repoKey(from) === repoKey(to)) return 'unknown';
  const rows = await trx
    .selectFrom('repository')
    .select(['repo_key', 'doc'])
    .where('repo_key', 'in', [repoKey(from), repoKey(to)])
    .$if(replicated, (query) => query.orderBy('repo_key').forUpdate())
    .execute();
  const known = new Map(rows.map((row) => [row.repo_key, recall(RepositoryMemory, row)]));
  const [before, now] = [known.get(repoKey(from)), known.get(repoKey(to))];
  if (before?.nodeId !== nodeId) return 'unknown';
  if (now !== undefined && now.nodeId !== nodeId) return 'occupied';
  if (now === undefined) await saveStale(trx, { ...before, repo: to });
  await moveRows(trx, from, to);
  await keepWaivers(trx, from, to);
  return 'renamed';
}

/** What was read of a repository's files some time ago: they are to be read again. */
async function saveStale(trx: Kysely<Tables>, memory: RepositoryMemory): Promise<void> {
  const columns = { installation: memory.repo.installation, fresh: 0, doc: JSON.stringify(memory) };
  await trx
    .insertInto('repository')
    .values({ repo_key: repoKey(memory.repo), generation: 1, ...columns })
    .onConflict((conflict) => conflict.column('repo_key').doUpdateSet(columns))
    .execute();
}

/** Where nothing is known under the new name yet. */
async function moveRows(trx: Kysely<Tables>, from: RepoRef, to: RepoRef): Promise<void> {
  for (const { table, name, along } of TABLES) {
    if (along === undefined) continue;
    const taken = sql.join(
      along.map((column) => sql` and taken.${sql.ref(column)} = ${sql.table(table)}.${sql.ref(column)}`),
      sql``,
    );
    await sql`
      update ${sql.table(table)} set ${sql.ref(name)} = ${repoKey(to)}
      where ${sql.ref(name)} = ${repoKey(from)} and not exists (
        select 1 from ${sql.table(table)} as taken where taken.${sql.ref(name)} = ${repoKey(to)}${taken})`.execute(trx);
  }
}

/** Pull requests that were judged under the new name already get the waivers that they had under the old one. */
async function keepWaivers(trx: Kysely<Tables>, from: RepoRef, to: RepoRef): Promise<void> {
  const left = await trx
    .selectFrom('pull as old')
    .innerJoin('pull as new', (join) =>
      join.onRef('old.number', '=', 'new.number').on('new.repo_key', '=', repoKey(to)),
    )
    .select(['old.number', 'old.doc as before', 'new.doc as doc'])
    .where('old.repo_key', '=', repoKey(from))
    .where('old.doc', 'like', WAIVED)
    .execute();
  for (const { number, before, doc } of left) {
    const [old, now] = [recallPull({ doc: before }), recallPull({ doc })];
    // An empty list is what is left of a waiver that was taken back.
    if (old?.nodeId !== now?.nodeId || now?.waivers?.length === 0) continue;
    const own = new Set(now?.waivers?.map(({ rule }) => rule));
    const waivers = [...(now?.waivers ?? []), ...(old?.waivers ?? []).filter(({ rule }) => !own.has(rule))];
    await trx
      .updateTable('pull')
      .set({ doc: JSON.stringify({ ...JSON.parse(doc), waivers }) })
      .where('repo_key', '=', repoKey(to))
      .where('number', '=', number)
      .execute();
  }
}
