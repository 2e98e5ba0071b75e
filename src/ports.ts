import type { EventFact } from './model/event.ts';
import type { CommitMemory, PullMemory, RepositoryMemory } from './model/memory.ts';
import type { PullRef, RepoRef, Subject } from './model/ref.ts';

/** The time, in milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

/** A log that binds fields to every line, as pino does. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Log;
}

/** Work asked for: a subject, what its event said that cannot be read later, and when it may start (ms, default now). */
export interface Wanted {
  subject: Subject;
  facts?: readonly EventFact[];
  notBefore?: number;
}

/** Work taken: the subject with the facts of every event since it was last done, in the order they were committed. */
export interface Job {
  key: string;
  subject: Subject;
  facts: readonly EventFact[];
  /** How often this work has failed since it last succeeded. */
  attempts: number;
  /** When the oldest unfinished asking for it was committed, ms. */
  since: number;
  /** Tells this taking from any other: an answer by a holder whose lease went to someone else changes nothing. */
  token: string;
}

/**
 * A durable queue of subjects. However often a subject is asked for while it waits, it is one job; asked for while it
 * runs, it runs once more. A job whose holder is not heard of until its lease ends is taken by another.
 */
export interface Queue {
  /** Commits a webhook's work; resolves once it is durable. A delivery id that was seen before is no new work: `false`. */
  deliver(delivery: string, wanted: readonly Wanted[]): Promise<boolean>;
  /** Commits work that no delivery asked for. */
  add(wanted: readonly Wanted[]): Promise<void>;
  /** Takes up to `limit` jobs that are due, the longest due first, for `lease` ms. */
  take(limit: number, lease: number): Promise<Job[]>;
  /** Holds on to a running job for `lease` ms from now; `false` if it was given to someone else. */
  extend(job: Job, lease: number): Promise<boolean>;
  /** The job is done; what was asked for since it was taken stays. */
  done(job: Job): Promise<void>;
  /** The job failed; its facts stay, and it is due again at `at` (ms). New events before that do not hasten it. */
  retry(job: Job, at: number, reason: string): Promise<void>;
  /** The job failed for good: it waits, visible in `depth`, until an event asks for its subject again. */
  setAside(job: Job, reason: string): Promise<void>;
  /** What is in the queue now; `oldest` is how long the longest-due job has been due, in ms. */
  depth(): Promise<{ waiting: number; running: number; setAside: number; oldest: number }>;
  /** Calls `wake` when work was committed here; other replicas' work is found by asking. */
  onWork(wake: () => void): void;
  /** Forgets deliveries older than `before` (ms). */
  prune(before: number): Promise<void>;
}

/** What Truenorth remembers. Everything in it can be read from GitHub again. */
export interface Ledger {
  pull(ref: PullRef): Promise<PullMemory | undefined>;
  savePull(memory: PullMemory): Promise<void>;
  /** The open pull requests of a repository whose head is this commit. */
  openPullsAt(repo: RepoRef, sha: string): Promise<PullMemory[]>;
  commit(repo: RepoRef, sha: string): Promise<CommitMemory | undefined>;
  saveCommit(memory: CommitMemory): Promise<void>;
  /** The merge queue's commits that a pull request is part of, newest first. */
  commitsOf(ref: PullRef): Promise<CommitMemory[]>;
  repository(repo: RepoRef): Promise<RepositoryMemory | undefined>;
  saveRepository(memory: RepositoryMemory): Promise<void>;
  /** Forgets a repository, with its pull requests and commits. */
  forgetRepository(repo: RepoRef): Promise<void>;
  /** Forgets everything of an installation. */
  forgetInstallation(installation: number): Promise<void>;
}
