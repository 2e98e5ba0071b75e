import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { openDatabase } from '../../src/adapters/database/open.ts';
import { gatherWeeks } from '../../src/flows/gather-week.ts';
import { type Figures, figuresOf, pool } from '../../src/health/figures.ts';
import { weekNamed } from '../../src/health/week.ts';
import { type Progress, RECORDS, type RecordKind } from '../../src/model/history.ts';
import type { History } from '../../src/ports/history.ts';
import { OUTCOMES, policy } from '../support/facts.ts';
import { eventsOf, GeneratedPast, oneMore, repoOf, WEEKS } from './past.ts';
import { startPostgres } from './postgres.ts';
import { median, type Row } from './row.ts';

const REPOSITORIES = 1_000;
const FEW_REPOSITORIES = 20;
const RUNS = 9;
/** Runs before those that count: compiled code and warm caches are what a server has. */
const WARM = 3;
const KEEPS = 200;
/** The newer part of the past, in weeks. */
const HALF_YEAR = 26;

const POLICY = policy({ 'north-star': { outcomes: OUTCOMES }, 'technical-debt': { budget: { points: 40 } } });
const WEEK = weekNamed('2026-W37', 'Europe/Berlin') as NonNullable<ReturnType<typeof weekNamed>>;
const NOW = WEEK.to + 2 * 3_600_000;
const past = new GeneratedPast(WEEK.to, POLICY);

/**
 * Two years of 1,000 repositories: what it costs to record one event, and to compute a week's figures, after half a year and after
 * two.
 */
export async function historyBench(): Promise<Row[]> {
  const few = await onTheEmbeddedDatabase();
  const postgres = await startPostgres();
  const database = await openDatabase({ url: postgres.url, directory: '' }, { now: Date.now });
  const { history } = database;
  try {
    await fill(history, REPOSITORIES, { from: HALF_YEAR, to: 0 });
    await tidy(postgres.url);
    const young = await measureWeek(history);
    await fill(history, REPOSITORIES, { from: WEEKS, to: HALF_YEAR });
    await tidy(postgres.url);
    const old = await measureWeek(history);
    if (!isDeepStrictEqual(old.figures, young.figures)) throw new Error('what is older changed the week’s figures');
    const bytes = await sizeOf(postgres.url);
    const keeps = await measureKeeps(history);
    return [
      { name: 'one event recorded, PostgreSQL, median', value: median(keeps), unit: 'ms', limit: '< 2' },
      { name: '… p99', value: keeps.sort((a, b) => a - b)[Math.floor(KEEPS * 0.99)] ?? Number.NaN, unit: 'ms' },
      { name: `a week of ${REPOSITORIES} repositories, PostgreSQL`, value: old.whole, unit: 's', limit: '< 2' },
      { name: '… of it, reading', value: old.reading, unit: 's' },
      {
        name: '… after 24 months, of what it was after 6',
        value: old.whole / young.whole,
        unit: '×',
        limit: 'about 1',
      },
      { name: 'the database of all that', value: bytes / 1e9, unit: 'GB' },
      { name: `a week of ${FEW_REPOSITORIES} repositories, SQLite`, value: few.whole, unit: 's', limit: '< 1' },
    ];
  } finally {
    await database.close();
    await postgres.stop();
  }
}

async function sizeOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('select pg_database_size(current_database())::float8 as bytes');
  await client.end();
  return rows[0]?.bytes ?? Number.NaN;
}

