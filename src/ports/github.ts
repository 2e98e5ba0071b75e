import type { Action, Answers } from '../model/action.ts';
import type { Beginning, Installed } from '../model/beginning.ts';
import type { Documents } from '../model/occasion.ts';
import type { PastOf, PastPage, PullPast } from '../model/past.ts';
import type { Permission } from '../model/permission.ts';
import type { ChangedFile, LinkedIssue, Team, Unread } from '../model/pull.ts';
import type { FoundComment, FoundIssue, LoggedDelivery } from '../model/recovery.ts';
import type { PullRef, RepoRef } from '../model/ref.ts';
import type { Grant, Hook, HookDelivery, Registration } from '../model/registration.ts';
import type {
  FilesReading,
  IssueReading,
  OwnReading,
  PullReading,
  Reactions,
  RulesReading,
  ThreadReading,
} from './readings.ts';

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
  /** Where a repository is that has or had this name, and its node id; `undefined`: not there, or not ours to see. */
  located(repo: RepoRef): Promise<{ repo: RepoRef; nodeId: string } | undefined>;
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
