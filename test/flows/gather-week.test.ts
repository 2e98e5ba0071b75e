import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/adapters/database/open.ts';
import { gatherWeek } from '../../src/flows/gather-week.ts';
import { figuresOf } from '../../src/health/figures.ts';
import { weekNamed } from '../../src/health/week.ts';
import type { PullRecord } from '../../src/model/history.ts';
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
  const past = (await gatherWeek({ repo: REPO }, WEEK, database.history)).get('acme/api');
  if (past === undefined) throw new Error('its past is known');
  const { reviews, debt, merged: count } = figuresOf(past, policy({}), WEEK, WEEK.to + DAY);
  expect(reviews.waiting).toEqual([24]);
  expect(debt).toMatchObject({ start: 5, end: 5, paid: 0 });
  expect(count).toBe(0);
});
