import type { PullRecord, Reading, RecordOf, Review } from '../../src/model/history.ts';
import type { RepoRef } from '../../src/model/ref.ts';
import type { Policy } from '../../src/policy/schema.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK = 7 * 24 * HOUR;

/** How long the past is, in weeks. */
export const WEEKS = 104;

/** What came to its end in each repository over the whole past, evenly; and what is open at its end. */
const EACH = { pull: 1_000, deployment: 300, run: 400, issue: 50 } as const;
const OPEN = { pull: 5, issue: 5 } as const;
type Kind = keyof typeof EACH;

/** Most things end within days, some after months; none takes longer, so that older weeks add nothing to a later one's open. */
const LONGEST = 20 * WEEK;

/** Most repositories deploy all the time, one in ten in the last week of so many. */
const RARELY = { one: 10, every: 6.5 * WEEK };

export const repoOf = (nth: number): RepoRef => ({
  ...{ installation: 7, owner: 'acme' },
  name: `service-${`${nth}`.padStart(4, '0')}`,
});

/**
 * A past without chance: the same repository's nth thing is always the same, with as many reviews, requests, turns, statuses and
 * attempts as real ones have, and with all the fields that a record can have.
 */
export class GeneratedPast {
  readonly #end: number;
  readonly #policy: Policy;

  constructor(end: number, policy: Policy) {
    this.#end = end;
    this.#policy = policy;
  }

  /** What came to its end in a repository from so many weeks before the end to so many; what is open belongs to the last. */
  readings(repo: number, { from, to }: { from: number; to: number }): Reading[] {
    const within = (kind: Kind) => {
      const [first, last] = [from, to].map((weeks) => Math.round(EACH[kind] * (1 - weeks / WEEKS)));
      return Array.from({ length: (last ?? 0) - (first ?? 0) }, (_, i) => this.settled(kind, repo, (first ?? 0) + i));
    };
    const open = (to === 0 ? (['pull', 'issue'] as const) : []).flatMap((kind) =>
      Array.from({ length: OPEN[kind] }, (_, i) => this.#reading(kind, repo, EACH[kind] + i, undefined)),
    );
    return [...(Object.keys(EACH) as Kind[]).flatMap(within), ...open];
  }

  settled(kind: Kind, repo: number, nth: number): Reading {
    const share = (nth + chance(kind, repo, -1 - nth)()) / EACH[kind];
    const before = (1 - share) * WEEKS * WEEK;
    const isRare = kind === 'deployment' && repo % RARELY.one === 0;
    return this.#reading(kind, repo, nth, this.#end - (isRare ? bunched(before) : before));
  }

  #reading(kind: Kind, repo: number, nth: number, settledAt: number | undefined): Reading {
    const at = settledAt === undefined ? undefined : Math.floor(settledAt);
    const draw = new Draw(chance(kind, repo, nth));
    const id = nth + 1;
    if (kind === 'pull') {
      const record = this.#pull(id, repo, at, draw);
      return { kind, id, settledAt: at, updatedAt: Math.max(record.createdAt, at ?? 0), record };
    }
    if (kind === 'issue') {
      const record = this.#issue(id, repo, at, draw);
      return { kind, id, settledAt: at, updatedAt: Math.max(record.createdAt, at ?? 0), record };
    }
    const unique = 1_800_000_000 + repo * 10_000 + id;
    if (kind === 'run') {
      const record = runRecord(unique, at ?? 0, draw);
      return { kind, id: unique, settledAt: at, updatedAt: record.attempts.at(-1)?.finishedAt ?? 0, record };
    }
    const record = deploymentRecord(unique, at ?? 0, draw);
    const failed = record.statuses.every(({ state }) => state !== 'success');
    const updatedAt = record.statuses.at(-1)?.at ?? record.createdAt;
    return { kind, id: unique, settledAt: failed ? undefined : at, updatedAt, record };
  }

