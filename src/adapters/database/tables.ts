import type { Generated } from 'kysely';

/** The tables, the same in both databases. Times are ms since the epoch; truth is 0 or 1. */
export interface Tables {
  work: WorkTable;
  fact: FactTable;
  delivery: DeliveryTable;
  pull: PullTable;
  commit: CommitTable;
  commit_pull: CommitPullTable;
  repository: RepositoryTable;
  record: RecordTable;
  issue: IssueTable;
  publication: PublicationTable;
  kpi: KpiTable;
  lesson: LessonTable;
  progress: ProgressTable;
  installation: InstallationTable;
  week: WeekTable;
  mark: MarkTable;
}

/** Subjects that were asked for and are not done: one row each, however often they were asked for. */
interface WorkTable {
  key: string;
  subject: string;
  /** Counts the facts it was asked with; `taken` is the count when it was last taken: later ones wait for the next run. */
  asked: Generated<number>;
  taken: Generated<number>;
  /** Null while it is set aside. */
  due_at: number | null;
  since: number;
  attempts: Generated<number>;
  /** Token of the taking; null while nobody holds it. */
  holder: string | null;
  lease_until: number | null;
  /** `due_at` and `since` of the next run, where it was asked for while it runs. */
  again_due_at: number | null;
  again_since: number | null;
  /** Why it last failed. */
  reason: string | null;
  /** The last delivery that changed something about it; null where it was asked for by the app alone. */
  delivery: string | null;
  /** The process that committed all that was asked for; null where several did. */
  teller: string | null;
}

/** What the events said, in the order of `asked` and `position`. */
interface FactTable {
  key: string;
  /** The value of `work.asked` after the asking that brought it. */
  asked: number;
  position: number;
  json: string;
}

interface DeliveryTable {
  id: string;
  at: number;
}

interface PullTable {
  repo_key: string;
  number: number;
  installation: number;
  head_sha: string;
  open: number;
  doc: string;
  /** When it came to its end, and how its author stood to the repository and each rule to it then. */
  closed_at: number | null;
  newcomer: number | null;
  outcomes: string | null;
}

interface CommitTable {
  repo_key: string;
  sha: string;
  installation: number;
  /** A merge queue's commit, not just a head that pull requests share. */
  queued: number;
  /** The place in the order in which the repository's commits were first remembered. */
  nth: number;
  doc: string;
}

interface CommitPullTable {
  repo_key: string;
  sha: string;
  number: number;
}

interface RepositoryTable {
  repo_key: string;
  installation: number;
  /** Counts how often its files changed; `fresh` says that they were read since. */
  generation: number;
  fresh: number;
  /** Null while its files changed but were never read. */
  doc: string | null;
}

/** The past: of each thing one record. */
interface RecordTable {
  repo_key: string;
  kind: string;
  id: number;
  installation: number;
  /** Null while it is open. */
  settled_at: number | null;
  updated_at: number;
  doc: string;
  /** Digest of the schema that the document was checked by when it was written; null where it did not pass. */
  shape: string | null;
}

interface IssueTable {
  repo_key: string;
  number: number;
  installation: number;
  doc: string;
}

/** Issues that are kept up to date, by name. */
interface PublicationTable {
  repo_key: string;
  name: string;
  installation: number;
  doc: string;
}

/** Readings of a repository's KPIs. */
interface KpiTable {
  repo_key: string;
  installation: number;
  doc: string;
}

/** What people's word about a pull request teaches; `nth` counts an installation's lessons, changed ones anew. */
interface LessonTable {
  repo_key: string;
  number: number;
  installation: number;
  nth: number;
  /** Somebody acted to say it; what is only read of the past never replaces it. */
  told: number;
  doc: string;
}

/** How far the past of a repository is known, by kind of record. */
interface ProgressTable {
  repo_key: string;
  kind: string;
  installation: number;
  doc: string;
}

/** Weeks as they were told, of an organisation (`acme`) or a repository (`acme/api`). */
interface WeekTable {
  scope: string;
  name: string;
  installation: number;
  doc: string;
}

interface InstallationTable {
  id: number;
  /** Goes into the digests by which people are told apart, so that nobody can compute them from logins. */
  salt: string;
}

/** What the app notes for itself, by name. */
interface MarkTable {
  name: string;
  value: string;
}
