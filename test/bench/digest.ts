import { createHash } from 'node:crypto';
import { openDatabase } from '../../src/adapters/database/open.ts';
import { publishDigest } from '../../src/flows/publish-digest.ts';
import { weekNamed } from '../../src/health/week.ts';
import { resolve } from '../../src/policy/resolve.ts';
import type { GitHub, Job } from '../../src/ports.ts';
import { fill } from './history.ts';
import { repoOf } from './past.ts';
import { startPostgres } from './postgres.ts';
import type { Row } from './row.ts';

const REPOSITORIES = 1_000;
const CONFIG = `version: 1
north-star:
  statement: Every clinic sees its first patient within a day of signing up.
  outcomes:
    - { id: activation, title: Clinics go live in a day }
    - { id: reliability, title: The booking page is always up }
technical-debt: { budget: { points: 40 } }
trust: { pulse: on }
communication:
  timezone: Europe/Berlin
  digest: { repository: acme/service-0000, at: monday 09:00 }
  health: weekly
`;

/** What the digest of an organisation of 1,000 repositories costs, once it has told a week before. */
export async function digestBench(): Promise<Row[]> {
  const last = weekNamed('2026-W36', 'Europe/Berlin') as NonNullable<ReturnType<typeof weekNamed>>;
  const postgres = await startPostgres();
  let now = last.to + 10 * 3_600_000;
  const database = await openDatabase({ url: postgres.url, directory: '' }, { now: () => now });
  const { history, ledger, queue } = database;
  try {
    await fill(history, REPOSITORIES, { from: 26, to: 0 });
    const { installation, owner } = repoOf(0);
    const file = { state: 'present' as const, text: CONFIG, commit: 'c'.repeat(40) };
    for (const repo of [
      { installation, owner, name: '.github' },
      ...Array.from({ length: REPOSITORIES }, (_, i) => repoOf(i)),
    ]) {
      const policy = repo.name === '.github' ? { ...file, good: file } : { state: 'absent' as const };
      await ledger.saveRepository(
        {
          ...{ repo, nodeId: repo.name, private: true, organisation: true, defaultBranch: 'main', policy },
          ...{ templates: [], codeowners: 'absent', labels: {} },
        },
        0,
      );
      const comment = { id: `C_${repo.name}`, week: last.name };
      if (repo.name !== '.github')
        await ledger.savePublication(repo, 'health', {
          id: 'I',
          number: 1,
          print: '',
          week: last.name,
          comment,
          unsure: false,
        });
    }
    await ledger.savePublication({ installation, owner, name: '.github' }, 'weeks since', {
      ...{ id: '', number: 0, print: '0', unsure: false },
    });
    const counts = { reads: 0, writes: 0 };
    const github = played(counts);
    const answers = new Map<string, ReturnType<typeof resolve>>();
    const remembering: typeof resolve = (sources) => {
      const key = createHash('sha256').update(JSON.stringify(sources)).digest('hex');
      if (!answers.has(key)) answers.set(key, resolve(sources));
      return answers.get(key);
    };
    const log = { debug() {}, info() {}, warn() {}, error: console.error, child: () => log };
    const ports = {
      ...{ github, ledger, history, queue, log, resolve: remembering, web: 'https://github.com' },
      ...{ clock: { now: () => now } },
    };
    const job = {
      facts: [],
      subject: { kind: 'digest', installation, owner },
      installation,
      owner,
    } as unknown as Job & {
      installation: number;
      owner: string;
    };
    await publishDigest(job, ports);
    now += 7 * 86_400_000;
    Object.assign(counts, { reads: 0, writes: 0 });
    const began = performance.now();
    await publishDigest(job, ports);
    const took = (performance.now() - began) / 1_000;
    return [
      { name: `the digest of ${REPOSITORIES} repositories, PostgreSQL`, value: took, unit: 's', limit: '< 5' },
      { name: '… calls that read GitHub', value: counts.reads, unit: 'calls', limit: '≤ 12' },
      { name: '… requests that write', value: counts.writes, unit: 'calls', limit: '≤ 4' },
    ];
  } finally {
    await database.close();
    await postgres.stop();
  }
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
