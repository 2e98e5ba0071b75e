import type { Action, Answers, CheckContent } from './model/action.ts';
import type { Beginning, Installed } from './model/beginning.ts';
import type { EventFact } from './model/event.ts';
import type { Hint } from './model/hint.ts';
import type { Known, Progress, Reading, RecordKind, RecordOf } from './model/history.ts';
import type { IssueFacts } from './model/issue.ts';
import type { KpiLedger } from './model/kpi.ts';
import type { Lesson } from './model/lesson.ts';
import type { CommitMemory, IssueMemory, Publication, PullMemory, RepositoryMemory } from './model/memory.ts';
import type { Documents } from './model/occasion.ts';
import type { PastOf, PastPage, PullPast } from './model/past.ts';
import type { Permission } from './model/permission.ts';
import type {
  ChangedFile,
  ClosingIssue,
  Codeowners,
  LinkedIssue,
  Listing,
  People,
  PullLabel,
  PullState,
  Team,
  Unread,
} from './model/pull.ts';
import type { FoundComment, FoundIssue, LoggedDelivery } from './model/recovery.ts';
import type { PullRef, RepoRef, Subject } from './model/ref.ts';
import type { Grant, Hook, HookDelivery, Registration } from './model/registration.ts';
import type { Waiver } from './model/waiver.ts';
import type { FrozenWeek, Outcomes } from './model/weekly.ts';

/** The time, in milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

/** A log of lines with fields. What is under way is on every line by itself (`During`). */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Something that the app does, by what its log and its traces tell it apart; nothing secret, and no text of people. */
export interface Doing {
  name: string;
  delivery?: string | undefined;
  [field: string]: string | number | undefined;
}

/** Does it, and says on every line of the log meanwhile what is being done. */
export type During = <T>(doing: Doing, work: () => Promise<T>) => Promise<T>;

/**
 * Work asked for: a subject, what its event said that cannot be read later, and when it may start: at an instant, or so long
 * after it is asked for (ms, default now).
 */
export interface Wanted {
  subject: Subject;
  facts?: readonly EventFact[];
  notBefore?: number;
  after?: number;
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
  /** The last delivery that asked for it, by its id, if one did. */
  delivery?: string | undefined;
  /** Whether every event that asked for it came to this process, and none to another replica. */
  heardAll: boolean;
  /** Whether it is held still: a holder that was frozen, or cut off, finds its work with somebody else. */
  isHeld?(): Promise<boolean>;
}

export interface Depth {
  waiting: number;
  scheduled: number;
  running: number;
  setAside: number;
  oldest: number;
}

/** Work that failed for good. */
export interface SetAside {
  key: string;
  /** When the oldest unfinished asking for it was committed, ms. */
  since: number;
  tries: number;
  /** Why the last try failed. */
  reason: string;
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
  /** The job could not be tried before `at` (ms), through no fault of its own: as `retry`, but no try was used. */
  postpone(job: Job, at: number, reason: string): Promise<void>;
  /** The job failed for good: it waits, visible in `depth`, until an event asks for its subject again, or a person. */
  setAside(job: Job, reason: string): Promise<void>;
  /** The clock may have been turned back: what was asked for at a time that is yet to come is due now, and no lease lasts long. */
  turnBack(): Promise<void>;
  /** What is set aside, the longest asked for first. */
  aside(): Promise<SetAside[]>;
  /** What is set aside, of one key or all of it, is due now, as if it had just been asked for; answers the keys. */
  tryAgain(key?: string): Promise<string[]>;
  /**
   * What is in the queue now: waiting, for its turn or to be tried again; scheduled for later. `oldest` is how long the
   * longest-due job has been due, in ms.
   */
  depth(): Promise<Depth>;
  /** How much work of these kinds is due, under way or waits to be tried again, of subjects whose key begins so: `acme/`, `acme/api`. */
  due(within: string, kinds: readonly Subject['kind'][]): Promise<number>;
  /** Calls `wake` when work was committed here; other replicas' work is found by asking. */
  onWork(wake: () => void): void;
  /** Forgets deliveries older than `before` (ms). */
  prune(before: number): Promise<void>;
}

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
  /** Forgets a repository, with its pull requests and commits. */
  forgetRepository(repo: RepoRef): Promise<void>;
  /** Forgets everything of an installation. */
  forgetInstallation(installation: number): Promise<void>;
}

/** Until when an installation's past is left alone, since half of its rate limit is used. Instants in ms. */
export interface Pace {
  until(installation: number): number | undefined;
  hold(installation: number, until: number): void;
}

