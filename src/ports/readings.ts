import type { CheckContent } from '../model/action.ts';
import type { IssueFacts } from '../model/issue.ts';
import type { ClosingIssue, Codeowners, Listing, People, PullLabel, PullState } from '../model/pull.ts';

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
