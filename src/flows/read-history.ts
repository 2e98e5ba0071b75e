import { issueRecord, milestoneRecord, pullRecord, type Setting, type Watched, watchedBy } from '../health/records.ts';
import { Fault } from '../model/fault.ts';
import type { Known, Reading, RecordKind } from '../model/history.ts';
import type { IssuePast, PastOf, PastPage } from '../model/past.ts';
import { nameOf, type RepoRef } from '../model/ref.ts';
import { DAY, MINUTE } from '../model/time.ts';
import type { GitHub } from '../ports/github.ts';
import type { History } from '../ports/history.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Clock, Log, Pace } from '../ports/runtime.ts';
import { type EvidencePorts, withEvidence } from './gather-evidence.ts';
import type { Rules } from './gather-rules.ts';
import { learnFromPast } from './learn-outcomes.ts';

export interface HistoryPorts {
  github: Pick<GitHub, 'past'> & EvidencePorts['github'];
  history: Pick<History, 'keep' | 'drop' | 'dropBefore' | 'progress' | 'saveProgress' | 'salt'>;
  /** What is read for the first time leaves half of the rate limit to what happens now; the rest is never held up. */
  pace: Pace;
  /** Where what people declared is learned from. */
  ledger: Pick<Ledger, 'teach'>;
  clock: Clock;
  log: Log;
  print: (text: string) => string;
  /** So many weeks of the past are asked for; what is known already is not read again. */
  weeksBack?: number;
  /** Told of every page that was kept. */
  onPage?: (page: HistoryPage) => void;
}

/** A page of the past that was kept, and how much of the way back is gone, from 0 to 1. */
export interface HistoryPage {
  repo: RepoRef;
  kind: RecordKind;
  records: number;
  gone: number;
}

/** How far back the past is read at first, unless somebody asks for more. */
export const WEEKS_BACK = 26;

/** The kinds, those first that something waits for. */
export const KINDS: readonly RecordKind[] = ['issue', 'pull', 'deployment', 'release', 'milestone', 'run', 'alert'];

/**
 * How far before the last reading the next one begins: clocks differ, and some things change after they were listed, which
 * their list does not tell: a deployment gets its statuses, a run is run again.
 */
const OVERLAP: Readonly<Record<RecordKind, number>> = {
  ...{ pull: 5 * MINUTE, issue: 5 * MINUTE, milestone: 5 * MINUTE },
  ...{ deployment: 7 * DAY, release: DAY, run: 3 * DAY, alert: 0 },
};

/** Kinds that are listed by their last change, so that a change moves them. */
const MOVING: ReadonlySet<RecordKind> = new Set(['pull', 'issue', 'milestone']);

/** Kinds of which only what is open is listed, all of it each time: what a whole reading does not find came to its end. */
const OPEN_ONLY: ReadonlySet<RecordKind> = new Set(['alert']);

/** How a reading ended: all is known, or it goes on at an instant, since half of the rate limit is for what happens now. */
export type Ended = { state: 'known' } | { state: 'paused'; until: number };

/**
 * Reads what changed since the last time, or the last 26 weeks at first, page by page, each kept before the next is asked for:
 * after a crash it goes on where it was. The same for events and for backfill, so that both give the same records.
 */
export async function readHistory(
  repo: RepoRef,
  kinds: readonly RecordKind[],
  { repository, inForce }: Rules,
  ports: HistoryPorts,
): Promise<Ended> {
  const policy = inForce?.policy;
  const salt = await ports.history.salt(repo.installation);
  const { defaultBranch, templates, codeowners } = repository;
  const setting: Setting = {
    ...{ defaultBranch, policy, templates, codeowners },
    who: (login) => ports.print(`${salt} ${login.toLowerCase()}`).slice(0, 16),
  };
  for (const kind of kinds) {
    const ended = await readKind(repo, kind, { ...setting, watched: watchedBy(policy, nameOf(repo)) }, ports);
    if (ended.state === 'paused') return ended;
  }
  return { state: 'known' };
}

