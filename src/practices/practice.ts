import type { z } from 'zod';
import type { IssueFacts, MilestoneFacts } from '../model/issue.ts';
import type { Cadence, KpiState, OccasionFacts, Reminder } from '../model/occasion.ts';
import type { ChangedFile, Declared, Findings, PullFacts } from '../model/pull.ts';
import type { Verdict } from '../model/verdict.ts';

/** What a rule needs to be read before it can judge; the gatherer reads the union of what the rules in force need. */
export type Need =
  | 'files'
  | 'closing-issues'
  | 'linked-issues'
  | 'templates'
  | 'people'
  | 'newcomer'
  | 'codeowners'
  | 'debt'
  | 'experience';

/** A changed file that an extract reads. */
export interface ReadFile {
  file: ChangedFile;
  /** The unified diff as GitHub lists it; `undefined` where GitHub gives none, for a binary or very large file. */
  patch: string | undefined;
  /** The whole file at the head; `''` unless the extract is `from: 'text'`, and for a removed file. */
  text: string;
}

/**
 * What a rule takes out of changed files: small findings, kept instead of the text, so that an edit of the description
 * reads no file again. Pure: the same file and options give the same findings.
 */
export interface Extract<O> {
  id: string;
  /** `diff`: the changed lines suffice, and come with the list of files; `text`: the whole file is read, too. */
  from: 'diff' | 'text';
  /** The changed files that it is read from. */
  of(file: ChangedFile, options: O): boolean;
  read(file: ReadFile, options: O, around: { files: readonly ChangedFile[]; declared: Declared }): Findings;
}

/**
 * A rule on pull requests: facts and the practice's options in, a verdict out. It never reads, writes or asks the time.
 * `id` is the key of its options within the practice, so that `practice/id` names it everywhere.
 */
export interface PullRule<O> {
  on: 'pull';
  id: string;
  /** What people call it: "Threat model". */
  title: string;
  /** What it asks, in one sentence. */
  asks: string;
  needs: readonly Need[];
  /** What it reads in changed files, found again in `facts.findings` under the extract's id. */
  extracts?: readonly Extract<O>[];
  /** The teams whose members it asks about, as `organisation/slug`; found again in `facts.teams` in lower case. */
  teams?(options: O): readonly string[];
  /** What the configuration lacks for the rule to apply, in a sentence; nothing is read for a rule that lacks something. */
  lacks?(options: O): string | undefined;
  judge(facts: PullFacts, options: O): Verdict;
}

/** A rule on issues of some labels: facts and the practice's options in, a verdict out. */
export interface IssueRule<O> {
  on: 'issue';
  id: string;
  title: string;
  asks: string;
  /** The labels whose issues it judges. */
  labels(options: O): readonly string[];
  /** Instants (ms) at which its verdict may change though nothing happens: the end of a day that it asks about. */
  changesAt?(facts: IssueFacts, options: O): readonly number[];
  judge(facts: IssueFacts, options: O): Verdict;
}

/** A rule on open milestones. There is nowhere on a milestone to speak; what it finds is for the weekly digest. */
export interface MilestoneRule<O> {
  on: 'milestone';
  id: string;
  title: string;
  asks: string;
  judge(facts: MilestoneFacts, options: O): Verdict;
}

/** What people hold again and again. Each time has an issue of its own. */
export interface Occasion {
  /** Names it for good, whatever its title becomes. */
  id: string;
  /** As somebody wrote it; not safe to show as Markdown. */
  title: string;
  every: Cadence;
  /** Product and engineering both take part. */
  together: boolean;
  /** What to go through, each a line of safe Markdown. */
  agenda(facts: OccasionFacts): string[];
  /** Paths or patterns of the documents that it is about, in the organisation's `.github` repository. */
  documents?: readonly string[];
  /** Whether it need not be held this time, by the documents that it is about. */
  isSpared?(facts: OccasionFacts): boolean;
}

/**
 * A rule on the calendar: it speaks by issues in the organisation's digest repository, opened in time and once, at every level but
 * `off`. Whether what it asks for happened is told in the weekly digest.
 */
export interface CalendarRule<O> {
  on: 'calendar';
  id: string;
  title: string;
  asks: string;
  /** What the configuration lacks for the rule to apply, in a sentence. */
  lacks(options: O): string | undefined;
  occasions(options: O): readonly Occasion[];
  /** What is asked for while it is amiss, whatever the day. */
  reminder?(kpis: readonly KpiState[]): Reminder | undefined;
}

export type Rule<O> = PullRule<O> | IssueRule<O> | MilestoneRule<O> | CalendarRule<O>;

/** One of the nine practices: why it exists, what can be configured, and its rules. */
export interface Practice<O> {
  id: string;
  title: string;
  /** The leadership principle, in one sentence. */
  why: string;
  options: z.ZodType<O>;
  rules: readonly Rule<O>[];
  /**
   * For a rule's key, the options besides its own that could undo it, as paths of the configuration (`practice.key`): where the
   * rule is locked, so are they.
   */
  leansOn?: Readonly<Record<string, readonly string[]>>;
}