async function onTheEmbeddedDatabase(): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), 'truenorth-bench-'));
  const database = await openDatabase({ directory }, { now: Date.now });
  try {
    await fill(database.history, FEW_REPOSITORIES, { from: WEEKS, to: 0 });
    return await measureWeek(database.history);
  } finally {
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Keeps a part of the past as a first reading would: repository by repository. So a week's records lie scattered, which is the
 * order that costs its reading most.
 */
export async function fill(history: History, repositories: number, weeks: { from: number; to: number }): Promise<void> {
  const began = performance.now();
  const counts: Record<string, number> = { events: 0 };
  const one = async (nth: number) => {
    const readings = past.readings(nth, weeks);
    for (const reading of readings) {
      counts[reading.kind] = (counts[reading.kind] ?? 0) + 1;
      counts.events = (counts.events ?? 0) + eventsOf(reading);
    }
    await history.keep(repoOf(nth), readings);
    for (const kind of KINDS) await history.saveProgress(repoOf(nth), kind, KNOWN[kind] ?? {});
  };
  // Several at once: generating them goes on while PostgreSQL writes.
  for (let from = 0; from < repositories; from += 4)
    await Promise.all(Array.from({ length: 4 }, (_, i) => one(from + i)));
  const told = Object.entries(counts).map(([what, count]) => `${count.toLocaleString('en')} ${what}`);
  console.error(
    `kept ${told.join(', ')} of ${repositories} repositories, ${weeks.from} to ${weeks.to} weeks before the end, ${since(began)}`,
  );
}

const KINDS = Object.keys(RECORDS) as RecordKind[];
const known = { from: WEEK.to - 182 * 86_400_000, to: WEEK.to };
const KNOWN: Progress = {
  ...{ pull: known, deployment: known, run: known, milestone: known },
  ...{ release: { ...known, lacks: 'Releases cannot be read' }, issue: { ...known, watched: 'ab12'.repeat(16) } },
};

/** What autovacuum does within minutes, done now, so that it does not happen while something is measured. */
async function tidy(url: string): Promise<void> {
  const began = performance.now();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('vacuum (analyze) record');
  await client.query('checkpoint');
  const { rows } = await client.query('select pg_total_relation_size($1) as bytes', ['record']);
  console.error(`vacuumed, ${Math.round(rows[0].bytes / 1e6)} MB with indexes, ${since(began)}`);
  await client.end();
}

interface Measured {
  figures: Figures;
  whole: number;
  reading: number;
}

/** Seconds that the week takes, the middle of some runs. */
async function measureWeek(history: History): Promise<Measured> {
  const runs: Measured[] = [];
  for (let run = 0; run < WARM + RUNS; run++) {
    const began = performance.now();
    const pasts = await gatherWeeks({ installation: repoOf(0).installation }, [WEEK], history);
    const read = performance.now();
    const all = [...pasts.values()].map((one) => figuresOf(one, POLICY, WEEK, NOW));
    const figures = pool(all, POLICY['technical-debt'].budget.points);
    const ended = performance.now();
    if (run >= WARM) runs.push({ figures, whole: (ended - began) / 1_000, reading: (read - began) / 1_000 });
  }
  const middle = (of: 'whole' | 'reading') => median(runs.map((run) => run[of]));
  const { figures } = runs[0] as Measured;
  console.error(
    `a week: ${runs.map(({ whole, reading }) => `${whole.toFixed(2)} (reading ${reading.toFixed(2)})`).join(', ')} s; ${figures.merged} merged`,
  );
  return { figures, whole: middle('whole'), reading: middle('reading') };
}

/** Milliseconds that each of many events takes to be recorded, one after the other: its record, read again, is kept. */
async function measureKeeps(history: History): Promise<number[]> {
  const times: number[] = [];
  const kinds = ['pull', 'deployment', 'run', 'issue'] as const;
  for (let nth = -20; nth < KEEPS; nth++) {
    const repo = (nth * 7 + REPOSITORIES) % REPOSITORIES;
    const reading = oneMore(past.settled(kinds[(nth + 20) % kinds.length] ?? 'pull', repo, (nth + 20) % 50));
    const began = performance.now();
    await history.keep(repoOf(repo), [reading]);
    // The first are to warm up.
    if (nth >= 0) times.push(performance.now() - began);
  }
  return times;
}

const since = (began: number): string => `${((performance.now() - began) / 1_000).toFixed(1)} s`;
