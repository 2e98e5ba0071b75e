import { z } from 'zod';
import { ClosingIssue, Codeowners, Commanded, Findings, LinkedIssue, Listing, People, PullLabel } from './pull.ts';
import { PullRef, RepoRef } from './ref.ts';
import { Proposal, Report } from './verdict.ts';
import { Waiver } from './waiver.ts';

/**
 * What Truenorth remembers of a pull request between two events, so that an event which changes nothing costs no call.
 * GitHub stays the source of truth: all of it can be read again. No text of people is kept, only its digest.
 */
export const PullMemory = z.object({
  ref: PullRef,
  nodeId: z.string(),
  open: z.boolean(),
  draft: z.boolean(),
  /** GitHub's `updated_at` of the newest state seen, ISO 8601; older hints are stale. */
  updatedAt: z.string(),
  headSha: z.string(),
  base: z.string(),
  /** Digest of the state last seen, to tell whether an event follows it. */
  print: z.string(),
  /** Digest of the description alone, to tell whether the issues it names may have changed. */
  body: z.string(),
  labels: z.array(PullLabel),
  dismissed: z.array(z.string()),
  /** The files of `head` against `base`; asked for again when either changes. */
  files: z
    .object({
      head: z.string(),
      base: z.string(),
      listing: Listing,
      /** What extracts found in them, by the rules of `policy`; another policy reads them again. */
      policy: z.string().optional(),
      findings: z.record(z.string(), Findings).optional(),
    })
    .optional(),
  closes: z.array(ClosingIssue),
  /** The issues that the description named; `of` is the digest of their numbers. */
  linked: z.object({ of: z.string(), issues: z.array(LinkedIssue) }).optional(),
  people: People.optional(),
  newcomer: z.boolean().optional(),
  /** What its own proposal of a configuration would do, at `head`, over the rules of `policy`. */
  proposal: z.object({ head: z.string(), policy: z.string(), told: Proposal }).optional(),
  waivers: z.array(Waiver).optional(),
  /** Outcomes declared by command, and those that were declared before it, which it replaces. */
  commanded: Commanded.optional(),
  /** What was learned from it, by what people said while it was open. */
  taught: z.string().optional(),
  /** Commands that were decided on: `open` until the answer is on GitHub, `begun` while it is not known whether it is. */
  commands: z
    .array(
      z.object({
        comment: z.number().int(),
        nodeId: z.string(),
        state: z.enum(['open', 'begun', 'done']),
        accepted: z.boolean(),
        reply: z.string().optional(),
      }),
    )
    .optional(),
  /** Labels that Truenorth set and still answers for, with the rule that wished them. */
  ownLabels: z.array(z.object({ name: z.string(), rule: z.string() })),
  report: Report.optional(),
  check: z
    .object({
      id: z.string(),
      sha: z.string(),
      print: z.string(),
      /** Digests of the annotations on it: GitHub only ever adds some. */
      annotated: z.array(z.string()).optional(),
    })
    .optional(),
  comment: z.object({ id: z.string(), print: z.string() }).optional(),
  /** Writes were begun whose answer is not known: what stands on GitHub is read before anything is written. */
  unsure: z.boolean(),
});
export type PullMemory = z.infer<typeof PullMemory>;

/** A commit whose check speaks for several pull requests: a head they share, or a merge queue's commit. */
export const CommitMemory = z.object({
  repo: RepoRef,
  sha: z.string(),
  pulls: z.array(z.number().int()),
  /** Since when it waits for its pull requests to be judged, ms. */
  waitingSince: z.number().optional(),
  /** For a merge queue's commit, the commit it was built on. */
  base: z.string().optional(),
  check: z.object({ id: z.string(), print: z.string(), annotated: z.array(z.string()).optional() }).optional(),
  unsure: z.boolean(),
});
export type CommitMemory = z.infer<typeof CommitMemory>;

/** What Truenorth remembers of an issue that it judged. */
export const IssueMemory = z.object({
  ref: PullRef,
  nodeId: z.string(),
  ownLabels: z.array(z.object({ name: z.string(), rule: z.string() })),
  comment: z.object({ id: z.string(), print: z.string() }).optional(),
  unsure: z.boolean(),
});
export type IssueMemory = z.infer<typeof IssueMemory>;

/** An issue that Truenorth keeps up to date. */
export const Publication = z.object({
  id: z.string(),
  number: z.number().int(),
  /** Digest of what it shows. */
  print: z.string(),
  /** What it says of the budget: so many points are open, and whether it is spent. */
  points: z.number().optional(),
  spent: z.boolean().optional(),
  /** Of what is published by the week: the week that it shows last. */
  week: z.string().optional(),
  /** The week's comment, whose reactions are counted when the next is made. */
  comment: z.object({ id: z.string(), week: z.string() }).optional(),
  /** What a digest put to be decided, and the checklist's items that it told to be not set up. */
  decisions: z.array(z.string()).optional(),
  notSetUp: z.array(z.string()).optional(),
  /** Why it cannot be written, in a sentence. */
  lacks: z.string().optional(),
  /** A write was begun whose answer is not known: it is looked for before it is written. */
  unsure: z.boolean(),
});
export type Publication = z.infer<typeof Publication>;

/** A configuration file as last read. `good` is the newest text that had no error, and its commit. */
export const PolicyFile = z.object({
  state: z.enum(['present', 'absent', 'unreadable']),
  commit: z.string().optional(),
  text: z.string().optional(),
  /** Size in bytes of a file too large to be read. */
  tooLarge: z.number().int().optional(),
  good: z.object({ commit: z.string(), text: z.string() }).optional(),
});
export type PolicyFile = z.infer<typeof PolicyFile>;

/** What Truenorth remembers of a repository's own files, as they were when it read them. */
export const RepositoryMemory = z.object({
  repo: RepoRef,
  nodeId: z.string(),
  private: z.boolean(),
  /** Owned by an organisation, which may have a `.github` repository with defaults. */
  organisation: z.boolean(),
  defaultBranch: z.string(),
  policy: PolicyFile,
  templates: z.array(z.string()),
  codeowners: Codeowners.default('absent'),
  /** Something proposes newer dependencies by itself: Dependabot or Renovate is configured. */
  updates: z.boolean().optional(),
  /** Node ids of the repository's labels that Truenorth needed, by lower-case name. */
  labels: z.record(z.string(), z.string()),
});
export type RepositoryMemory = z.infer<typeof RepositoryMemory>;
