import { type Kysely, sql } from 'kysely';
import { type RepoRef, repoKey } from '../../model/ref.ts';
import { recallPull, WAIVED } from './documents.ts';
import type { Tables } from './tables.ts';

/** What is taken along to a new name: the column that has the name, and what else tells its rows apart. */
const RENAMED: readonly { table: string; name: string; rest: readonly string[] }[] = [
  { table: 'pull', name: 'repo_key', rest: ['number'] },
  { table: 'record', name: 'repo_key', rest: ['kind', 'id'] },
  { table: 'progress', name: 'repo_key', rest: ['kind'] },
  { table: 'publication', name: 'repo_key', rest: ['name'] },
  { table: 'kpi', name: 'repo_key', rest: [] },
  { table: 'lesson', name: 'repo_key', rest: ['number'] },
  { table: 'week', name: 'scope', rest: ['name'] },
];

/** Puts what is known under the old name of a repository under the new one, where nothing is known under that yet. */
export async function takeAlong(trx: Kysely<Tables>, from: RepoRef, to: RepoRef): Promise<void> {
  for (const { table, name, rest } of RENAMED) {
    const taken = sql.join(
      rest.map((column) => sql` and taken.${sql.ref(column)} = ${sql.table(table)}.${sql.ref(column)}`),
      sql``,
    );
    await sql`
      update ${sql.table(table)} set ${sql.ref(name)} = ${repoKey(to)}
      where ${sql.ref(name)} = ${repoKey(from)} and not exists (
        select 1 from ${sql.table(table)} as taken where taken.${sql.ref(name)} = ${repoKey(to)}${taken})`.execute(trx);
  }
  await keepWaivers(trx, from, to);
}

/** Pull requests that were judged under the new name already keep the waivers that they had under the old one. */
async function keepWaivers(trx: Kysely<Tables>, from: RepoRef, to: RepoRef): Promise<void> {
  const left = await trx
    .selectFrom('pull as old')
    .innerJoin('pull as new', (join) =>
      join.onRef('old.number', '=', 'new.number').on('new.repo_key', '=', repoKey(to)),
    )
    .select(['old.number', 'old.doc as before', 'new.doc as doc'])
    .where('old.repo_key', '=', repoKey(from))
    .where('old.doc', 'like', WAIVED)
    .where('new.doc', 'not like', WAIVED)
    .execute();
  for (const { number, before, doc } of left) {
    const waivers = recallPull({ doc: before })?.waivers;
    await trx
      .updateTable('pull')
      .set({ doc: JSON.stringify({ ...JSON.parse(doc), waivers }) })
      .where('repo_key', '=', repoKey(to))
      .where('number', '=', number)
      .execute();
  }
}
