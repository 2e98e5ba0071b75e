import { type Kysely, SqliteAdapter, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { Fault } from '../../model/fault.ts';
import type { Tables } from './tables.ts';

const queue: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('work')
      .addColumn('key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('asked', 'bigint', (column) => column.notNull().defaultTo(1))
      .addColumn('taken', 'bigint', (column) => column.notNull().defaultTo(0))
      .addColumn('due_at', 'bigint')
      .addColumn('since', 'bigint', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('holder', 'text')
      .addColumn('lease_until', 'bigint')
      .addColumn('again_due_at', 'bigint')
      .addColumn('again_since', 'bigint')
      .addColumn('reason', 'text')
      .execute();
    await db.schema.createIndex('work_due').on('work').column('due_at').execute();
    await db.schema
      .createTable('fact')
      .addColumn('key', 'text', (column) => column.notNull().references('work.key').onDelete('cascade'))
      .addColumn('asked', 'bigint', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('json', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('fact_key', ['key', 'asked', 'position'])
      .execute();
    // Ids come in no order, so each insert touches pages of its own: on SQLite one tree of them is half the writing of two.
    const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter;
    await db.schema
      .createTable('delivery')
      .addColumn('id', 'text', (column) => column.primaryKey().notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .$call((table) => (isSqlite ? table.modifyEnd(sql`without rowid`) : table))
      .execute();
    await db.schema.createIndex('delivery_at').on('delivery').column('at').execute();
  },
};

const ledger: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('pull')
      .addColumn('repo_key', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('installation', 'bigint', (column) => column.notNull())
      .addColumn('head_sha', 'text', (column) => column.notNull())
      .addColumn('open', 'integer', (column) => column.notNull())
      .addColumn('doc', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('pull_key', ['repo_key', 'number'])
      .execute();
    await db.schema.createIndex('pull_head').on('pull').columns(['repo_key', 'head_sha']).execute();
    await db.schema
      .createTable('commit')
      .addColumn('repo_key', 'text', (column) => column.notNull())
      .addColumn('sha', 'text', (column) => column.notNull())
      .addColumn('installation', 'bigint', (column) => column.notNull())
      .addColumn('queued', 'integer', (column) => column.notNull())
      .addColumn('nth', 'bigint', (column) => column.notNull())
      .addColumn('doc', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('commit_key', ['repo_key', 'sha'])
      .execute();
    await db.schema.createIndex('commit_nth').on('commit').columns(['repo_key', 'nth']).execute();
    await db.schema
      .createTable('commit_pull')
      .addColumn('repo_key', 'text', (column) => column.notNull())
      .addColumn('sha', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('commit_pull_key', ['repo_key', 'sha', 'number'])
      .addForeignKeyConstraint('commit_pull_commit', ['repo_key', 'sha'], 'commit', ['repo_key', 'sha'], (key) =>
        key.onDelete('cascade'),
      )
      .execute();
    await db.schema.createIndex('commit_pull_number').on('commit_pull').columns(['repo_key', 'number']).execute();
    await db.schema
      .createTable('repository')
      .addColumn('repo_key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('installation', 'bigint', (column) => column.notNull())
      .addColumn('generation', 'bigint', (column) => column.notNull())
      .addColumn('fresh', 'integer', (column) => column.notNull())
      .addColumn('doc', 'text')
      .execute();
  },
};

const history: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('record')
      .addColumn('repo_key', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('id', 'bigint', (column) => column.notNull())
      .addColumn('installation', 'bigint', (column) => column.notNull())
      .addColumn('settled_at', 'bigint')
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .addColumn('doc', 'text', (column) => column.notNull())
      .addColumn('shape', 'text')
      .addPrimaryKeyConstraint('record_key', ['repo_key', 'kind', 'id'])
      .execute();
    // A week's records are found by when they came to their end; those that have not are the nulls of the same index.
    const settled = ['kind', 'settled_at'] as const;
    await db.schema
      .createIndex('record_of_installation')
      .on('record')
      .columns(['installation', ...settled])
      .execute();
    await db.schema
      .createIndex('record_of_repository')
      .on('record')
      .columns(['repo_key', ...settled])
      .execute();
    await db.schema
      .createTable('issue')
      .addColumn('repo_key', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('installation', 'bigint', (column) => column.notNull())
      .addColumn('doc', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('issue_key', ['repo_key', 'number'])
      .execute();
    await db.schema
      .createTable('publication')
      .addColumn('repo_key', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('installation', 'bigint', (column) => column.notNull())
      .addColumn('doc', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('publication_key', ['repo_key', 'name'])
      .execute();
    await db.schema
      .createTable('progress')
      .addColumn('repo_key', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('installation', 'bigint', (column) => column.notNull())
      .addColumn('doc', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('progress_key', ['repo_key', 'kind'])
      .execute();
    await db.schema
      .createTable('installation')
      .addColumn('id', 'bigint', (column) => column.primaryKey().notNull())
      .addColumn('salt', 'text', (column) => column.notNull())
      .execute();
  },
};

const kpis: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('kpi')
      .addColumn('repo_key', 'text', (column) => column.primaryKey().notNull())
      .addColumn('installation', 'bigint', (column) => column.notNull())
      .addColumn('doc', 'text', (column) => column.notNull())
      .execute();
  },
};

const weeks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('week')
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('installation', 'bigint', (column) => column.notNull())
      .addColumn('doc', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('week_key', ['scope', 'name'])
      .execute();
    await db.schema.createIndex('week_name').on('week').columns(['installation', 'name']).execute();
    await db.schema.alterTable('pull').addColumn('closed_at', 'bigint').execute();
    await db.schema.alterTable('pull').addColumn('newcomer', 'integer').execute();
    await db.schema.alterTable('pull').addColumn('outcomes', 'text').execute();
    await db.schema.createIndex('pull_closed').on('pull').columns(['installation', 'closed_at']).execute();
  },
};

const marks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('mark')
      .addColumn('name', 'text', (column) => column.primaryKey().notNull())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
  },
};

const deliveries: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('work').addColumn('delivery', 'text').execute();
  },
};

const tellers: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('work').addColumn('teller', 'text').execute();
  },
};

const lessons: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('lesson')
      .addColumn('repo_key', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('installation', 'bigint', (column) => column.notNull())
      .addColumn('nth', 'integer', (column) => column.notNull())
      .addColumn('told', 'integer', (column) => column.notNull())
      .addColumn('doc', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('lesson_key', ['repo_key', 'number'])
      .execute();
    await db.schema.createIndex('lesson_nth').on('lesson').columns(['installation', 'nth']).execute();
  },
};

/** In the order of their names; one that was released never changes. */
const migrations: Record<string, Migration> = {
  '0001-queue': queue,
  '0002-ledger': ledger,
  '0003-history': history,
  '0004-kpis': kpis,
  '0005-weeks': weeks,
  '0006-marks': marks,
  '0007-deliveries': deliveries,
  '0008-tellers': tellers,
  '0009-lessons': lessons,
};

// Names of our own: the database may be shared with another application that uses kysely.
const MIGRATIONS = 'truenorth_migration';

/**
 * Brings the tables up to date, all or nothing. Replicas that start at once wait for one another (advisory lock).
 *
 * @throws Fault where a newer version made them: what that one counts on, nobody here can tell.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: MIGRATIONS,
    migrationLockTableName: 'truenorth_migration_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const newer = await newerThanThis(db).catch(() => []);
  if (newer.length === 0) throw error;
  throw new Fault(
    'terminal',
    `the tables of this database were made by a newer Truenorth (${newer.join(', ')}); start that version again, or restore the backup from before the upgrade: docs/operate/upgrade.md`,
  );
}

async function newerThanThis(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATIONS)} order by name`.execute(db);
  return rows.map(({ name }) => name).filter((name) => !(name in migrations));
}
