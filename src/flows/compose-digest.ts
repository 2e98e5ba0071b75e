import { type Digest, digestOf } from '../health/digest.ts';
import { DIGEST_LABEL, digestIssue, digestTitle } from '../health/digest-issue.ts';
import { type Period, periodOf } from '../health/period.ts';
import { weekBefore } from '../health/schedule.ts';
import { type Week, weekNamed, weeksUpTo } from '../health/week.ts';
import type { Publication, RepositoryMemory } from '../model/memory.ts';
import { type RepoRef, repoKey } from '../model/ref.ts';
import type { Policy } from '../policy/schema.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import { type GapsPorts, gatherGaps } from './gather-gaps.ts';
import { gatherHealth, type HealthPorts, type Telling } from './gather-health.ts';
import type { Rules } from './gather-rules.ts';
import { LAST } from './publish-health.ts';

export type DigestPorts = HealthPorts &
  GapsPorts & {
    github: Pick<GitHub, 'ownIssue' | 'thread'>;
    ledger: Pick<Ledger, 'publication' | 'publications'>;
  };

/** Which week of which organisation. */
export interface Wanted {
  defaults: RepoRef;
  /** The organisation's own. */
  rules: Rules | undefined;
  week: Week;
  covered: Telling['covered'];
  policy: Policy;
}

/** What a week's digest says, and what it is told from. */
export interface Composed {
  telling: Telling;
  period: Period;
  digest: Digest;
  /** Markdown. */
  body: string;
  /** The digest before it. */
  previous: Publication | undefined;
}

/** The name under which a week's digest is remembered. */
export const digestName = ({ name }: Pick<Week, 'name'>): string => `digest ${name}`;

/** Weeks back that are looked for where some were not published. */
const MISSED = 8;

/** Words an organisation's week for those who read the repository `desk`, or nobody else where there is none; nothing is written. */
export async function composeDigest(
  { defaults, rules, week, covered, policy }: Wanted,
  desk: RepositoryMemory | undefined,
  ports: DigestPorts,
): Promise<Composed> {
  const isPublic = desk?.private === false;
  const previous = desk && (await previousOf(desk.repo, week, ports));
  const telling: Telling = {
    ...{ scope: defaults.owner, of: { installation: defaults.installation }, installation: defaults.installation },
    ...{ policy, covered, isPublic, decisions: previous?.decisions ?? [] },
    asked: await askedIn(defaults.installation, week, covered, ports),
    gaps: await gatherGaps(defaults.installation, rules, isPublic, ports),
    ...{ kpis: policy.outcomes.kpis, kpisOf: defaults },
  };
  const period = periodOf(await gatherHealth(telling, week, ports));
  const digest = digestOf(period);
  const body = digestIssue(digest, {
    previous: previous && { week: previous.week, number: previous.publication.number },
    missed: desk ? await missedBefore(desk.repo, week, previous?.week, ports) : [],
    told: previous?.publication.notSetUp ?? [],
  });
  return { telling, period, digest, body, previous: previous?.publication };
}

/** The digest before this one, and what became of what it asked. */
async function previousOf(repo: RepoRef, week: Week, { ledger, github }: DigestPorts) {
  for (const earlier of [...weeksUpTo(week, MISSED + 1)].reverse().slice(1)) {
    const publication = await ledger.publication(repo, digestName(earlier));
    if (publication === undefined || publication.number === 0) continue;
    const thread = await github.thread({ repo, number: publication.number });
    const decisions = (publication.decisions ?? []).map((title, i) => ({
      title,
      recorded: thread !== undefined && isRecorded(thread, title, i + 1),
    }));
    // One that was deleted, or moved away, is neither closed nor linked.
    const standing = thread ? publication : { ...publication, id: '', number: 0 };
    return { week: earlier.name, publication: standing, decisions };
  }
  // Told before, and forgotten since: it is found again, though not what it asked.
  const last = weekBefore(week);
  const found = await github.ownIssue(repo, digestTitle(last), DIGEST_LABEL.name);
  return found && { week: last.name, publication: { ...found, print: '', unsure: false }, decisions: [] };
}

/** A line that begins with a decision's number. */
const NUMBERED = /^\s*(?:decision )?(\d{1,3})\s*[.:)](?!\d)/i;

/** Ticked in the issue; or answered by a comment that names it, or begins with its number. */
function isRecorded({ body, comments }: { body: string; comments: readonly string[] }, title: string, nth: number) {
  const plain = title.replaceAll(/[*`]/g, '').toLowerCase();
  const ticked = body.split('\n').some((line) => /^\s*[-*] \[[xX]\] /.test(line) && line.includes(title));
  const named = (comment: string) =>
    comment.replaceAll(/[*`]/g, '').toLowerCase().includes(plain) ||
    comment.split('\n').some((line) => Number(NUMBERED.exec(line)?.[1]) === nth);
  return ticked || comments.some(named);
}

/** The comments in which repositories were asked how their last week was. */
async function askedIn(
  installation: number,
  week: Week,
  covered: Telling['covered'],
  { ledger }: DigestPorts,
): Promise<string[]> {
  const last = weekBefore(week).name;
  const asking = new Set(
    covered.flatMap(({ repository, policy }) => (policy.trust.pulse === 'on' ? repoKey(repository.repo) : [])),
  );
  return (await ledger.publications(installation, LAST)).flatMap(({ repo, publication: { comment } }) =>
    asking.has(repo) && comment?.week === last ? [comment.id] : [],
  );
}

/** Weeks since the last digest that nobody told, or that could not be written. */
async function missedBefore(
  repo: RepoRef,
  week: Week,
  last: string | undefined,
  { ledger }: DigestPorts,
): Promise<string[]> {
  if (last === undefined || weekNamed(last, week.zone) === undefined) return [];
  const between = weeksUpTo(week, MISSED + 1).filter(({ name }) => name > last && name < week.name);
  const told = await Promise.all(between.map((one) => ledger.publication(repo, digestName(one))));
  return between.flatMap(({ name }, i) => (told[i]?.number ? [] : name));
}
