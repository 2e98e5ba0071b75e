import { parseKpiFile } from '../health/kpi-file.ts';
import { type KnownKpis, readingOf } from '../health/kpi-reading.ts';
import { knownKpis } from '../health/kpis.ts';
import { Fault } from '../model/fault.ts';
import type { KpiLedger, KpiProblem, KpiReading } from '../model/kpi.ts';
import type { Unread } from '../model/pull.ts';
import type { RepoRef } from '../model/ref.ts';
import { KPI_PATH, ORGANISATION_REPOSITORY } from '../model/well-known.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job, Queue } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import { dayAfter } from '../practices/shared/days.ts';
import { gatherRules, type RulesPorts } from './gather-rules.ts';

export type KpiPorts = RulesPorts & {
  github: Pick<GitHub, 'texts'>;
  ledger: Pick<Ledger, 'kpis' | 'saveKpis'>;
  queue: Pick<Queue, 'add'>;
  clock: Clock;
  log: Log;
};

/** As many readings as are kept of a repository, the newest days; and as many problems. */
const READINGS = 5_000;
const PROBLEMS = 50;

type Told = Pick<Job, 'facts' | 'since'>;

/** Keeps the readings of a repository's KPIs: those of its file as it is now, beside those that scripts and people told. */
export async function keepKpis(job: Told & { repo: RepoRef }, ports: KpiPorts): Promise<void> {
  const { ledger, clock, log } = ports;
  const rules = await gatherRules(job.repo, ports);
  const policy = rules?.inForce?.policy;
  if (rules === undefined || policy === undefined || policy.outcomes.kpis.length === 0)
    return log.info({}, 'no KPI is configured, so no reading is kept');
  const known = knownKpis(policy, rules.inherited()?.policy, clock.now());
  const before = await ledger.kpis(job.repo);
  const isRead = before === undefined || job.facts.length === 0 || job.facts.some(({ kind }) => kind === 'again');
  const file = isRead ? await readFile(job.repo, inFile(before), known, ports) : inFile(before);
  const told = withTold(job, besideFile(before), known, policy.communication.timezone);
  await ledger.saveKpis(job.repo, {
    ...file,
    readings: [...file.readings, ...told.readings].sort(newestFirst).slice(0, READINGS),
    problems: [...file.problems, ...told.problems],
  });
  // What it asks for may be there now, or gone.
  const { installation, owner, name } = job.repo;
  if (name.toLowerCase() === ORGANISATION_REPOSITORY)
    await ports.queue.add([{ subject: { kind: 'calendar', installation, owner } }]);
  for (const { text } of told.problems) log.warn({ problem: text }, 'a reading that was told could not be kept');
}

const NONE: KpiLedger = { readings: [], problems: [] };

const inFile = ({ readings, problems, ...rest } = NONE): KpiLedger => ({
  ...{ ...rest, readings: readings.filter(({ source }) => source === 'file') },
  problems: problems.filter(({ line }) => line > 0),
});

const besideFile = ({ readings, problems } = NONE): KpiLedger => ({
  readings: readings.filter(({ source }) => source !== 'file'),
  problems: problems.filter(({ line }) => line === 0),
});

const newestFirst = (a: KpiReading, b: KpiReading): number => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0);

/** What the file says now. One that cannot be read leaves what it said before; none says nothing. */
async function readFile(repo: RepoRef, before: KpiLedger, known: KnownKpis, { github }: KpiPorts): Promise<KpiLedger> {
  const found = await github.texts(repo, 'HEAD', [KPI_PATH]).then((texts) => texts.get(KPI_PATH), refused);
  if (found === undefined || ('because' in found && found.cause === 'elsewhere')) return NONE;
  if ('because' in found) return { ...before, lacks: found.because };
  const { readings, problems } = parseKpiFile(found.text, known);
  const kept = `Only the newest days are kept: ${READINGS} of ${readings.length} readings.`;
  const more = problems.slice(PROBLEMS).map(({ line }) => line);
  return {
    readings: readings.sort(newestFirst).slice(0, READINGS),
    problems: [
      ...(readings.length > READINGS ? [{ line: 1, text: kept }] : []),
      ...problems.slice(0, PROBLEMS),
      ...more.slice(0, 1).map((line) => ({ line, text: `This and ${more.length - 1} more lines have problems, too.` })),
    ],
  };
}

/** A repository that is not ours to read. */
function refused(error: unknown): Unread {
  if (error instanceof Fault && error.kind === 'terminal') return { because: error.message, cause: 'subject' };
  throw error;
}

/** What was told so far, and now; of one KPI and day the last counts. Problems are of what was told last. */
function withTold(job: Told, before: KpiLedger, known: KnownKpis, zone: string): KpiLedger {
  const facts = job.facts.flatMap((fact) => (fact.kind === 'reading' ? fact : []));
  if (facts.length === 0) return before;
  const readings = new Map(before.readings.map((reading) => [`${reading.kpi} ${reading.day}`, reading]));
  const problems: KpiProblem[] = [];
  for (const { kpi, value, day = dayAfter(job.since, 0, zone), source } of facts) {
    const found = readingOf({ kpi, value, day }, known);
    if ('problem' in found) problems.push({ line: 0, text: found.problem });
    else readings.set(`${found.kpi} ${found.day}`, { ...found, source });
  }
  return { readings: [...readings.values()], problems: problems.slice(0, PROBLEMS) };
}
