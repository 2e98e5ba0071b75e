import type { Conclusion, LabelWish } from './verdict.ts';

/** What the check run says. `in_progress` is for work that is being retried, and has no conclusion. */
export interface CheckContent {
  state: Conclusion | 'in_progress';
  title: string;
  /** Markdown, within GitHub's 65,535 characters. */
  summary: string;
}

/** One write on GitHub. A plan is a list of them, in the order they are made. */
export type Action =
  | { kind: 'create-check'; sha: string; content: CheckContent }
  | { kind: 'update-check'; id: string; content: CheckContent }
  | { kind: 'remove-labels'; names: string[] }
  | { kind: 'add-labels'; labels: LabelWish[] }
  | { kind: 'create-comment'; body: string }
  | { kind: 'edit-comment'; id: string; body: string };

/** Node ids of what was created, by the kind of action. */
export type Answers = Partial<Record<'create-check' | 'create-comment', string>>;
