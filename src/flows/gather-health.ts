import { standings } from '../health/kpis.ts';
import { noData, notApplicable, value } from '../health/measure.ts';
import { type Earlier, earlierOf } from '../health/metric.ts';
import { NEWCOMER_DAYS, type Newcomer } from '../health/metrics/people.ts';
import type { WeekFacts } from '../health/period.ts';
import { restatements } from '../health/restatement.ts';
import { type Week, weeksUpTo } from '../health/week.ts';
import type { KpiLedger } from '../model/kpi.ts';
import { code } from '../model/markdown.ts';
import { type RepoRef, repoKey } from '../model/ref.ts';
import { DAY } from '../model/time.ts';
import type { FrozenWeek } from '../model/weekly.ts';
import { KPI_PATH } from '../model/well-known.ts';
import type { Policy } from '../policy/schema.ts';
import type { GitHub } from '../ports/github.ts';
import type { History, Scope } from '../ports/history.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Clock } from '../ports/runtime.ts';
import { gatherOccurrences } from './gather-occasion.ts';
import { WEEKS_BACK } from './read-history.ts';
import { type Covered, type WeekPoints, workOut } from './work-out.ts';

export interface HealthPorts {
  github: Pick<GitHub, 'reactions'>;
  ledger: Pick<Ledger, 'closedPulls' | 'waivedPulls' | 'newcomersPulls' | 'weeks' | 'freeze' | 'kpis'>;
  history: Pick<History, 'settled' | 'open' | 'progressIn' | 'some'>;
  clock: Clock;
  /** GitHub's address, to link to. */
  web: string;
  /** Nobody noted what happened while it did: only what GitHub still tells is known. */
  afterwards?: boolean;
}

/** Whose week is told, to whom. */
export interface Telling {
  scope: string;
  of: Scope;
  installation: number;
  policy: Policy;
  covered: readonly Covered[];
  /** Everybody can read what is written. */
  isPublic: boolean;
  /** Comments whose reactions answered the last question. */
  asked: readonly string[];
  decisions: WeekFacts['decisions'];
  /** What is wrong with what it is told by, and known already. Safe Markdown, a sentence each. */
  gaps: readonly string[];
  kpis: readonly Kpi[];
  /** The repository that keeps their readings. */
  kpisOf: RepoRef;
}

type Kpi = Policy['outcomes']['kpis'][number];

/** Charts look back over so many weeks, this one included; repositories are held against the last and four weeks ago. */
const WEEKS = 12;
const COMPARED = [1, 4];

const AFTERWARDS =
  'Told from what GitHub still tells: how guardrails were met, waivers, readings that were told, mentors and the pulse are known to the app alone';

/** Everything that a week's health is told from. Only reactions are read from GitHub; the rest is known. */
export async function gatherHealth(telling: Telling, week: Week, ports: HealthPorts): Promise<WeekFacts> {
  const { of, scope, installation, policy, isPublic } = telling;
  const { ledger, clock } = ports;
  const before = weeksUpTo(week, WEEKS).slice(0, -1).reverse();
  const names = before.map(({ name }) => name);
  const kept = new Map(
    (await ledger.weeks(installation, names, scope.toLowerCase())).map(({ name, week: told }) => [name, told]),
  );
  const missing = await untold(telling, before, kept, ports);
  const [last] = before;
  const told = last && kept.get(last.name);
  const again = last && told?.published ? [last] : [];
  const { present, others } = await workOut(telling, [week, ...again, ...missing], ports);
  for (const one of missing) {
    const filled = others.get(one.name);
    if (filled === undefined) continue;
    await freezeWeek(telling, one, filled, false, ports);
    kept.set(one.name, { published: false, points: filled.points });
  }
  const ownEarlier = earlierOf(names, kept);
  const earlier =
    'installation' in of ? await earlierOfEach(telling, names, ports) : new Map([[scope.toLowerCase(), ownEarlier]]);
  const kpiLedger = await ledger.kpis(telling.kpisOf);
  return {
    ...{ scope, isOrganisation: 'installation' in of, week, now: clock.now(), policy, isPublic },
    repositories: present.map((one) => ({ ...one, earlier: earlier.get(one.name.toLowerCase()) ?? [] })),
    earlier: ownEarlier,
    restated: told ? again.flatMap(({ name }) => restatements(name, told, others.get(name)?.points ?? {})) : [],
    kpis: standings(telling.kpis, kpiLedger, week.to, week.zone),
    gaps: [...telling.gaps, ...(ports.afterwards ? [AFTERWARDS] : []), ...kpiGaps(telling, kpiLedger)],
    closed: await ledger.closedPulls(of, week),
    waivers: ports.afterwards ? undefined : await waiversIn(of, ports),
    newcomers: await newcomersIn(telling, week, ports),
    occurrences: await occurrencesIn(telling, week, ports),
    pulse: await pulseOf(telling, ports),
    decisions: telling.decisions,
    web: ports.web,
  };
}

/**
 * Weeks before that nobody told, as far as the past is known: a first digest has trends, too. Worked out once, and kept as what they
 * are: not published.
 */
