/** What the played GitHub is made of. Times are milliseconds since the epoch. */

export interface Account {
  id: number;
  nodeId: string;
  /** A bot's ends in `[bot]`, as in events and REST. */
  login: string;
  type: 'User' | 'Bot' | 'Organization';
}

export interface Label {
  id: number;
  nodeId: string;
  name: string;
  /** Six hexadecimal digits. */
  color: string;
  description: string;
}

export interface Comment {
  id: number;
  nodeId: string;
  author: Account;
  body: string;
  createdAt: number;
  updatedAt: number;
  reactions: { content: string; by: Account }[];
}

/** A label set or taken away, in the order in which it happened. */
export interface LabelEvent {
  id: number;
  nodeId: string;
  set: boolean;
  label: Label;
  actor: Account;
  at: number;
}

/** Closed or opened again; of an issue, with the reason that it then has. */
export interface StateEvent {
  id: number;
  open: boolean;
  reason: StateReason | undefined;
  actor: Account;
  at: number;
}

/** As in REST. */
export type ClosingReason = 'completed' | 'not_planned' | 'duplicate';
export type StateReason = ClosingReason | 'reopened';

interface Talk {
  repo: Repo;
  id: number;
  nodeId: string;
  number: number;
  title: string;
  body: string;
  author: Account;
  open: boolean;
  labels: Label[];
  comments: Comment[];
  history: LabelEvent[];
  /** The newest last. */
  closings: StateEvent[];
  assignees: Account[];
  milestone: Milestone | undefined;
  createdAt: number;
  updatedAt: number;
  closedAt: number | undefined;
}

export interface Issue extends Talk {
  kind: 'issue';
  /** Why it is in its state: none while it was never closed. */
  reason: StateReason | undefined;
  subIssues: Issue[];
}

export interface Pull extends Talk {
  kind: 'pull';
  draft: boolean;
  /** The branch it is to be merged into. */
  base: string;
  /** Where its commits come from; a fork's repository is another one. */
  head: { repo: Repo; branch: string; sha: string };
  /** The commit that its changes are counted from. */
  mergeBase: string;
  /** Whose review was asked for and not given yet. */
  requested: Account[];
  /** The newest last. */
  reviews: { id: number; by: Account; state: ReviewState; at: number }[];
  /** When it was made a draft, or ready for review; and when a review was asked for. */
  turns: { id: number; draft: boolean; by: Account; at: number }[];
  requests: { id: number; reviewer: Account; by: Account; at: number }[];
  mergedAt: number | undefined;
  mergeCommit: string | undefined;
}

export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';

/** What somebody may do in a repository, as GitHub's REST calls it. */
export type Role = 'read' | 'triage' | 'write' | 'maintain' | 'admin';

/** What has a number in a repository. */
export type Thread = Issue | Pull;

/** A commit with the whole content of the repository as it made it. */
export interface Commit {
  sha: string;
  message: string;
  author: Account;
  /** When it was committed; it may have been written before. */
  at: number;
  authoredAt: number;
  parents: string[];
  /** One more than its oldest parent's, as in Git's commit graph: what leads to a commit has less. */
  generation: number;
  files: ReadonlyMap<string, string>;
}

export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  annotation_level: string;
  message: string;
  title: string | null;
}

/** A check run; status, conclusion and levels are written in lower case, as in REST. */
export interface CheckRun {
  repo: Repo;
  id: number;
  nodeId: string;
  suite: { id: number; nodeId: string };
  name: string;
  headSha: string;
  externalId: string;
  detailsUrl: string | undefined;
  status: string;
  conclusion: string | undefined;
  title: string | undefined;
  summary: string | undefined;
  text: string | undefined;
  annotations: Annotation[];
  actions: { label: string; description: string; identifier: string }[];
  startedAt: number;
  completedAt: number | undefined;
}

/** Pull requests that the merge queue wants checked together, on a commit made of them all. */
export interface MergeGroup {
  repo: Repo;
  headSha: string;
  headRef: string;
  baseSha: string;
  baseRef: string;
  pulls: Pull[];
}

export interface Push {
  branch: string;
  before: string;
  after: string;
  by: Account;
  message: string;
  at: number;
}

export interface Deployment {
  id: number;
  nodeId: string;
  environment: string;
  sha: string;
  /** The branch or commit id that was asked for. */
  ref: string;
  creator: Account;
  createdAt: number;
  /** The newest last; states in lower case, as in REST. */
  statuses: { id: number; state: string; creator: Account; at: number }[];
}

export interface Release {
  id: number;
  nodeId: string;
  tag: string;
  name: string;
  sha: string;
  author: Account;
  prerelease: boolean;
  createdAt: number;
  /** None while it is a draft. */
  publishedAt: number | undefined;
}

export interface Milestone {
  number: number;
  id: number;
  nodeId: string;
  title: string;
  description: string;
  creator: Account;
  open: boolean;
  dueAt: number | undefined;
  createdAt: number;
  updatedAt: number;
  closedAt: number | undefined;
}

/** A workflow's run, with its attempts, the newest last. */
export interface WorkflowRun {
  id: number;
  nodeId: string;
  workflow: { id: number; name: string };
  /** Which run of its workflow it is, from 1. */
  number: number;
  /** What it was run for, such as `push`. */
  event: string;
  branch: string;
  sha: string;
  createdAt: number;
  attempts: { conclusion: string; startedAt: number; finishedAt: number }[];
}

/** What Dependabot says of a dependency, in REST's words. It is open while it is neither fixed nor dismissed. */
export interface Alert {
  number: number;
  nodeId: string;
  package: { ecosystem: string; name: string };
  severity: 'critical' | 'high' | 'medium' | 'low';
  summary: string;
  createdAt: number;
  fixedAt: number | undefined;
  dismissedAt: number | undefined;
  dismissedBy: Account | undefined;
}

export interface Repo {
  id: number;
  nodeId: string;
  owner: Account;
  name: string;
  private: boolean;
  archived: boolean;
  /** Issues can be turned off. */
  hasIssues: boolean;
  fork: boolean;
  defaultBranch: string;
  branches: Map<string, string>;
  commits: Map<string, Commit>;
  /** By lower-case name. */
  labels: Map<string, Label>;
  /** By number: issues and pull requests share theirs. */
  threads: Map<number, Thread>;
  /** Issues that were deleted, or transferred, and what they became. */
  gone: Map<number, { to: Issue | undefined }>;
  checks: CheckRun[];
  deployments: Deployment[];
  releases: Release[];
  milestones: Milestone[];
  runs: WorkflowRun[];
  alerts: Alert[];
  /** Alerts can be turned off. */
  hasAlerts: boolean;
  /** The newest last. */
  pushes: Push[];
  createdAt: number;
}

export const fullName = (repo: Repo): string => `${repo.owner.login}/${repo.name}`;