/** The past of one repository, or of all that an installation sees. */
export type Scope = { repo: RepoRef } | { repos: readonly RepoRef[] } | { installation: number };

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

/** A record, and the repository it is of, as `owner/name` in lower case. */
export interface Past<Kind extends RecordKind> {
  repo: string;
  record: RecordOf<Kind>;
}

/** The newest state that events told of a subject, kept in memory to save a call; a restart forgets it. */
export interface Hints {
  offer(key: string, hint: Hint): void;
  /** Takes the hint away. `unsure`: events came whose order cannot be told, so GitHub has to be asked. */
  take(key: string): Hint | 'unsure' | undefined;
}

/** A pull request as GitHub tells it, with who set each label; everything but its files. */
export interface PullReading {
  state: PullState;
  archived: boolean;
  labels: PullLabel[];
  /** Labels of Truenorth's that a person took away. */
  dismissed: string[];
  closes: ClosingIssue[];
  /** Read only where it was wanted. */
  people?: People;
}

/** The changed files, with the unified diffs that GitHub gave, by path. */
export interface FilesReading {
  listing: Listing;
  patches: ReadonlyMap<string, string>;
}

/** An issue as GitHub tells it, with who set each label. */
export interface IssueReading {
  nodeId: string;
  labels: PullLabel[];
  facts: Omit<IssueFacts, 'now' | 'zone'>;
}

/** How many reacted to a comment, and how. */
export interface Reactions {
  up: number;
  confused: number;
  down: number;
}

/** An issue as people left it: its description, and their last comments. */
export interface ThreadReading {
  body: string;
  comments: string[];
  /** Logins of people who commented or closed it. */
  people: string[];
}

/** What Truenorth wrote before, found again. */
export interface OwnReading {
  check: { id: string; content: CheckContent } | undefined;
  comment: { id: string; body: string } | undefined;
}

/** A repository's own files that decide how it is judged. */
export interface RulesReading {
  nodeId: string;
  private: boolean;
  archived: boolean;
  organisation: boolean;
  defaultBranch: string;
  policy: { state: 'present' | 'absent'; commit?: string; text?: string; tooLarge?: number };
  templates: string[];
  codeowners: Codeowners;
  updates: boolean;
  labels: Record<string, string>;
}

/** What the command line has read is kept here, so that it is not read twice. What cannot be read back was never kept. */
export interface Shelf {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
}

/**
 * GitHub, as far as Truenorth asks for it. Every method throws a `Fault`: transient with the wait that GitHub asks for,
 * or terminal where asking again cannot help.
 */
