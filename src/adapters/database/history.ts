import { createHash, randomBytes } from 'node:crypto';
import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { Known, type Progress, RECORDS, type Reading, type RecordKind, type RecordOf } from '../../model/history.ts';
import { type RepoRef, repoKey } from '../../model/ref.ts';
import type { History, Past, Scope } from '../../ports/history.ts';
import { AT_ONCE, isOf, recall } from './documents.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** The past, as documents with the few columns by which they are found. What it promises is said in `ports/history.ts`. */
export class DatabaseHistory implements History {
  readonly #db: Kysely<Tables>;

  constructor({ db }: Store) {
    this.#db = db;
  }

  async keep(repo: RepoRef, readings: readonly Reading[]): Promise<void> {
    const newest = new Map<string, Reading>();
    for (const reading of readings) {
      const key = `${reading.kind} ${reading.id}`;
      if ((newest.get(key)?.updatedAt ?? 0) <= reading.updatedAt) newest.set(key, reading);
    }
    // In one order, so that two writers never wait for one another.
    const rows = [...newest.keys()].sort().map((key) => rowOf(repo, newest.get(key) as Reading));
    for (let from = 0; from < rows.length; from += AT_ONCE)
      await this.#db
        .insertInto('record')
        .values(rows.slice(from, from + AT_ONCE))
        .onConflict((conflict) =>
          conflict
            .columns(['repo_key', 'kind', 'id'])
            .doUpdateSet((eb) => ({
              installation: eb.ref('excluded.installation'),
              settled_at: eb.ref('excluded.settled_at'),
              updated_at: eb.ref('excluded.updated_at'),
              doc: eb.ref('excluded.doc'),
              shape: eb.ref('excluded.shape'),
            }))
            .where(sql<SqlBool>`record.updated_at <= excluded.updated_at`),
        )
        .execute();
  }

  async drop(repo: RepoRef, kind: RecordKind, id?: number): Promise<void> {
    await this.#db
      .deleteFrom('record')
      .where('repo_key', '=', repoKey(repo))
      .where('kind', '=', kind)
      .$if(id !== undefined, (query) => query.where('id', '=', id ?? 0))
      .execute();
  }

  async dropBefore(repo: RepoRef, kind: RecordKind, instant: number): Promise<void> {
    await this.#db
      .deleteFrom('record')
      .where('repo_key', '=', repoKey(repo))
      .where('kind', '=', kind)
      .where('updated_at', '<', instant)
      .execute();
  }

  settled<Kind extends RecordKind>(of: Scope, kind: Kind, { from, to }: { from: number; to: number }) {
    return this.#find(of, kind, (eb) => eb.and([eb('settled_at', '>=', from), eb('settled_at', '<', to)]));
  }

  async some<Kind extends RecordKind>(repo: RepoRef, kind: Kind, ids: readonly number[]) {
    if (ids.length === 0) return [];
    return (await this.#find({ repo }, kind, (eb) => eb('id', 'in', ids))).map(({ record }) => record);
  }

  open<Kind extends RecordKind>(of: Scope, kind: Kind) {
    return this.#find(of, kind, (eb) => eb('settled_at', 'is', null));
  }

  async #find<Kind extends RecordKind>(
    of: Scope,
    kind: Kind,
    when: (eb: ExpressionBuilder<Tables, 'record'>) => Expression<SqlBool>,
  ): Promise<Past<Kind>[]> {
    const rows = await this.#db
      .selectFrom('record')
      .select(['repo_key', 'id', 'doc', 'shape'])
      .where(isOf(of))
      .where('kind', '=', kind)
      .where(when)
      .execute();
    // Sorted here: PostgreSQL would carry the documents along, which for an organisation's weeks it does on the disk.
    rows.sort((a, b) => (a.repo_key < b.repo_key ? -1 : a.repo_key > b.repo_key ? 1 : a.id - b.id));
    const schema = RECORDS[kind] as unknown as z.ZodType<RecordOf<Kind>>;
    return rows.flatMap((row) => {
      const record: RecordOf<Kind> | undefined = row.shape === SHAPES[kind] ? JSON.parse(row.doc) : recall(schema, row);
      return record === undefined ? [] : [{ repo: row.repo_key, record }];
    });
  }

  async progress(repo: RepoRef): Promise<Progress> {
    return (await this.progressIn({ repo }))[0]?.progress ?? {};
  }

  async progressIn(of: Scope): Promise<{ repo: string; progress: Progress }[]> {
    const rows = await this.#db.selectFrom('progress').select(['repo_key', 'kind', 'doc']).where(isOf(of)).execute();
    const all = new Map<string, Progress>();
    for (const row of rows) {
      const progress = all.get(row.repo_key) ?? {};
      all.set(row.repo_key, { ...progress, [row.kind]: recall(Known, row) });
    }
    return [...all].map(([repo, progress]) => ({ repo, progress }));
  }

  async saveProgress(repo: RepoRef, kind: RecordKind, known: Known): Promise<void> {
    const columns = { installation: repo.installation, doc: JSON.stringify(known) };
    await this.#db
      .insertInto('progress')
      .values({ repo_key: repoKey(repo), kind, ...columns })
      .onConflict((conflict) => conflict.columns(['repo_key', 'kind']).doUpdateSet(columns))
      .execute();
  }

  async forgetProgress(repo: RepoRef, kind: RecordKind): Promise<void> {
    await this.#db.deleteFrom('progress').where('repo_key', '=', repoKey(repo)).where('kind', '=', kind).execute();
  }

  async salt(installation: number): Promise<string> {
    const made = { id: installation, salt: randomBytes(24).toString('base64url') };
    await this.#db
      .insertInto('installation')
      .values(made)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
    const row = this.#db.selectFrom('installation').select('salt').where('id', '=', installation);
    return (await row.executeTakeFirstOrThrow()).salt;
  }
}

/**
 * What each kind looks like in this version, as a digest of its schema, which has no refinements that the digest would miss. A
 * record that was checked when it was written need not be checked whenever it is read: of an organisation's week that was a third.
 */
const SHAPES = Object.fromEntries(
  Object.entries(RECORDS).map(([kind, schema]) => [
    kind,
    createHash('sha256')
      .update(JSON.stringify(z.toJSONSchema(schema)))
      .digest('base64url')
      .slice(0, 12),
  ]),
) as Record<RecordKind, string>;

function rowOf(repo: RepoRef, { kind, id, settledAt, updatedAt, record }: Reading) {
  const checked = RECORDS[kind].safeParse(record);
  return {
    ...{ repo_key: repoKey(repo), kind, id, installation: repo.installation },
    ...{ settled_at: settledAt ?? null, updated_at: updatedAt, doc: JSON.stringify(checked.data ?? record) },
    shape: checked.success ? SHAPES[kind] : null,
  };
}
