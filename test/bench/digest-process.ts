import { createHash } from 'node:crypto';
import { openDatabase } from '../../src/adapters/database/open.ts';
import { publishDigest } from '../../src/flows/publish-digest.ts';
import { weekNamed } from '../../src/health/week.ts';
import { resolve } from '../../src/policy/resolve.ts';
import type { GitHub } from '../../src/ports/github.ts';
import type { Job } from '../../src/ports/queue.ts';
import { repoOf } from './past.ts';

/** The week that is told first, so that the next is told as in every later week. */
export const FIRST = weekNamed('2026-W36', 'Europe/Berlin') as NonNullable<ReturnType<typeof weekNamed>>;

/** What telling a week took: s, bytes, calls. */
export interface Told {
  took: number;
  most: number;
  reads: number;
  writes: number;
}

const HOUR = 3_600_000;
const [url, weeks] = process.argv.slice(2);
if (url?.startsWith('postgres')) console.log(JSON.stringify(await tell(url, Number(weeks))));

/** Tells the week that comes so many after the first. */
async function tell(url: string, weeks: number): Promise<Told> {
  const clock = { now: () => FIRST.to + 10 * HOUR + weeks * 7 * 24 * HOUR };
  const { close, ...database } = await openParts(url, clock);
  const counts = { reads: 0, writes: 0 };
  const log = { debug() {}, info() {}, warn() {}, error: console.error, child: () => log };
  const ports = { ...database, ...{ github: played(counts), clock, log, resolve: remembering(), web: '' } };
  const { installation, owner } = repoOf(0);
  const job = { facts: [], subject: { kind: 'digest', installation, owner }, installation, owner };
  let most = process.memoryUsage().rss;
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 10);
  const began = performance.now();
  await publishDigest(job as unknown as Job & typeof job, ports);
  const took = (performance.now() - began) / 1_000;
  clearInterval(sampling);
  await close();
  return { took, most: Math.max(most, process.memoryUsage().rss), ...counts };
}

async function openParts(url: string, clock: { now(): number }) {
  const database = await openDatabase({ url, directory: '' }, clock);
  const { history, ledger, queue } = database;
  return { history, ledger, queue, close: () => database.close() };
}

/** As the app remembers what the same files resolve to. */
function remembering(): typeof resolve {
  const answers = new Map<string, ReturnType<typeof resolve>>();
  return (sources) => {
    const key = createHash('sha256').update(JSON.stringify(sources)).digest('hex');
    if (!answers.has(key)) answers.set(key, resolve(sources));
    return answers.get(key);
  };
}

/** A GitHub that counts what it is asked, by its own limits: a hundred comments' reactions to a call. */
function played(counts: { reads: number; writes: number }): GitHub {
  let issues = 0;
  return {
    async ownIssue() {
      counts.reads += 1;
      return undefined;
    },
    async thread() {
      counts.reads += 1;
      return { body: '', comments: [] };
    },
    async reactions(_: number, ids: readonly string[]) {
      counts.reads += Math.ceil(ids.length / 100);
      return new Map(ids.map((id) => [id, { up: 1, confused: 0, down: 0 }]));
    },
    async write() {
      counts.writes += 1;
      issues += 1;
      return { answers: { 'create-issue': { id: `I_${issues}`, number: issues } }, labels: {} };
    },
  } as unknown as GitHub;
}
