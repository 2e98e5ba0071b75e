import { CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import { areNew, type Commit, jsonOf, orAskAgain } from './commit.ts';
import type { Together } from './sqlite-link.ts';
import type { Tables } from './tables.ts';

/**
 * One message to the database's thread. Each statement sees the same askings, without those of deliveries that were seen
 * before; what was seen is noted by the last one, so that it holds for the next group.
 */
export const committingToSqlite =
  (db: Kysely<Tables>): Commit =>
  async (askings, { teller, now }) => {
    const given = sql`given as (
    select value ->> 'nth' as nth, value ->> 'ours' as ours, value ->> 'delivery' as delivery, value ->> 'key' as key,
      value ->> 'subject' as subject, value ->> 'due_at' as due_at, value -> 'facts' as facts
    from json_each(${jsonOf(askings, now)})
    where not exists (select 1 from delivery where id = value ->> 'delivery'))`;
    const work = sql`with ${given}, asking as (
      select key, json_group_array(subject order by nth) ->> '$[#-1]' as subject, min(due_at) as due_at,
        sum(json_array_length(facts)) as asked,
        json_group_array(delivery order by nth) filter (where delivery is not null) ->> '$[#-1]' as delivery
      from given group by key)
    insert into work (key, subject, due_at, asked, since, teller, delivery)
    select key, subject, due_at, asked, cast(${now} as bigint), ${teller}, delivery from asking where true
    ${orAskAgain}`;
    const facts = sql`with ${given}
    insert into fact (key, asked, position, json)
    select work.key, work.asked, row_number() over (partition by work.key order by nth, fact.key), fact.value
    from given join work using (key), json_each(facts) as fact`;
    const deliveries = sql<{ id: string }>`with ${given}
    insert into delivery (id, at) select distinct delivery, cast(${now} as bigint) from given where not ours
    returning id`;
    const { rows } = await db.executeQuery<{ id: string }>(together(db, [work, facts, deliveries]));
    return areNew(askings, rows);
  };

const together = (db: Kysely<Tables>, statements: readonly RawBuilder<unknown>[]): Together => ({
  ...CompiledQuery.raw(''),
  together: statements.map((statement) => statement.compile(db)),
});
