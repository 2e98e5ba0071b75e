import { type Kysely, sql } from 'kysely';
import { KpiLedger } from '../../model/kpi.ts';
import { Lesson } from '../../model/lesson.ts';
import { CommitMemory, IssueMemory, Publication, type PullMemory, RepositoryMemory } from '../../model/memory.ts';
import { type PullRef, type RepoRef, repoKey } from '../../model/ref.ts';
import { FrozenWeek, Outcomes } from '../../model/weekly.ts';
import type { Scope } from '../../ports/history.ts';
import type { Ledger, Remembered } from '../../ports/ledger.ts';
import { AT_ONCE, isOf, recall, recallPull, recallPullAs, WAIVED } from './documents.ts';
import { deleteOfInstallation, deleteOfRepository, rename } from './repository-rows.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** The ledger, as documents with the few columns by which they are found. What it promises is said in `ports/ledger.ts`. */
export class DatabaseLedger implements Ledger {
  readonly #db: Kysely<Tables>;
  readonly #replicated: boolean;

  constructor({ db, replicated }: Store) {
    this.#db = db;
    this.#replicated = replicated;
  }

  async pull({ repo, number }: PullRef): Promise<PullMemory | undefined> {
    const row = await this.#db
      .selectFrom('pull')
      .select('doc')
      .where('repo_key', '=', repoKey(repo))
      .where('number', '=', number)
      .executeTakeFirst();
    return row && recallPullAs(row, { repo, number });
  }

  async openPulls(repo: RepoRef): Promise<number[]> {
    const rows = await this.#db
      .selectFrom('pull')
      .select('number')
      .where('repo_key', '=', repoKey(repo))
      .where('open', '=', 1)
      .execute();
    return rows.map(({ number }) => number);
  }

  async savePull(memory: PullMemory): Promise<void> {
    const { repo, number } = memory.ref;
    const columns = {
      installation: repo.installation,
      head_sha: memory.headSha,
      open: memory.open ? 1 : 0,
      doc: JSON.stringify(memory),
      // GitHub changes what is closed, too; the first time it was seen so is nearest to when it was.
      closed_at: memory.open ? null : Date.parse(memory.updatedAt) || null,
      newcomer: memory.newcomer === undefined ? null : memory.newcomer ? 1 : 0,
      outcomes: memory.report ? JSON.stringify(outcomesOf(memory)) : null,
    };
    await this.#db
      .insertInto('pull')
      .values({ repo_key: repoKey(repo), number, ...columns })
      .onConflict((conflict) =>
        conflict.columns(['repo_key', 'number']).doUpdateSet({
          ...columns,
          ...(memory.open ? {} : { closed_at: sql<number | null>`coalesce(pull.closed_at, excluded.closed_at)` }),
        }),
      )
      .execute();
  }

  async closedPulls(of: Scope, { from, to }: { from: number; to: number }) {
    const rows = await this.#db
      .selectFrom('pull')
      .select(['repo_key', 'number', 'outcomes'])
      .where(isOf(of))
      .where('closed_at', '>=', from)
      .where('closed_at', '<', to)
      .execute();
    return rows.map(({ repo_key: repo, number, outcomes }) => ({
      ...{ repo, number, outcomes: recall(Outcomes, { doc: outcomes }) ?? {} },
    }));
  }

  async newcomersPulls(of: Scope, since: number) {
    const rows = await this.#db
      .selectFrom('pull')
      .select(['repo_key', 'number', 'outcomes'])
      .where(isOf(of))
      .where('newcomer', '=', 1)
      .where((eb) => eb.or([eb('closed_at', 'is', null), eb('closed_at', '>=', since)]))
      .execute();
    return rows.map(({ repo_key: repo, number, outcomes }) => ({
      ...{ repo, number, paired: recall(Outcomes, { doc: outcomes })?.['trust/first-contribution'] === 'met' },
    }));
  }

  async waivedPulls(of: Scope) {
    const rows = await this.#db
      .selectFrom('pull')
      .select(['repo_key', 'number', 'doc'])
      .where(isOf(of))
      .where('open', '=', 1)
      .where('doc', 'like', WAIVED)
      .execute();
    return rows.map(({ repo_key: repo, number, doc }) => ({
      ...{ repo, number, waivers: recallPull({ doc })?.waivers ?? [] },
    }));
  }

