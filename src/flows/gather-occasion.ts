import { type Occurrence, occurrences as occurrencesOf, type Turn } from '../health/calendar.ts';
import { type OccasionPast, occasionFacts } from '../health/occasion-facts.ts';
import { teamsOf } from '../health/records.ts';
import type { Window } from '../health/week.ts';
import { type RepoRef, repoKey } from '../model/ref.ts';
import { DAY } from '../model/time.ts';
import type { Policy } from '../policy/schema.ts';
import type { History } from '../ports/history.ts';
import type { Ledger } from '../ports/ledger.ts';
import { occasionsOf } from '../review/calendar.ts';
import { type Rules, type RulesPorts, rulesOfAll } from './gather-rules.ts';

export interface OccasionPorts extends Pick<RulesPorts, 'resolve'> {
  ledger: Pick<Ledger, 'repositories'>;
  history: Pick<History, 'settled' | 'open'>;
}

/** Where the calendar speaks, and by whose configuration. */
export interface Desk {
  repo: RepoRef;
  rules: Rules;
  /** The organisation's `.github` repository, whose configuration counts. */
  defaults: Rules;
  policy: Policy;
}

/** What an organisation's agenda is drawn from: all of its repositories, from what is known; nothing is read from GitHub. */
export async function gatherOccasion(
  installation: number,
  policy: Policy,
  turn: Turn,
  now: number,
  ports: OccasionPorts,
): Promise<ReturnType<typeof occasionFacts>> {
  const of = { installation };
  const since = { from: turn.from, to: now + 1 };
  const pulls = Map.groupBy(await ports.history.settled(of, 'pull', since), ({ repo }) => repo);
  const issues = Map.groupBy(
    [...(await ports.history.settled(of, 'issue', since)), ...(await ports.history.open(of, 'issue'))],
    ({ repo }) => repo,
  );
  const pasts = (await rulesOfAll(installation, ports)).map(({ repository, policy: own }): OccasionPast => {
    const repo = repoKey(repository.repo);
    return {
      ...{ repo, policy: own, pulls: (pulls.get(repo) ?? []).map(({ record }) => record) },
      issues: (issues.get(repo) ?? []).map(({ record }) => record),
    };
  });
  return occasionFacts(pasts, policy, turn, { now, zone: policy.communication.timezone });
}

/** The digest repository, where the calendar speaks; `undefined` where none is set. */
export function deskOf(installation: number, { communication: { digest } }: Policy): RepoRef | undefined {
  const [owner, name] = digest.repository?.split('/') ?? [];
  return owner === undefined || name === undefined ? undefined : { installation, owner, name };
}

/** An issue is opened so long before its day at most, and may be closed as early, ms. */
const EARLY = 15 * DAY;

/** What became of the occasions that ended in a window, and of those that are open, from what is known. */
export async function gatherOccurrences(
  installation: number,
  policy: Policy,
  window: Window,
  now: number,
  { history }: Pick<OccasionPorts, 'history'>,
): Promise<Occurrence[]> {
  const repo = deskOf(installation, policy);
  if (repo === undefined) return [];
  const within = { from: window.from - EARLY, to: Number.MAX_SAFE_INTEGER };
  const issues = [...(await history.settled({ repo }, 'issue', within)), ...(await history.open({ repo }, 'issue'))];
  const zone = policy.communication.timezone;
  return occurrencesOf(
    occasionsOf(policy),
    issues.map(({ record }) => record),
    { window, now, zone, teams: teamsOf(policy) },
  );
}