async function readKind(
  repo: RepoRef,
  kind: RecordKind,
  setting: Setting & { watched: Watched },
  ports: HistoryPorts,
  rounds = 3,
): Promise<Ended> {
  const { github, history, clock, log } = ports;
  const progress = await history.progress(repo);
  // With other labels, other issues are part of the past.
  const watched = kind === 'issue' ? ports.print(JSON.stringify(setting.watched)) : undefined;
  const before = progress[kind];
  const known: Known =
    before && before.watched === watched && reaches(before, clock.now(), ports.weeksBack) ? { ...before } : {};
  const isBackfill = known.to === undefined;
  const held = isBackfill ? ports.pace.until(repo.installation) : undefined;
  if (held !== undefined && held > clock.now()) return paused(kind, held, log);
  const { began, downTo, cursor: from } = known.reading ?? beginning(kind, known, clock.now(), ports.weeksBack);
  const save = (now: Known) => history.saveProgress(repo, kind, { ...now, watched });
  for (let cursor = from; ; ) {
    const page = await github
      .past(repo, kind, { cursor, since: downTo, branch: setting.defaultBranch })
      .then((read) => completed(repo, kind, read, setting, ports))
      .catch((error) => lacking(kind, error));
    if ('lacks' in page) {
      log.info({ kind, because: page.said }, 'this part of the past is not ours to read');
      if (OPEN_ONLY.has(kind)) await history.drop(repo, kind);
      await save({ from: known.from, to: known.to, lacks: page.lacks });
      return { state: 'known' };
    }
    const readings = page.items.flatMap((item) => readingOf(kind, item, setting, began) ?? []);
    await history.keep(repo, readings);
    if (kind === 'pull') await learnFromPast(repo, declaredIn(page.items, readings), learningFrom(setting), ports);
    const oldest = Math.min(...page.items.map((item) => changedAt(item)));
    const isLast = page.next === undefined || oldest < downTo;
    const gone = isLast ? 1 : Math.min(1, Math.max(0, (began - oldest) / (began - downTo)));
    ports.onPage?.({ repo, kind, records: readings.length, gone });
    const limit = isBackfill && page.limit && page.limit.remaining < page.limit.of / 2 ? page.limit : undefined;
    if (limit) ports.pace.hold(repo.installation, limit.resetAt);
    if (isLast) {
      if (OPEN_ONLY.has(kind)) await history.dropBefore(repo, kind, began);
      if (kind === 'issue' && isBackfill) await readOpenIssues(repo, setting, ports);
      const back = page.cut ? oldest : downTo;
      await save({ from: Math.min(known.from ?? back, back), to: began });
      if (isBackfill) log.info({ kind, since: new Date(downTo).toISOString() }, 'this part of the past is known now');
      // What changed while pages were turned went to the first page, unseen: it is looked for once more.
      const moved = cursor !== undefined && MOVING.has(kind) && rounds > 0;
      return moved ? readKind(repo, kind, setting, ports, rounds - 1) : { state: 'known' };
    }
    cursor = page.next;
    await save({ ...known, reading: { cursor: cursor ?? '', began, downTo } });
    if (limit) return paused(kind, limit.resetAt, log);
  }
}

const learningFrom = ({ templates, policy }: Setting) => ({
  templates,
  declared: { outcomes: policy?.['north-star'].outcomes ?? [], decisions: [] },
});

/** The pull requests of a page, with what their records say that people declared. */
function declaredIn(items: readonly PastOf[RecordKind][], readings: readonly Reading[]) {
  const records = new Map(readings.map(({ id, record }) => [id, record]));
  return items.flatMap((item) => {
    if (!('turns' in item)) return [];
    const record = records.get(item.number);
    return record && 'outcomes' in record && 'declared' in record.outcomes
      ? [{ pull: item, declared: record.outcomes.declared }]
      : [];
  });
}

/** With what is told of an issue only where it is asked for. */
async function completed<Page extends PastPage<PastOf[RecordKind]>>(
  repo: RepoRef,
  kind: RecordKind,
  page: Page,
  { watched: { teams } }: { watched: Watched },
  ports: HistoryPorts,
): Promise<Page> {
  if (kind !== 'issue' || teams === undefined) return page;
  const items: IssuePast[] = [];
  for (const item of page.items) items.push(await withEvidence(repo, item as IssuePast, teams, ports));
  return { ...page, items };
}

function paused(kind: RecordKind, until: number, log: Log): Ended {
  log.info({ kind, until: new Date(until).toISOString() }, 'the rest of the past waits for the rate limit');
  return { state: 'paused', until };
}