  async openPullsAt(repo: RepoRef, sha: string): Promise<PullMemory[]> {
    const rows = await this.#db
      .selectFrom('pull')
      .select(['number', 'doc'])
      .where('repo_key', '=', repoKey(repo))
      .where('head_sha', '=', sha)
      .where('open', '=', 1)
      .orderBy('number')
      .execute();
    return rows.flatMap((row) => recallPullAs(row, { repo, number: row.number }) ?? []);
  }

  async commit(repo: RepoRef, sha: string): Promise<CommitMemory | undefined> {
    const row = await this.#db
      .selectFrom('commit')
      .select('doc')
      .where('repo_key', '=', repoKey(repo))
      .where('sha', '=', sha)
      .executeTakeFirst();
    return row && recall(CommitMemory, row);
  }

  async saveCommit(memory: CommitMemory): Promise<void> {
    const key = { repo_key: repoKey(memory.repo), sha: memory.sha };
    const columns = {
      installation: memory.repo.installation,
      queued: memory.base === undefined ? 0 : 1,
      doc: JSON.stringify(memory),
    };
    const pulls = [...new Set(memory.pulls)].map((number) => ({ ...key, number }));
    await this.#db.transaction().execute(async (trx) => {
      const last = trx.selectFrom('commit').where('repo_key', '=', key.repo_key);
      await trx
        .insertInto('commit')
        .values({ ...key, ...columns, nth: last.select(sql<number>`coalesce(max(nth), 0) + 1`.as('nth')) })
        .onConflict((conflict) => conflict.columns(['repo_key', 'sha']).doUpdateSet(columns))
        .execute();
      await trx.deleteFrom('commit_pull').where('repo_key', '=', key.repo_key).where('sha', '=', key.sha).execute();
      if (pulls.length > 0) await trx.insertInto('commit_pull').values(pulls).execute();
    });
  }

  async commitsOf({ repo, number }: PullRef): Promise<CommitMemory[]> {
    const rows = await this.#db
      .selectFrom('commit_pull')
      .innerJoin('commit', (join) =>
        join.onRef('commit.repo_key', '=', 'commit_pull.repo_key').onRef('commit.sha', '=', 'commit_pull.sha'),
      )
      .select('commit.doc')
      .where('commit_pull.repo_key', '=', repoKey(repo))
      .where('commit_pull.number', '=', number)
      .where('commit.queued', '=', 1)
      .orderBy('commit.nth', 'desc')
      .execute();
    return rows.flatMap((row) => recall(CommitMemory, row) ?? []);
  }

  async issue({ repo, number }: PullRef): Promise<IssueMemory | undefined> {
    const row = await this.#db
      .selectFrom('issue')
      .select('doc')
      .where('repo_key', '=', repoKey(repo))
      .where('number', '=', number)
      .executeTakeFirst();
    return row && recall(IssueMemory, row);
  }

  async saveIssue(memory: IssueMemory): Promise<void> {
    const { repo, number } = memory.ref;
    const columns = { installation: repo.installation, doc: JSON.stringify(memory) };
    await this.#db
      .insertInto('issue')
      .values({ repo_key: repoKey(repo), number, ...columns })
      .onConflict((conflict) => conflict.columns(['repo_key', 'number']).doUpdateSet(columns))
      .execute();
  }

  async publication(repo: RepoRef, name: string): Promise<Publication | undefined> {
    const row = await this.#db
      .selectFrom('publication')
      .select('doc')
      .where('repo_key', '=', repoKey(repo))
      .where('name', '=', name)
      .executeTakeFirst();
    return row && recall(Publication, row);
  }

  async savePublication(repo: RepoRef, name: string, publication: Publication): Promise<void> {
    const columns = { installation: repo.installation, doc: JSON.stringify(publication) };
    await this.#db
      .insertInto('publication')
      .values({ repo_key: repoKey(repo), name, ...columns })
      .onConflict((conflict) => conflict.columns(['repo_key', 'name']).doUpdateSet(columns))
      .execute();
  }

  async doubt(): Promise<void> {
    // A quote inside a text is escaped in JSON, so this is only ever the member's own name.
    const doc = sql<string>`replace(doc, '"unsure":false', '"unsure":true')`;
    await this.#db.transaction().execute(async (trx) => {
      for (const table of ['pull', 'commit', 'issue', 'publication'] as const)
        await trx.updateTable(table).set({ doc }).execute();
    });
  }

  async mark(name: string): Promise<string | undefined> {
    const row = await this.#db.selectFrom('mark').select('value').where('name', '=', name).executeTakeFirst();
    return row?.value;
  }

  async saveMark(name: string, value: string): Promise<void> {
    await this.#db
      .insertInto('mark')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
  }

  async publications(installation: number, name: string) {
    const rows = await this.#db
      .selectFrom('publication')
      .select(['repo_key', 'doc'])
      .where('installation', '=', installation)
      .where('name', '=', name)
      .execute();
    return rows.flatMap((row) => {
      const publication = recall(Publication, row);
      return publication ? [{ repo: row.repo_key, publication }] : [];
    });
  }

  async publicationsOfAll(name: string) {
    const rows = await this.#db
      .selectFrom('publication')
      .select(['installation', 'doc'])
      .where('name', '=', name)
      .execute();
    return rows.flatMap((row) => {
      const publication = recall(Publication, row);
      return publication ? [{ installation: row.installation, publication }] : [];
    });
  }

  async kpis(repo: RepoRef): Promise<KpiLedger | undefined> {
    const row = await this.#db.selectFrom('kpi').select('doc').where('repo_key', '=', repoKey(repo)).executeTakeFirst();
    return row && recall(KpiLedger, row);
  }

  async saveKpis(repo: RepoRef, kpis: KpiLedger): Promise<void> {
    const columns = { installation: repo.installation, doc: JSON.stringify(kpis) };
    await this.#db
      .insertInto('kpi')
      .values({ repo_key: repoKey(repo), ...columns })
      .onConflict((conflict) => conflict.column('repo_key').doUpdateSet(columns))
      .execute();
  }

  async kpisIn(installation: number) {
    const rows = await this.#db
      .selectFrom('kpi')
      .select(['repo_key', 'doc'])
      .where('installation', '=', installation)
      .orderBy('repo_key')
      .execute();
    return rows.flatMap((row) => {
      const kpis = recall(KpiLedger, row);
      return kpis ? [{ repo: row.repo_key, kpis }] : [];
    });
  }

  async weeks(installation: number, names: readonly string[], scope?: string) {
    const rows = await this.#db
      .selectFrom('week')
      .select(['scope', 'name', 'doc'])
      .where('installation', '=', installation)
      .where('name', 'in', names)
      .$if(scope !== undefined, (query) => query.where('scope', '=', scope ?? ''))
      .execute();
    return rows.flatMap(({ scope, name, doc }) => {
      const week = recall(FrozenWeek, { doc });
      return week ? [{ scope, name, week }] : [];
    });
  }

  async freeze(installation: number, name: string, weeks: readonly { scope: string; week: FrozenWeek }[]) {
    const rows = weeks.map(({ scope, week }) => ({ scope, name, installation, doc: JSON.stringify(week) }));
    for (let from = 0; from < rows.length; from += AT_ONCE)
      await this.#db
        .insertInto('week')
        .values(rows.slice(from, from + AT_ONCE))
        .onConflict((conflict) => conflict.columns(['scope', 'name']).doNothing())
        .execute();
  }

  async repositories(installation: number): Promise<RepositoryMemory[]> {
    const rows = await this.#db
      .selectFrom('repository')
      .select('doc')
      .where('installation', '=', installation)
      .orderBy('repo_key')
      .execute();
    return rows.flatMap((row) => recall(RepositoryMemory, row) ?? []);
  }

  async repository(repo: RepoRef): Promise<Remembered> {
    const row = await this.#db
      .selectFrom('repository')
      .select(['doc', 'fresh', 'generation'])
      .where('repo_key', '=', repoKey(repo))
      .executeTakeFirst();
    const memory = row && recall(RepositoryMemory, row);
    return { memory, fresh: memory !== undefined && row?.fresh === 1, generation: row?.generation ?? 0 };
  }

  async saveRepository(memory: RepositoryMemory, generation: number): Promise<boolean> {
    const columns = { installation: memory.repo.installation, fresh: 1, doc: JSON.stringify(memory) };
    const saved = await this.#db
      .insertInto('repository')
      .values({ repo_key: repoKey(memory.repo), generation, ...columns })
      .onConflict((conflict) =>
        conflict.column('repo_key').doUpdateSet(columns).where('repository.generation', '=', generation),
      )
      .returning('repo_key')
      .executeTakeFirst();
    return saved !== undefined;
  }

  async voidRepository(repo: RepoRef): Promise<void> {
    const columns = { installation: repo.installation, fresh: 0 };
    await this.#db
      .insertInto('repository')
      .values({ repo_key: repoKey(repo), generation: 1, ...columns })
      .onConflict((conflict) =>
        conflict.column('repo_key').doUpdateSet({ ...columns, generation: sql`repository.generation + 1` }),
      )
      .execute();
  }

  async saveLabels(repo: RepoRef, labels: Record<string, string>): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('repository')
        .select('doc')
        .where('repo_key', '=', repoKey(repo))
        .$if(this.#replicated, (query) => query.forUpdate())
        .executeTakeFirst();
      const memory = row && recall(RepositoryMemory, row);
      if (memory === undefined) return;
      const doc = JSON.stringify({ ...memory, labels: { ...memory.labels, ...labels } });
      await trx.updateTable('repository').set({ doc }).where('repo_key', '=', repoKey(repo)).execute();
    });
  }

  async lessonsState(installation: number): Promise<string> {
    const { n, newest } = await this.#db
      .selectFrom('lesson')
      .select([sql<number>`count(*)`.as('n'), sql<number | null>`max(nth)`.as('newest')])
      .where('installation', '=', installation)
      .executeTakeFirstOrThrow();
    return `${n} ${newest ?? 0}`;
  }

  async lessons(installation: number): Promise<Lesson[]> {
    const rows = await this.#db
      .selectFrom('lesson')
      .select('doc')
      .where('installation', '=', installation)
      .orderBy('nth', 'desc')
      .limit(LESSONS_KEPT)
      .execute();
    return rows.flatMap((row) => recall(Lesson, row) ?? []);
  }

  async teach(repo: RepoRef, told: boolean, lessons: readonly { number: number; lesson: Lesson | undefined }[]) {
    const { installation } = repo;
    const last = sql<number>`(select coalesce(max(nth), 0) from lesson where installation = ${installation})`;
    for (const { number, lesson } of lessons) {
      const key = { repo_key: repoKey(repo), number };
      // What is taken back stays as an empty row for the others to hear of: a row that is gone changes nothing they could see.
      const columns = {
        ...{ installation, nth: sql<number>`${last} + 1`, told: told && lesson ? 1 : 0 },
        doc: JSON.stringify(lesson ?? null),
      };
      await this.#db
        .insertInto('lesson')
        .values({ ...key, ...columns })
        .onConflict((conflict) =>
          conflict
            .columns(['repo_key', 'number'])
            .doUpdateSet(columns)
            .where('lesson.told', '<=', told ? 1 : 0)
            .where('lesson.doc', '!=', columns.doc),
        )
        .execute();
    }
    if (lessons.length === 0) return;
    await this.#db
      .deleteFrom('lesson')
      .where('installation', '=', installation)
      .where('nth', '<=', sql<number>`${last} - ${LESSONS_KEPT}`)
      .execute();
  }

  /** Others' newest lesson is put after those of a repository that is forgotten, so that their state is one that never was. */
  async #renewLessons(trx: Kysely<Tables>, repo: RepoRef): Promise<void> {
    const of = trx.selectFrom('lesson').where('installation', '=', repo.installation);
    const [{ all, others } = {}] = await of
      .select([
        sql<number | null>`max(nth)`.as('all'),
        sql<number | null>`max(case when repo_key = ${repoKey(repo)} then null else nth end)`.as('others'),
      ])
      .execute();
    if (all === null || all === undefined || others === null || others === undefined) return;
    await trx
      .updateTable('lesson')
      .set({ nth: all + 1 })
      .where('installation', '=', repo.installation)
      .where('nth', '=', others)
      .execute();
  }

  async renameRepository(from: RepoRef, to: RepoRef, nodeId: string) {
    return this.#db.transaction().execute(async (trx) => {
      const done = await rename(trx, { from, to, nodeId, replicated: this.#replicated });
      if (done === 'renamed') await this.#forget(trx, from);
      return done;
    });
  }

  async forgetRepository(repo: RepoRef): Promise<void> {
    await this.#db.transaction().execute((trx) => this.#forget(trx, repo));
  }

  async #forget(trx: Kysely<Tables>, repo: RepoRef): Promise<void> {
    await this.#renewLessons(trx, repo);
    await deleteOfRepository(trx, repo);
  }

  async forgetInstallation(installation: number): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      await deleteOfInstallation(trx, installation);
      await trx.deleteFrom('installation').where('id', '=', installation).execute();
    });
  }
}

/** As many lessons as an installation's newest are kept: some 5 MB, and a tenth of a second to learn from. */
const LESSONS_KEPT = 2_000;

const outcomesOf = ({ report }: PullMemory): Outcomes =>
  Object.fromEntries((report?.judged ?? []).map(({ rule, verdict }) => [rule, verdict.outcome]));