async function untold(
  { of }: Telling,
  before: readonly Week[],
  kept: ReadonlyMap<string, FrozenWeek>,
  ports: HealthPorts,
): Promise<Week[]> {
  const missing = before.filter(({ name }) => !kept.has(name));
  if (missing.length === 0) return [];
  const began = await knownFrom(of, ports);
  return missing.filter(({ from }) => from >= began);
}

/** The weeks before of each repository as they were told, by its name in lower case: those that it is held against. */
async function earlierOfEach({ installation }: Telling, names: readonly string[], { ledger }: HealthPorts) {
  const compared = names.filter((_, i) => COMPARED.includes(i + 1));
  const all = await ledger.weeks(installation, compared);
  const byScope = new Map<string, Map<string, FrozenWeek>>();
  for (const { scope: whose, name, week } of all) byScope.set(whose, (byScope.get(whose) ?? new Map()).set(name, week));
  return new Map<string, Earlier>([...byScope].map(([whose, weeks]) => [whose, earlierOf(names, weeks)]));
}

/** From when on the past of merged changes is known, of most repositories; a week before that would be told too small. */
async function knownFrom(of: Scope, { history }: HealthPorts): Promise<number> {
  const from = (await history.progressIn(of))
    .flatMap(({ progress }) => progress.pull?.from ?? [])
    .sort((a, b) => a - b);
  return from[Math.floor(from.length / 2)] ?? Number.POSITIVE_INFINITY;
}

/** Keeps a week as it is told now: of the whole, and of each repository. */
export async function freezeWeek(
  { installation, scope, of }: Telling,
  week: Week,
  { points, repositories }: WeekPoints,
  published: boolean,
  { ledger }: { ledger: Pick<Ledger, 'freeze'> },
): Promise<void> {
  const whole = 'installation' in of ? [{ name: scope, points }] : [];
  const told = [...whole, ...repositories].map(({ name, points: own }) => ({
    scope: name.toLowerCase(),
    week: { published, points: own },
  }));
  await ledger.freeze(installation, week.name, told);
}

/** What became of what comes again and again, also of what comes but twice a year. */
function occurrencesIn({ of, policy, installation }: Telling, week: Week, ports: HealthPorts) {
  if (!('installation' in of)) return [];
  const window = { from: weeksUpTo(week, WEEKS_BACK)[0]?.from ?? week.from, to: week.to + 1 };
  return gatherOccurrences(installation, policy, window, ports.clock.now(), ports);
}

/** What is wrong with readings, by line. */
const kpiGaps = ({ kpis, kpisOf }: Telling, ledger: KpiLedger | undefined): string[] =>
  kpis.length === 0
    ? []
    : [
        ...(ledger?.problems ?? []).map(({ line, text }) => {
          const where = `${code(KPI_PATH)} of ${code(kpisOf.name)}`;
          return line > 0
            ? `Line ${line} of ${where}: ${text}`
            : `A reading that was told to ${code(kpisOf.name)}: ${text}`;
        }),
        ...(ledger?.lacks === undefined ? [] : [ledger.lacks]),
      ];

async function waiversIn(of: Scope, { ledger }: HealthPorts): Promise<NonNullable<WeekFacts['waivers']>> {
  return (await ledger.waivedPulls(of)).flatMap(({ repo, number, waivers }) =>
    waivers.map(({ rule, until, at }) => ({ repo, number, rule, until, at: Date.parse(at) })),
  );
}

/** Those whose first pull request came in the weeks before, without saying who. */
async function newcomersIn(
  { of, covered }: Telling,
  week: Week,
  { ledger, history }: HealthPorts,
): Promise<Newcomer[]> {
  const pulls = await ledger.newcomersPulls(of, week.to - NEWCOMER_DAYS * DAY);
  const byRepo = Map.groupBy(pulls, ({ repo }) => repo);
  const people = new Map<string, Newcomer>();
  for (const { repository } of covered) {
    const own = byRepo.get(repoKey(repository.repo)) ?? [];
    const paired = new Set(own.filter((one) => one.paired).map(({ number }) => number));
    const records = await history.some(
      repository.repo,
      'pull',
      own.map(({ number }) => number),
    );
    for (const { author, createdAt, mergedAt, number } of records) {
      if (author.bot || createdAt >= week.to) continue;
      const known = people.get(author.who);
      people.set(author.who, {
        appearedAt: Math.min(createdAt, known?.appearedAt ?? createdAt),
        mergedAt: least(mergedAt, known?.mergedAt),
        paired: paired.has(number) || (known?.paired ?? false),
      });
    }
  }
  return [...people.values()];
}

const least = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);

/** Answers to last week's question, in totals; a reaction sends no event, so they are read when the next week is told. */
async function pulseOf({ asked, installation, policy }: Telling, { github }: HealthPorts): Promise<WeekFacts['pulse']> {
  if (policy.trust.pulse === 'off' && asked.length === 0) return notApplicable('the pulse is off');
  if (asked.length === 0) return noData('nothing was asked last week');
  const pulse = { good: 0, mixed: 0, hard: 0 };
  for (const { up, confused, down } of (await github.reactions(installation, asked)).values()) {
    pulse.good += up;
    pulse.mixed += confused;
    pulse.hard += down;
  }
  return value(pulse);
}