export interface GitHub {
  pull(ref: PullRef, wants: { people: boolean }): Promise<PullReading>;
  /**
   * The changed files of the head commit; `expected` is the pull request's own count of them. Diffs that GitHub drops from
   * large pages are asked for again where they are wanted.
   */
  files(
    ref: PullRef,
    headSha: string,
    expected: number,
    wantsDiff: (file: ChangedFile) => boolean,
  ): Promise<FilesReading>;
  /** Whole files as they are at a commit, by path. */
  texts(repo: RepoRef, sha: string, paths: readonly string[]): Promise<Map<string, { text: string } | Unread>>;
  /** The issues among these numbers. */
  issues(repo: RepoRef, numbers: readonly number[]): Promise<LinkedIssue[]>;
  /** Whether nothing of this author's was merged into the repository yet. */
  newcomer(repo: RepoRef, login: string): Promise<boolean>;
  /** A team's members, by `organisation/slug`; may be some minutes old. */
  team(installation: number, name: string): Promise<Team>;
  /** Whether somebody belongs to a team at this moment. */
  isMember(installation: number, team: string, login: string): Promise<boolean | Unread>;
  permission(repo: RepoRef, login: string): Promise<Permission>;
  /** A page of the merged pull requests, newest first, as far as one can judge them without reading more. */
  merged(repo: RepoRef, page: { cursor?: string | undefined; first: number }): Promise<PastPage<PullPast>>;
  /**
   * A page of the past of one kind, what changed last first; `since` leaves out what is older, where GitHub can. With a
   * `label`, the open issues that have it.
   */
  past<Kind extends keyof PastOf>(
    repo: RepoRef,
    kind: Kind,
    page: { cursor?: string | undefined; since: number; branch: string; label?: string },
  ): Promise<PastPage<PastOf[Kind]>>;
  /** Whether this app replied to that comment already. */
  replied(ref: PullRef, comment: number): Promise<boolean>;
  /** An issue as it is; `undefined` where there is none of this number. */
  issue(ref: PullRef): Promise<IssueReading | undefined>;
  /** The comment that begins with this line, and that this app wrote. */
  ownComment(ref: PullRef, marker: string): Promise<OwnReading['comment']>;
  /** The issue of this title and label that this app opened, open or closed. */
  ownIssue(repo: RepoRef, title: string, label: string): Promise<{ id: string; number: number } | undefined>;
  /** The newest issue of this label that this app opened and whose description begins with this line. */
  ownMarked(
    repo: RepoRef,
    line: string,
    label: string,
  ): Promise<{ id: string; number: number; open: boolean } | undefined>;
  /** The issue of this label that this app opened and that begins with this line, in whichever of an installation's repositories. */
  ownIn(repos: readonly RepoRef[], line: string, label: string): Promise<{ id: string; number: number } | undefined>;
  /** What a few repositories of an installation begin with; those that are gone are left out. */
  beginnings(repos: readonly RepoRef[]): Promise<Beginning[]>;
  /** The documents on the default branch that paths and patterns lead to, and when each changed last. */
  documents(repo: RepoRef, patterns: readonly string[]): Promise<Documents>;
  /** Totals of reactions to comments, by node id; whose they are nobody asks. */
  reactions(installation: number, ids: readonly string[]): Promise<Map<string, Reactions>>;
  /** An issue's description, and what people wrote on it. */
  thread(issue: PullRef): Promise<ThreadReading | undefined>;
  /** An issue's node id. */
  nodeOf(issue: PullRef): Promise<string>;
  /** The check on the commit and the comment on the pull request that this app wrote. */
  own(ref: PullRef, sha: string): Promise<OwnReading>;
  /** The check on a commit that this app wrote. */
  checkOn(repo: RepoRef, sha: string): Promise<OwnReading['check']>;
  /** `undefined`: the repository is not there, or not ours to see. */
  rules(repo: RepoRef): Promise<RulesReading | undefined>;
  /** The configuration file's last texts before the present one, newest first. */
  earlierPolicies(repo: RepoRef): Promise<{ commit: string; text: string }[]>;
  /** Whether the installation sees all repositories of its owner, so that one it cannot see is not there. */
  seesAll(installation: number): Promise<boolean>;
  openPulls(repo: RepoRef): Promise<number[]>;
  /** The open pull requests whose head has no check of ours. */
  uncheckedPulls(repo: RepoRef): Promise<number[]>;
  /** People's comments since an instant (ms), as they were first written. */
  commentsSince(repo: RepoRef, since: number): Promise<FoundComment[]>;
  /** Which of these comments, by node id, this app has reacted to: commands among them were answered. */
  answeredAmong(installation: number, ids: readonly string[]): Promise<Set<string>>;
  /** The issues that changed since an instant (ms). */
  issuesSince(repo: RepoRef, since: number): Promise<FoundIssue[]>;
  /** Every installation of this app that is not suspended, and whose it is. */
  installations(): Promise<{ installation: number; owner: string }[]>;
  /** The installation of this app that an organisation or a person has. */
  installationOf(owner: string): Promise<number | undefined>;
  repositories(installation: number): Promise<RepoRef[]>;
  /** The same, with how each is seen. */
  installed(installation: number): Promise<Installed[]>;
  /** The pull requests that a merge queue's commit is made of. */
  pullsBetween(repo: RepoRef, base: string, head: string): Promise<number[]>;
  /** Does all actions in one request; labels that do not exist yet are made. `labels` maps lower-case names to node ids. */
  write(target: Target, actions: readonly Action[]): Promise<{ answers: Answers; labels: Record<string, string> }>;
}

/** What GitHub knows of the app itself, for who operates it. */
export interface Registry {
  registration(): Promise<Registration>;
  hook(): Promise<Hook>;
  /** How the last deliveries were answered, the newest first. */
  deliveries(): Promise<HookDelivery[]>;
  /** The log of deliveries since an instant (ms), the newest first. */
  deliveriesSince(since: number): Promise<LoggedDelivery[]>;
  /** Asks GitHub for a delivery again. */
  redeliver(id: number): Promise<void>;
  /** Every installation, the suspended ones too. */
  grants(): Promise<Grant[]>;
}

/** Where actions are done: the repository, the pull request (for labels and comments), and what is known of labels. */
export interface Target {
  repo: RepoRef;
  repositoryId: string;
  /** The subject's key, held by the check as its external id. */
  key: string;
  pullId?: string;
  labels: Record<string, string>;
}

/** What is left of what GitHub grants an installation, as an answer's headers tell it. */
export interface Allowance {
  installation: number;
  resource: string;
  left: number;
  limit: number;
  /** When it is renewed, ms. */
  renewedAt: number;
}
