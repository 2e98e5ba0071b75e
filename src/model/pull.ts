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

/** Whose doing it is that something could not be read: the pull request's own content, or anything else. */
export const Cause = z.enum(['subject', 'elsewhere']);

/** What could not be read. `because` is a sentence of safe Markdown. */
export const Unread = z.object({ because: z.string(), cause: Cause });
export type Unread = z.infer<typeof Unread>;

export const isUnread = (facts: object): facts is Unread => 'because' in facts && 'cause' in facts;

/** What a rule found at one place in a changed file: of the text itself nothing is kept but what the rule speaks of. */
export const Finding = z.object({
  path: z.string(),
  /** From 1, in the file as it is at the head. */
  line: z.number().int().optional(),
  what: z.string(),
  detail: z.string().optional(),
});
export type Finding = z.infer<typeof Finding>;

/** What was found in the files that an extract reads, and which of them could not be read. */
export const Findings = z.object({
  found: z.array(Finding),
  unread: z.array(Unread.extend({ path: z.string(), line: z.number().int().optional() })),
});
export type Findings = z.infer<typeof Findings>;

/** The changed files of one head commit: all of them, or those that GitHub would list and why the rest is missing. */
export const Listing = z.discriminatedUnion('whole', [
  z.object({ whole: z.literal(true), files: z.array(ChangedFile) }),
  z.object({
    whole: z.literal(false),
    files: z.array(ChangedFile),
    because: z.string(),
    /** `subject`: the pull request itself is too large to be listed; `elsewhere`: GitHub would not say. */
    cause: Cause,
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

/** An issue of the same repository that the description names or the pull request closes. */
export const LinkedIssue = ClosingIssue.extend({
  /** Logins of those who took part, as far as they belong to a team that a rule asks about. */
  participants: z.array(z.string()),
});
export type LinkedIssue = z.infer<typeof LinkedIssue>;

/** What the last command `outcome` declared; what was declared otherwise at that moment counts no more. */
export const Commanded = z.object({ outcomes: z.array(z.string()), superseded: z.array(z.string()) });
export type Commanded = z.infer<typeof Commanded>;

/** Who looks after a pull request. */
export const People = z.object({
  /** Approvals in force by people with write access, the author's own left out. */
  approvals: z.number().int(),
  /** Logins of those who are assigned, were asked for a review, or gave one. */
  involved: z.array(z.string()),
});
export type People = z.infer<typeof People>;

/** A team's members, by login. */
export type Team = { members: readonly string[] } | Unread;

/** The CODEOWNERS that will rule once the pull request is merged, were it not for what it changes in it itself. */
export const Codeowners = z.union([z.object({ text: z.string(), path: z.string() }), z.literal('absent'), Unread]);
export type Codeowners = z.infer<typeof Codeowners>;

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

/** The open debt of the repository, by its issues, and that of the whole organisation, where a budget asks for it. */
export interface Debt {
  points: number;
  issues: readonly { number: number; points: number }[];
  organisation?: number | undefined;
}

/** What the pull requests that people confirmed say of this one. */
export interface Resemblance {
  /** Where the configuration's own paths and keywords were beyond doubt, people said otherwise more than 5 times in 100. */
  doubtful: boolean;
  /** The outcome that it resembles most; absent where it resembles none. */
  likely?: Likely | undefined;
}

export interface Likely {
  outcome: string;
  /** Answers like it were right at least 95 times in 100. */
  sure: boolean;
  /** The share of such answers that were right, 0 to 1. */
  confidence: number;
  /** How many confirmed pull requests that is drawn from. */
  lessons: number;
  /** The words and paths of this pull request that say most, as people wrote them. */
  words: readonly string[];
  paths: readonly string[];
}

/** An outcome, and what speaks for it: words of title and description, and paths that serve it alone. */
export interface DeclaredOutcome {
  id: string;
  title: string;
  keywords: readonly string[];
  paths: readonly string[];
}

/** What the configuration in force declares, for rules of any practice to speak of. */
export interface Declared {
  outcomes: readonly DeclaredOutcome[];
  /** Where decision records are, as globs. */
  decisions: readonly string[];
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
  /** Whether it is the author's first in this repository: none of theirs was merged before. */
  newcomer: boolean | Unread;
  people: People | Unread;
  /** The issues that the description names, and those that it closes. */
  linked: readonly LinkedIssue[] | Unread;
  /** The teams that rules ask about, by `organisation/slug` in lower case. */
  teams: Readonly<Record<string, Team>>;
  codeowners: Codeowners;
  /** Known only where a rule asks. */
  debt: Debt | Unread;
  /** What the rules' extracts found in the changed files, by the extract's id. */
  findings: Readonly<Record<string, Findings>>;
  declared: Declared;
  commanded?: Commanded | undefined;
  /** Absent while there is too little that people confirmed in this organisation. */
  resembles?: Resemblance | undefined;
}
