import { type Kysely, type RawBuilder, SqliteAdapter, sql } from 'kysely';

/**
 * Rows as one parameter, to select from as `given`: the statement's text stays the same however many there are, so that the
 * database prepares it once. The columns keep their order.
 */
export function given<Row extends Record<string, string | number>>(
  db: Pick<Kysely<unknown>, 'getExecutor'>,
  columns: Readonly<Record<keyof Row & string, 'text' | 'bigint'>>,
  rows: readonly Row[],
): RawBuilder<unknown> {
  const json = JSON.stringify(rows);
  const names = Object.entries(columns) as [string, 'text' | 'bigint'][];
  if (db.getExecutor().adapter instanceof SqliteAdapter) {
    const fields = names.map(([name]) => sql`value ->> ${sql.lit(name)} as ${sql.ref(name)}`);
    return sql`(select ${sql.join(fields)} from json_each(${json})) as given`;
  }
  const fields = names.map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`);
  return sql`json_to_recordset(cast(${json} as json)) as given(${sql.join(fields)})`;
}
