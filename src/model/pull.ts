import { z } from 'zod';

/** A changed file, as GitHub lists it. Counts are lines; `previousPath` is set for a rename. */
export const ChangedFile = z.object({
  path: z.string(),
  status: z.enum(['added', 'removed', 'modified', 'renamed', 'copied', 'changed', 'unchanged']),
  additions: z.number().int().nonnegative(),
  deletions: z.number().int().nonnegative(),
  previousPath: z.string().optional(),
});
export type ChangedFile = z.infer<typeof ChangedFile>;

/** The changed files of one head commit: all of them, or those that GitHub would list and why the rest is missing. */
export const Listing = z.discriminatedUnion('whole', [
  z.object({ whole: z.literal(true), files: z.array(ChangedFile) }),
  z.object({
    whole: z.literal(false),
    files: z.array(ChangedFile),
    because: z.string(),
    /** `subject`: the pull request itself is too large to be listed; `elsewhere`: GitHub would not say. */
    cause: z.enum(['subject', 'elsewhere']),
  }),
]);
export type Listing = z.infer<typeof Listing>;

/**
 * Who set a label. Only a person's label declares something; Truenorth removes only its own.
 * `unknown`: nobody told us, and it is treated as a person's, since removing it could destroy their work.
 */
export const LabelSetter = z.enum(['truenorth', 'person', 'bot', 'unknown']);
export type LabelSetter = z.infer<typeof LabelSetter>;

export const PullLabel = z.object({ name: z.string(), by: LabelSetter });
export type PullLabel = z.infer<typeof PullLabel>;

/** An issue that the pull request closes when it is merged. */
export const ClosingIssue = z.object({
  number: z.number().int(),
  labels: z.array(z.string()),
  milestone: z.string().optional(),
});
export type ClosingIssue = z.infer<typeof ClosingIssue>;

/**
 * A pull request's own state at one instant, as its events and GitHub's API both tell it. An event's is a hint that
 * serves from memory: it saves a call, and is believed only where the order of events is beyond doubt.
 */
export interface PullState {
  nodeId: string;
  number: number;
  title: string;
  body: string;
  open: boolean;
  draft: boolean;
  fork: boolean;
  /** GitHub's `updated_at`, ISO 8601, to the second. */
  updatedAt: string;
  headSha: string;
  base: string;
  changedFiles: number;
  author: { login: string; bot: boolean };
  labels: readonly string[];
}

/** Everything a rule may know of a pull request: one snapshot, read before anything is judged. */
export interface PullFacts {
  number: number;
  title: string;
  body: string;
  author: { login: string; bot: boolean };
  draft: boolean;
  fork: boolean;
  base: string;
  labels: readonly PullLabel[];
  /** Labels of Truenorth's that a person took away; an inferred one stays away. */
  dismissed: readonly string[];
  files: Listing;
  closes: readonly ClosingIssue[];
  /** The repository's pull-request templates, whose unchanged text answers nothing. */
  templates: readonly string[];
}
