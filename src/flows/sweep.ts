import { type FoundComment, readSweepPlace, type SweepPlace } from '../model/recovery.ts';
import { type RepoRef, repoKey } from '../model/ref.ts';
import { DAY, MINUTE } from '../model/time.ts';
import type { GitHub } from '../ports/github.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Job, Queue, Wanted } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/runtime.ts';
import { type RulesPorts, rulesOfAll } from './gather-rules.ts';
import { commandLines } from './run-commands.ts';
import { reasonItFails } from './unwritable.ts';

export interface SweepPorts extends Pick<RulesPorts, 'resolve'> {
  github: Pick<GitHub, 'uncheckedPulls' | 'commentsSince' | 'issuesSince'>;
  ledger: Pick<Ledger, 'mark' | 'saveMark' | 'repositories'>;
  queue: Pick<Queue, 'add'>;
  clock: Clock;
  log: Log;
}

/** Repositories that are looked at in a minute: a thousand take less than an hour, and leave the rate limit to what happens. */
const AT_ONCE = 20;

const placeMark = (owner: string): string => `sweep ${owner.toLowerCase()}`;
/** Under this name it is noted since when (ms) an organisation's events are lost. */
export const lostSince = (owner: string): string => `lost since ${owner.toLowerCase()}`;

/** Once a day, and after a start: open pull requests whose head has no check of ours are judged, whatever became of their events. */
export async function sweep(job: Job & { installation: number; owner: string }, ports: SweepPorts): Promise<void> {
  const { installation, owner } = job;
  const { ledger, queue, clock, log } = ports;
  const now = clock.now();
  const place: SweepPlace = readSweepPlace(await ledger.mark(placeMark(owner))) ?? {};
  const { after = '' } = place;
  // What is noted while a round is under way is of the next round.
  const noted = await ledger.mark(lostSince(owner));
  const since = after === '' ? Number(noted) || undefined : place.since;
  const covered = (await rulesOfAll(installation, ports)).map(({ repository }) => repository.repo);
  const left = covered.filter((repo) => repoKey(repo) > after).sort((a, b) => (repoKey(a) < repoKey(b) ? -1 : 1));
  const some = left.slice(0, AT_ONCE);
  for (const repo of some) {
    const because = await reasonItFails(() => sweepRepository(repo, since, ports));
    if (because !== undefined) log.debug({ repository: repoKey(repo), because }, 'a repository cannot be swept');
  }
  const last = some.at(-1);
  const isDone = last === undefined || left.length <= AT_ONCE;
  const next = isDone ? {} : { after: repoKey(last), ...(since === undefined ? {} : { since }) };
  if (isDone && since !== undefined && noted === String(since)) await ledger.saveMark(lostSince(owner), '');
  await ledger.saveMark(placeMark(owner), JSON.stringify(next));
  await queue.add([{ subject: { kind: 'sweep', installation, owner }, notBefore: now + (isDone ? DAY : MINUTE) }]);
}

async function sweepRepository(repo: RepoRef, since: number | undefined, { github, queue, log }: SweepPorts) {
  const unchecked = await github.uncheckedPulls(repo);
  const pulls = unchecked.map(
    (number): Wanted => ({ subject: { kind: 'pull', repo, number }, facts: [{ kind: 'again' }] }),
  );
  const missed = since === undefined ? [] : await missedIn(repo, since, github);
  if (pulls.length + missed.length === 0) return;
  await queue.add([...pulls, ...missed]);
  log.info({ repository: repoKey(repo), pulls: unchecked.length, events: missed.length }, 'found by reading');
}

/** Commands and changes of issues, as events would have told them. */
async function missedIn(repo: RepoRef, since: number, github: SweepPorts['github']): Promise<Wanted[]> {
  const comments = await github.commentsSince(repo, since);
  const issues = await github.issuesSince(repo, since);
  return [
    ...comments.flatMap((comment) => commandIn(repo, comment)),
    ...issues.map(
      ({ number, labels }): Wanted => ({
        subject: { kind: 'issues', repo },
        facts: [
          {
            kind: 'issue',
            number,
            labels: labels.slice(0, MOST_LABELS),
            more: labels.length > MOST_LABELS,
            gone: false,
          },
        ],
      }),
    ),
  ];
}
const MOST_LABELS = 30;

function commandIn(repo: RepoRef, { id, nodeId, number, onPull, body, by }: FoundComment): Wanted[] {
  const lines = commandLines(body);
  if (lines.length === 0) return [];
  const subject = { kind: onPull ? ('pull' as const) : ('issue' as const), repo, number };
  return [{ subject, facts: [{ kind: 'command', comment: { id, nodeId }, lines, by, found: true }] }];
}
