import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { openDatabase } from '../../src/adapters/database/open.ts';
import type { Ledger } from '../../src/ports/ledger.ts';
import { FIRST, type Told } from './digest-process.ts';
import { fill } from './history.ts';
import { repoOf } from './past.ts';
import { startPostgres } from './postgres.ts';
import type { Row } from './row.ts';

const REPOSITORIES = 1_000;
/** As `npm start` runs the app. */
const FLAGS = ['--max-semi-space-size=16', '--disable-warning=ExperimentalWarning'];
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

/** What the digest of an organisation of 1,000 repositories costs, each week's in a process of its own: the first one looks back. */
export async function digestBench(): Promise<Row[]> {
  const postgres = await startPostgres();
  const database = await openDatabase({ url: postgres.url, directory: '' }, { now: Date.now });
  try {
    await fill(database.history, REPOSITORIES, { from: 26, to: 0 });
    await configure(database.ledger);
    const file = new URL('digest-process.ts', import.meta.url).pathname;
    const tell = async (weeks: number): Promise<Told> =>
      JSON.parse((await promisify(execFile)(process.execPath, [...FLAGS, file, postgres.url, String(weeks)])).stdout);
    const first = await tell(0);
    const { took, most, reads, writes } = await tell(1);
    return [
      { name: `the digest of ${REPOSITORIES} repositories, PostgreSQL`, value: took, unit: 's', limit: '< 5' },
      { name: '… the process’s memory at most', value: most / 1e6, unit: 'MB', limit: '< 300' },
      { name: '… calls that read GitHub', value: reads, unit: 'calls', limit: '≤ 12' },
      { name: '… requests that write', value: writes, unit: 'calls', limit: '≤ 4' },
      { name: 'the first one, with the 11 weeks before it', value: first.took, unit: 's' },
      { name: '… the process’s memory at most', value: first.most / 1e6, unit: 'MB' },
    ];
  } finally {
    await database.close();
    await postgres.stop();
  }
}

/** All of them under the organisation's configuration, each with a comment of the week before whose reactions are counted. */
async function configure(ledger: Ledger): Promise<void> {
  const { installation, owner } = repoOf(0);
  const home = { installation, owner, name: '.github' };
  const file = { state: 'present' as const, text: CONFIG, commit: 'c'.repeat(40) };
  const common = { private: true, organisation: true, defaultBranch: 'main', templates: [], labels: {} };
  const remember = (repo: typeof home, policy: object) =>
    ledger.saveRepository({ ...common, repo, nodeId: repo.name, codeowners: 'absent', policy } as never, 0);
  await remember(home, { ...file, good: file });
  for (let nth = 0; nth < REPOSITORIES; nth++) {
    const repo = repoOf(nth);
    await remember(repo, { state: 'absent' });
    const comment = { id: `C_${repo.name}`, week: FIRST.name };
    const health = { id: 'I', number: 1, print: '', week: FIRST.name, comment, unsure: false };
    await ledger.savePublication(repo, 'health', health);
  }
  await ledger.savePublication(home, 'weeks since', { id: '', number: 0, print: '0', unsure: false });
}