  #pull(number: number, repo: number, settledAt: number | undefined, draw: Draw): PullRecord {
    const life = draw.chance(0.97) ? HOUR * (2 + 160 * draw.next() ** 3) : LONGEST * draw.next();
    const end = settledAt ?? this.#end;
    const createdAt = Math.floor(end - life);
    const within = () => Math.floor(createdAt + life * draw.next());
    const mergedAt = draw.chance(0.92) ? settledAt : undefined;
    const draftUntil = draw.chance(0.2) ? Math.floor(createdAt + life * draw.next() * 0.3) : undefined;
    const review = (_: unknown, nth: number): Review => ({
      ...{ at: within(), by: draw.actor(repo, 0.1) },
      state: nth === 0 ? 'approved' : draw.of(['commented', 'changes requested', 'approved']),
    });
    return {
      ...{ number, author: draw.actor(repo, 0.15), onDefault: draw.chance(0.95), createdAt },
      firstCommitAt: Math.floor(createdAt - 48 * HOUR * draw.next()),
      ...(settledAt === undefined ? {} : { closedAt: settledAt }),
      ...(mergedAt === undefined ? {} : { mergedAt, mergeCommit: { sha: draw.sha(), at: mergedAt } }),
      drafts: draftUntil === undefined ? [] : [{ from: createdAt, to: draftUntil }],
      requests: Array.from({ length: draw.below(3) }, within).sort((a, b) => a - b),
      reviews: Array.from(
        { length: settledAt === undefined ? draw.below(2) : 1 + draw.below(2) + draw.below(3) },
        review,
      ).sort((a, b) => a.at - b.at),
      labels: draw.some(['size/M', 'area/backend', 'enhancement', 'tech-debt', 'hotfix', 'dependencies'], 0.2),
      closes: draw.some(['enhancement', 'tech-debt', 'customer'], 0.15),
      size: { additions: draw.below(400), deletions: draw.below(200), files: 1 + draw.below(20) },
      outcomes: {
        declared: draw.some(['activation', 'reliability'], 0.4),
        inferred: draw.some(['reliability'], 0.2),
        exempt: draw.chance(0.1),
      },
      ...(draw.chance(0.01) ? { reverts: Math.max(1, number - 3) } : {}),
      ...(repo % 5 === 0 ? {} : { owned: { k: draw.below(5), n: 5 + draw.below(16) } }),
    };
  }

  #issue(number: number, repo: number, closedAt: number | undefined, draw: Draw): RecordOf<'issue'> {
    const createdAt = Math.floor((closedAt ?? this.#end) - LONGEST * draw.next());
    const isIncident = draw.chance(0.2);
    const debt = this.#policy['technical-debt'];
    const names = isIncident
      ? [this.#policy.resilience['post-incident'].label]
      : [debt.labels[0] ?? '', `${debt.points['label-prefix']} ${1 + draw.below(8)}`];
    const labels = names.map((name) => ({ name, from: createdAt }));
    return {
      ...{ number, createdAt, labels, owners: draw.chance(0.7) ? [`developer-${draw.below(40)}`] : [] },
      ...(closedAt === undefined ? {} : { closedAt, reason: draw.of(['completed', 'completed', 'not planned']) }),
      ...(isIncident
        ? {
            resolvedAt: createdAt + HOUR,
            deployment: String(1_800_000_000 + repo * 10_000 + 1 + draw.below(EACH.deployment)),
            actions: [{ done: draw.chance(0.5), owner: 'developer-1', due: '2026-12-31' }],
            teams: ['acme/platform'],
          }
        : draw.chance(0.3)
          ? { points: draw.below(9) }
          : {}),
    };
  }
}

/** The same record, read again after one more thing happened to it. */
export function oneMore(reading: Reading): Reading {
  const at = reading.updatedAt + MINUTE;
  const record = structuredClone(reading.record);
  if ('reviews' in record) record.reviews.push({ at, by: { who: '0123456789abcdef', bot: false }, state: 'approved' });
  else if ('statuses' in record) record.statuses.push({ state: 'inactive', at });
  else if ('attempts' in record)
    record.attempts.push({ conclusion: 'success', createdAt: at, startedAt: at, finishedAt: at });
  else if ('owners' in record) record.labels.push({ name: 'debt: 2', from: at });
  return { ...reading, updatedAt: at, record };
}

/** What happened to a record, each with a webhook of its own: reviews, requests, turns, labels, statuses, attempts. */
export function eventsOf({ record }: Reading): number {
  if ('reviews' in record) return record.reviews.length + record.requests.length + 2 * record.drafts.length;
  if ('statuses' in record) return record.statuses.length;
  if ('attempts' in record) return record.attempts.length;
  return 'owners' in record ? record.labels.length : 0;
}

function deploymentRecord(id: number, at: number, draw: Draw): RecordOf<'deployment'> {
  const createdAt = at - 6 * MINUTE;
  const state = draw.chance(0.97) ? 'success' : 'failure';
  return {
    ...{ id, environment: draw.of(['production', 'staging', 'preview']), createdAt },
    commit: { sha: draw.sha(), at: createdAt - Math.floor(HOUR * draw.next()) },
    statuses: [
      ...[
        { state: 'in_progress', at: createdAt + MINUTE },
        { state, at },
      ],
      ...(draw.chance(0.5) ? [{ state: 'inactive', at: at + 24 * HOUR }] : []),
    ],
  };
}

function runRecord(id: number, finishedAt: number, draw: Draw): RecordOf<'run'> {
  const attempt = (at: number, conclusion: string) => {
    const startedAt = at - MINUTE * (2 + draw.below(20));
    return { conclusion, createdAt: startedAt - draw.below(MINUTE), startedAt, finishedAt: at };
  };
  const passed = draw.chance(0.85);
  return {
    ...{ id, workflow: 9_000 + draw.below(6), sha: draw.sha() },
    attempts: [
      attempt(finishedAt, passed ? 'success' : 'failure'),
      ...(!passed && draw.chance(0.7) ? [attempt(finishedAt + HOUR, 'success')] : []),
    ],
  };
}

/** Puts what happened so long before the end into the last week of its stretch. */
function bunched(before: number): number {
  const stretch = Math.floor(before / RARELY.every);
  return stretch * RARELY.every + ((before - stretch * RARELY.every) * WEEK) / RARELY.every;
}

class Draw {
  readonly next: () => number;

  constructor(next: () => number) {
    this.next = next;
  }

  below = (limit: number): number => Math.floor(this.next() * limit);
  chance = (share: number): boolean => this.next() < share;
  of = <Thing>(things: readonly Thing[]): Thing => things[this.below(things.length)] as Thing;
  some = (words: readonly string[], share: number): string[] => words.filter(() => this.chance(share));
  sha = (): string => Array.from({ length: 5 }, () => hex(this.next())).join('');
  actor = (repo: number, bots: number) => {
    const bot = this.chance(bots);
    const one = chance('pull', bot ? 0 : repo, -10_000 - this.below(bot ? 2 : 12));
    return { who: hex(one()) + hex(one()), bot };
  };
}

const hex = (share: number): string =>
  Math.floor(share * 2 ** 32)
    .toString(16)
    .padStart(8, '0');

const SEEDS: Record<Kind, number> = { pull: 1, deployment: 2, run: 3, issue: 4 };

/** Numbers from 0 to 1 that look like chance and are always the same (mulberry32). */
function chance(kind: Kind, repo: number, nth: number): () => number {
  let state = Math.imul(SEEDS[kind], 0x9e3779b1) ^ Math.imul(repo + 1, 0x85ebca6b) ^ Math.imul(nth + 1, 0xc2b2ae35);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
