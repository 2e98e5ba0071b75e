import type { Known, Progress, Reading, RecordKind, RecordOf } from '../model/history.ts';
import type { RepoRef } from '../model/ref.ts';

/** The past of one repository, or of all that an installation sees. */
export type Scope = { repo: RepoRef } | { repos: readonly RepoRef[] } | { installation: number };

/** A record, and the repository it is of, as `owner/name` in lower case. */
export interface Past<Kind extends RecordKind> {
  repo: string;
  record: RecordOf<Kind>;
}

/** What is kept of the past, for metrics and the debt ledger. All of it can be read from GitHub again. */
export interface History {
  /** Keeps records as they were read; an older reading never replaces a newer one, whatever the order they come in. */
  keep(repo: RepoRef, readings: readonly Reading[]): Promise<void>;
  /** It is not there any more: deleted, or moved to another repository. Without an id, all of the kind. */
  drop(repo: RepoRef, kind: RecordKind, id?: number): Promise<void>;
  /** Those of the kind that were read last before an instant are not there any more. */
  dropBefore(repo: RepoRef, kind: RecordKind, instant: number): Promise<void>;
  /** The records that came to their end in a stretch of time, `to` not included. */
  settled<Kind extends RecordKind>(of: Scope, kind: Kind, within: { from: number; to: number }): Promise<Past<Kind>[]>;
  /** Those of these numbers. */
  some<Kind extends RecordKind>(repo: RepoRef, kind: Kind, ids: readonly number[]): Promise<RecordOf<Kind>[]>;
  /** The records that have not come to their end. */
  open<Kind extends RecordKind>(of: Scope, kind: Kind): Promise<Past<Kind>[]>;
  progress(repo: RepoRef): Promise<Progress>;
  /** How far each repository's past is known. */
  progressIn(of: Scope): Promise<{ repo: string; progress: Progress }[]>;
  saveProgress(repo: RepoRef, kind: RecordKind, known: Known): Promise<void>;
  /** The past of one kind is to be read anew. */
  forgetProgress(repo: RepoRef, kind: RecordKind): Promise<void>;
  /** A secret of the installation's, made when first asked for, by which people are told apart without being known. */
  salt(installation: number): Promise<string>;
}
