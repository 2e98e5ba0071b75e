import { z } from 'zod';

/**
 * What Truenorth keeps of the past, for metrics to be computed from: of each thing one record, as GitHub tells it when it
 * is read. Instants are ms since the epoch. No text of people is kept, and people only as far as they must be told apart.
 */

const instant = z.number();

/** Somebody, without saying who: `who` is a digest that tells people of one installation apart. */
export const Actor = z.object({ who: z.string(), bot: z.boolean() });
export type Actor = z.infer<typeof Actor>;

/** From when to when; without an end it still lasts. */
export const Span = z.object({ from: instant, to: instant.optional() });
export type Span = z.infer<typeof Span>;

export const Review = z.object({
  at: instant,
  by: Actor,
  state: z.enum(['approved', 'changes requested', 'commented', 'dismissed']),
});
export type Review = z.infer<typeof Review>;

export const PullRecord = z.object({
  number: z.number().int(),
  author: Actor,
  /** Into the default branch. */
  onDefault: z.boolean(),
  createdAt: instant,
  /** When its earliest commit was authored. */
  firstCommitAt: instant.optional(),
  closedAt: instant.optional(),
  mergedAt: instant.optional(),
  /** The commit that the merge made, and its time: the order of commits on the branch. */
  mergeCommit: z.object({ sha: z.string(), at: instant }).optional(),
  drafts: z.array(Span),
  /** When reviews were asked for. */
  requests: z.array(instant),
  /** Reviews by others than the author. */
  reviews: z.array(Review),
  labels: z.array(z.string()),
  /** Labels of the issues that it closes. */
  closes: z.array(z.string()),
  size: z.object({ additions: z.number().int(), deletions: z.number().int(), files: z.number().int() }),
  /** Outcomes it serves, and whether it is exempt from serving one. */
  outcomes: z.object({ declared: z.array(z.string()), inferred: z.array(z.string()), exempt: z.boolean() }),
  /** The pull request that it takes back. */
  reverts: z.number().int().optional(),
  /** Changed files that CODEOWNERS gives an owner, of those changed; absent where there is no CODEOWNERS. */
  owned: z.object({ k: z.number().int(), n: z.number().int() }).optional(),
});
export type PullRecord = z.infer<typeof PullRecord>;

export const DeploymentRecord = z.object({
  id: z.number().int(),
  environment: z.string(),
  /** The commit that was deployed, and its time: the order of commits on the branch. */
  commit: z.object({ sha: z.string(), at: instant }),
  createdAt: instant,
  statuses: z.array(z.object({ state: z.string(), at: instant })),
});
export type DeploymentRecord = z.infer<typeof DeploymentRecord>;

export const ReleaseRecord = z.object({
  id: z.number().int(),
  prerelease: z.boolean(),
  commit: z.object({ sha: z.string(), at: instant }),
  publishedAt: instant,
});
export type ReleaseRecord = z.infer<typeof ReleaseRecord>;

/** A task of an issue: `owner` is a login, since somebody took it on. Days are `2026-12-31`. */
export const ActionItem = z.object({
  done: z.boolean(),
  owner: z.string().optional(),
  due: z.string().optional(),
  /** When it was done, where that is known: a sub-issue says, a ticked box does not. */
  doneAt: instant.optional(),
});
export type ActionItem = z.infer<typeof ActionItem>;

export const IssueRecord = z.object({
  number: z.number().int(),
  createdAt: instant,
  closedAt: instant.optional(),
  /** Why it was closed: done, or not to be done. */
  reason: z.enum(['completed', 'not planned']).optional(),
  /** Every label it ever had, with its spans. */
  labels: z.array(Span.extend({ name: z.string() })),
  /** Logins of those who took it on. */
  owners: z.array(z.string()),
  /** `Debt: 5` in its description; what stands there instead, where that is not a number of points. */
  points: z.number().optional(),
  odd: z.string().optional(),
  /** The day by which it is to be decided. */
  decideBy: z.string().optional(),
  /** It says what was decided. */
  decided: z.boolean().optional(),
  /** When an incident was over, where the issue says so. */
  resolvedAt: instant.optional(),
  /** The deployment that an incident names: its id, or the beginning of its commit. */
  deployment: z.string().optional(),
  actions: z.array(ActionItem).optional(),
  /** Of an issue of the calendar that this app opened: what is held in it, and by which day. */
  occasion: z.object({ id: z.string(), by: z.string() }).optional(),
  /** Once it is closed: whether there are notes, and a reason why it was skipped. Absent where that could not be read. */
  notes: z.boolean().optional(),
  skipped: z.boolean().optional(),
  /** Those of the configured teams that somebody who took part belongs to, in lower case. Absent where that is not known. */
  teams: z.array(z.string()).optional(),
});
export type IssueRecord = z.infer<typeof IssueRecord>;

/** A workflow's run on the default branch, with each of its attempts. */
export const RunRecord = z.object({
  id: z.number().int(),
  workflow: z.number().int(),
  sha: z.string(),
  attempts: z.array(z.object({ conclusion: z.string(), createdAt: instant, startedAt: instant, finishedAt: instant })),
});
export type RunRecord = z.infer<typeof RunRecord>;

export const MilestoneRecord = z.object({
  number: z.number().int(),
  createdAt: instant,
  closedAt: instant.optional(),
  dueAt: instant.optional(),
  outcomes: z.array(z.string()),
});
export type MilestoneRecord = z.infer<typeof MilestoneRecord>;

/** A dependency with a known vulnerability, as Dependabot found it. Kept while it is open. */
export const AlertRecord = z.object({
  number: z.number().int(),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  createdAt: instant,
});
export type AlertRecord = z.infer<typeof AlertRecord>;

/** Every kind of record, under the name by which it is kept. */
export const RECORDS = {
  pull: PullRecord,
  issue: IssueRecord,
  deployment: DeploymentRecord,
  release: ReleaseRecord,
  run: RunRecord,
  milestone: MilestoneRecord,
  alert: AlertRecord,
} as const;
export type RecordKind = keyof typeof RECORDS;
export type RecordOf<Kind extends RecordKind> = z.infer<(typeof RECORDS)[Kind]>;

/** A record as it was read. */
export interface Reading<Kind extends RecordKind = RecordKind> {
  kind: Kind;
  /** Its own number on GitHub. */
  id: number;
  /** When it came to its end: merged or closed, deployed, published, run. Absent while it is open. */
  settledAt: number | undefined;
  /** When GitHub last changed it; an older reading never replaces a newer one. */
  updatedAt: number;
  record: RecordOf<Kind>;
}

/** How far the past of one kind of thing is known. Instants in ms. */
export const Known = z.object({
  /** Everything that changed between these is kept; absent until a first reading came to its end. */
  from: instant.optional(),
  to: instant.optional(),
  /** A reading under way: where it goes on, when it began, and back to when it reads. */
  reading: z.object({ cursor: z.string(), began: instant, downTo: instant }).optional(),
  /** Why none of it can be read: a permission that is not granted, or a feature that is turned off. */
  lacks: z.string().optional(),
  /** Digest of the labels by which issues were chosen: with others the past is read anew. */
  watched: z.string().optional(),
});
export type Known = z.infer<typeof Known>;

/** How far a repository's past is known, by kind. */
export type Progress = Partial<Record<RecordKind, Known>>;