/** Debt does not go away by being old: of issues that are open, those of watched labels are read whatever their age. */
async function readOpenIssues(
  repo: RepoRef,
  setting: Setting & { watched: Watched },
  { github, history, clock }: HistoryPorts,
): Promise<void> {
  for (const label of setting.watched.labels) {
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await github.past(repo, 'issue', { cursor, since: 0, branch: setting.defaultBranch, label });
      await history.keep(
        repo,
        page.items.flatMap((item) => readingOf('issue', item, setting, clock.now()) ?? []),
      );
      cursor = page.next;
    }
  }
}

/** Whether what is known, or being read, goes back as far as is asked for, give or take a day. */
const reaches = ({ from, reading }: Known, now: number, weeks = 0): boolean =>
  (reading?.downTo ?? from ?? 0) <= now - weeks * 7 * DAY + DAY;

const beginning = (kind: RecordKind, { to }: Known, now: number, weeks = WEEKS_BACK) => ({
  began: now,
  downTo: to === undefined ? now - weeks * 7 * DAY : to - OVERLAP[kind],
  cursor: undefined,
});

const CALLED: Readonly<Record<RecordKind, string>> = {
  ...{ pull: 'pull requests', issue: 'issues', deployment: 'deployments', release: 'releases' },
  ...{ run: 'workflow runs', milestone: 'milestones', alert: 'Dependabot alerts' },
};

/**
 * A permission that is not granted, or a feature turned off, leaves one kind unknown and the others alone. What GitHub said of it names
 * the repository, and is for the log: those who read why may not know of it.
 */
function lacking(kind: RecordKind, error: unknown): { lacks: string; said: string } {
  if (!(error instanceof Fault) || error.kind !== 'terminal') throw error;
  const [because = '', detail] = error.message.split(' (', 2);
  return { lacks: detail === undefined ? because : `${because}: ${CALLED[kind]} cannot be read`, said: error.message };
}

function changedAt(item: PastOf[RecordKind]): number {
  // An alert does not say; none is too old to be read.
  if ('severity' in item) return Number.POSITIVE_INFINITY;
  if ('updatedAt' in item) return item.updatedAt;
  if ('publishedAt' in item) return item.publishedAt;
  return 'attempts' in item ? Math.min(...item.attempts.map(({ createdAt }) => createdAt)) : item.createdAt;
}

/** What is kept of something in a reading that began then, and by what it is found again; `undefined` if nothing is. */
function readingOf(
  kind: RecordKind,
  item: PastOf[RecordKind],
  setting: Setting & { watched: Watched },
  began: number,
): Reading | undefined {
  switch (kind) {
    case 'pull': {
      const past = item as PastOf['pull'];
      const record = pullRecord(past, setting);
      return { kind, id: past.number, settledAt: past.mergedAt ?? past.closedAt, updatedAt: past.updatedAt, record };
    }
    case 'issue': {
      const past = item as PastOf['issue'];
      const record = issueRecord(past, setting.watched);
      return record && { kind, id: past.number, settledAt: past.closedAt, updatedAt: past.updatedAt, record };
    }
    case 'milestone': {
      const past = item as PastOf['milestone'];
      const record = milestoneRecord(past, setting.policy);
      return { kind, id: past.number, settledAt: past.closedAt, updatedAt: past.updatedAt, record };
    }
    case 'deployment': {
      const record = item as PastOf['deployment'];
      const succeeded = record.statuses.find(({ state }) => state === 'success')?.at;
      const updatedAt = record.statuses.at(-1)?.at ?? record.createdAt;
      return { kind, id: record.id, settledAt: succeeded, updatedAt, record };
    }
    case 'release': {
      const record = item as PastOf['release'];
      return { kind, id: record.id, settledAt: record.publishedAt, updatedAt: record.publishedAt, record };
    }
    case 'run': {
      const record = item as PastOf['run'];
      const [first] = record.attempts;
      const updatedAt = Math.max(...record.attempts.map(({ finishedAt }) => finishedAt));
      return { kind, id: record.id, settledAt: first?.finishedAt, updatedAt, record };
    }
    case 'alert': {
      const record = item as PastOf['alert'];
      return { kind, id: record.number, settledAt: undefined, updatedAt: began, record };
    }
  }
}
