import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/database/open.ts';
import { gatherWeeks } from '../../src/flows/gather-week.ts';
import { figuresOf, pool } from '../../src/health/figures.ts';
import { type Week, weekNamed, weeksUpTo } from '../../src/health/week.ts';
import type { PullRecord } from '../../src/model/history.ts';
import { GeneratedPast, repoOf } from '../bench/past.ts';
import { policy } from '../support/facts.ts';
import { at, DAY, HOUR, merged } from '../support/history.ts';

const REPO = { installation: 1, owner: 'acme', name: 'api' };
const WEEK = weekNamed('2026-W37', 'Etc/UTC');
let directory: string;
let database: Database;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'truenorth-week-'));
  database = await openDatabase({ directory }, { now: Date.now });
});
afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true });
});

const keep = (record: PullRecord) =>
  database.history.keep(REPO, [
    { kind: 'pull', id: record.number, settledAt: record.closedAt, updatedAt: record.closedAt ?? 1, record },
  ]);

it('what was open in the week counts as open, though it was closed before the week is looked at', async () => {
  if (WEEK === undefined) throw new Error('there is such a week');
  await keep(merged(at('2026-09-14T09:00Z'), { createdAt: at('2026-09-11T00:00Z') }));
  await database.history.keep(REPO, [
    {
      ...{ kind: 'issue', id: 900, settledAt: WEEK.to + HOUR, updatedAt: WEEK.to + HOUR },
      record: {
        ...{ number: 900, createdAt: WEEK.from - DAY, closedAt: WEEK.to + HOUR, reason: 'completed', owners: [] },
        labels: [{ name: 'tech-debt', from: WEEK.from - DAY }],
        points: 5,
      },
    },
  ]);
  const past = (await gatherWeeks({ repo: REPO }, [WEEK], database.history)).get('acme/api');
  if (past === undefined) throw new Error('its past is known');
  const { reviews, debt, merged: count } = figuresOf(past, policy({}), WEEK, WEEK.to + DAY);
  expect(reviews.waiting).toEqual([24]);
  expect(debt).toMatchObject({ start: 5, end: 5, paid: 0 });
  expect(count).toBe(0);
});

it('a week is the same whether it is worked out alone or together with those before it', async () => {
  if (WEEK === undefined) throw new Error('there is such a week');
  const options = policy({ 'technical-debt': { budget: { points: 40 } } });
  const past = new GeneratedPast(WEEK.to, options);
  // The first of them deploys once in many weeks: changes of long before are delivered in one of these.
  const repos = [repoOf(0), repoOf(1)];
  for (const [nth, repo] of repos.entries()) await database.history.keep(repo, past.readings(nth, { from: 40, to: 0 }));
  const figures = async (weeks: readonly [Week, ...Week[]], week: Week) =>
    [...(await gatherWeeks({ repos }, weeks, database.history)).values()].map((one) =>
      figuresOf(one, options, week, week.to + DAY),
    );
  const before = weeksUpTo(WEEK, 12).slice(0, -1);
  for (const week of [WEEK, ...before])
    expect(pool(await figures([WEEK, ...before], week), undefined)).toEqual(
      pool(await figures([week], week), undefined),
    );
});
