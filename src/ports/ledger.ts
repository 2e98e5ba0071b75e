import type { KpiLedger } from '../model/kpi.ts';
import type { Lesson } from '../model/lesson.ts';
import type { CommitMemory, IssueMemory, Publication, PullMemory, RepositoryMemory } from '../model/memory.ts';
import type { PullRef, RepoRef } from '../model/ref.ts';
import type { Waiver } from '../model/waiver.ts';
import type { FrozenWeek, Outcomes } from '../model/weekly.ts';
import type { Scope } from './history.ts';

/** A repository as remembered: `fresh` until its files change; `generation` counts how often they did. */
export interface Remembered {
  memory: RepositoryMemory | undefined;
  fresh: boolean;
  generation: number;
}

/** What Truenorth remembers. All but waivers, and KPI readings that were told, can be read from GitHub again. */
export interface Ledger {
  pull(ref: PullRef): Promise<PullMemory | undefined>;
  savePull(memory: PullMemory): Promise<void>;
  /** The open pull requests that are remembered of a repository. */
  openPulls(repo: RepoRef): Promise<number[]>;
  /** The open pull requests of a repository whose head is this commit. */
  openPullsAt(repo: RepoRef, sha: string): Promise<PullMemory[]>;
  commit(repo: RepoRef, sha: string): Promise<CommitMemory | undefined>;
  saveCommit(memory: CommitMemory): Promise<void>;
  /** The merge queue's commits that a pull request is part of, newest first. */
  commitsOf(ref: PullRef): Promise<CommitMemory[]>;
  /** What is remembered of an issue that was judged. */
  issue(ref: PullRef): Promise<IssueMemory | undefined>;
  saveIssue(memory: IssueMemory): Promise<void>;
  /** An issue of a repository's that Truenorth keeps up to date, by its name. */
  publication(repo: RepoRef, name: string): Promise<Publication | undefined>;
  savePublication(repo: RepoRef, name: string, publication: Publication): Promise<void>;
  /** Those of this name in all repositories that an installation sees. */
  publications(installation: number, name: string): Promise<{ repo: string; publication: Publication }[]>;
  /** Those of this name, of all installations. */
  publicationsOfAll(name: string): Promise<{ installation: number; publication: Publication }[]>;
  /** Pull requests of newcomers that are open, or came to their end since then. */
  newcomersPulls(of: Scope, since: number): Promise<{ repo: string; number: number; paired: boolean }[]>;
  /** Pull requests that came to their end in a stretch of time, and how each rule judged them then. */
  closedPulls(
    of: Scope,
    within: { from: number; to: number },
  ): Promise<{ repo: string; number: number; outcomes: Outcomes }[]>;
  /** Open pull requests that have a waiver. */
  waivedPulls(of: Scope): Promise<{ repo: string; number: number; waivers: Waiver[] }[]>;
  /** Weeks as they were told, by their names; of one scope (`acme` or `acme/api`) or of all that an installation has. */
  weeks(
    installation: number,
    names: readonly string[],
    scope?: string,
  ): Promise<{ scope: string; name: string; week: FrozenWeek }[]>;
  /** Keeps a week as it is told now. One that is kept already stays as it was. */
  freeze(installation: number, name: string, weeks: readonly { scope: string; week: FrozenWeek }[]): Promise<void>;
  /** Of what was written on GitHub nothing is believed: it is looked for before it is written again. */
  doubt(): Promise<void>;
  /** What is noted under a name, for all of the app. */
  mark(name: string): Promise<string | undefined>;
  saveMark(name: string, value: string): Promise<void>;
  /** Readings of a repository's KPIs; its organisation's are in the `.github` repository. */
  kpis(repo: RepoRef): Promise<KpiLedger | undefined>;
  saveKpis(repo: RepoRef, kpis: KpiLedger): Promise<void>;
  /** Those of all repositories that an installation sees. */
  kpisIn(installation: number): Promise<{ repo: string; kpis: KpiLedger }[]>;
  /** What is remembered of all repositories that an installation sees. */
  repositories(installation: number): Promise<RepositoryMemory[]>;
  /** What is remembered of a repository's files. */
  repository(repo: RepoRef): Promise<Remembered>;
  /**
   * Saves what was read of a repository's files, unless they were voided after `generation` was asked for: what was read
   * before a change never replaces what was read after it. `false`: not saved.
   */
  saveRepository(memory: RepositoryMemory, generation: number): Promise<boolean>;
  /** The repository's files have changed: what is remembered of them is to be read again. */
  voidRepository(repo: RepoRef): Promise<void>;
  /** Adds node ids of labels to what is remembered of the repository. */
  saveLabels(repo: RepoRef, labels: Record<string, string>): Promise<void>;
  /** Names the state of an installation's lessons: while it is the same, so are they. */
  lessonsState(installation: number): Promise<string>;
  /** The last lessons of an installation, of all its repositories; as many as are kept. */
  lessons(installation: number): Promise<Lesson[]>;
  /**
   * Keeps what pull requests teach, each by its number, or forgets it. What was `told` by somebody's act stays when it is read
   * of the past again.
   */
  teach(
    repo: RepoRef,
    told: boolean,
    lessons: readonly { number: number; lesson: Lesson | undefined }[],
  ): Promise<void>;
  /**
   * What is known of the repository with this node id under its old name is from now on known under its new one, but for what
   * is cheap to read again. What is known under the new one already is newer, and stays. `unknown`: under the old name nothing is
   * known of it; `occupied`: under the new one another repository is known.
   */
  renameRepository(from: RepoRef, to: RepoRef, nodeId: string): Promise<'renamed' | 'unknown' | 'occupied'>;
  /** Forgets a repository, with its pull requests and commits. */
  forgetRepository(repo: RepoRef): Promise<void>;
  /** Forgets everything of an installation. */
  forgetInstallation(installation: number): Promise<void>;
}
