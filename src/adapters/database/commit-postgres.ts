import { type CompiledQuery, type Kysely, sql } from 'kysely';
import { areNew, type Commit, jsonOf, orAskAgain } from './commit.ts';
import type { Tables } from './tables.ts';

/**
 * One statement, so one round trip: each costs more than what it asks for, and while PostgreSQL is waited for nobody is
 * answered. All parts of it see the same askings; those of deliveries that were seen before fall away. Its parameters are the askings,
 * now, and the process that tells; they are written as such since kysely would build and compile it anew for each group.
 */
const statement = sql<{ id: string }>`
  with given as materialized (
    select * from json_to_recordset(cast($1 as json))
    as given(nth int, ours boolean, delivery text, key text, subject text, due_at bigint, facts json)
  ), unseen as (
    insert into delivery (id, at)
    select distinct delivery, cast($2 as bigint) from given where not ours order by delivery
    on conflict (id) do nothing returning id
  ), asking as materialized (
    select * from given where ours or delivery in (select id from unseen)
  ), asked as (
    insert into work (key, subject, due_at, asked, since, teller, delivery)
    select key, (array_agg(subject order by nth desc))[1], min(due_at), sum(json_array_length(facts)), cast($2 as bigint),
      cast($3 as text), (array_agg(delivery order by nth desc) filter (where delivery is not null))[1]
    from asking group by key order by key
    ${orAskAgain}
  ), told as (
    insert into fact (key, asked, position, json)
    select key, asked.asked, row_number() over (partition by key order by nth, place), cast(fact.json as text)
    from asking join asked using (key) cross join lateral json_array_elements(facts) with ordinality as fact(json, place)
  )
  select distinct delivery as id from given where not ours and delivery not in (select id from unseen)`;

export function committingToPostgres(db: Kysely<Tables>): Commit {
  const compiled = statement.compile(db);
  return async (askings, { teller, now }) => {
    const query: CompiledQuery<{ id: string }> = { ...compiled, parameters: [jsonOf(askings, now), now, teller] };
    return areNew(askings, (await db.executeQuery(query)).rows);
  };
}
