/** A step that an issue is taken apart into: a sub-issue, or a task of its list. */
export interface Step {
  /** As it is written; for a sub-issue, its title. */
  text: string;
  done: boolean;
  /** Logins of those who took it on. */
  owners: readonly string[];
  /** A sub-issue's number. */
  number?: number | undefined;
}

/** Everything a rule may know of an issue: one snapshot, read before anything is judged. Instants in ms. */
export interface IssueFacts {
  number: number;
  title: string;
  body: string;
  labels: readonly string[];
  open: boolean;
  createdAt: number;
  closedAt?: number | undefined;
  assignees: readonly string[];
  /** Its sub-issues, where GitHub gives them. */
  subIssues: readonly Step[];
  /** When it is judged, and the zone in which days end. */
  now: number;
  zone: string;
}

/** Everything a rule may know of a milestone. */
export interface MilestoneFacts {
  number: number;
  title: string;
  description: string;
  open: boolean;
  /** The declared outcomes. */
  outcomes: readonly { id: string; title: string }[];
}
