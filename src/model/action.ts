import { z } from 'zod';
import type { Conclusion, LabelWish } from './verdict.ts';

/** A remark on a line of a changed file. Plain text: GitHub renders no Markdown here. */
export const Annotation = z.object({
  path: z.string(),
  line: z.number().int(),
  level: z.enum(['notice', 'warning', 'failure']),
  title: z.string(),
  message: z.string(),
});
export type Annotation = z.infer<typeof Annotation>;

/** What the check run says. `in_progress` is for work that is being retried, and has no conclusion. */
export interface CheckContent {
  state: Conclusion | 'in_progress';
  title: string;
  /** Markdown, within GitHub's 65,535 characters. */
  summary: string;
  annotations: readonly Annotation[];
  /** Whether the button that adds missing sections is offered. */
  button: boolean;
}

/** One write on GitHub. A plan is a list of them, in the order they are made. */
export type Action =
  | { kind: 'create-check'; sha: string; content: CheckContent }
  | { kind: 'update-check'; id: string; content: CheckContent }
  | { kind: 'remove-labels'; names: string[] }
  | { kind: 'add-labels'; labels: LabelWish[] }
  | { kind: 'create-comment'; body: string }
  | { kind: 'edit-comment'; id: string; body: string }
  | { kind: 'edit-description'; body: string }
  | { kind: 'create-issue'; title: string; body: string; labels: LabelWish[] }
  | { kind: 'edit-issue'; id: string; body: string }
  | { kind: 'close-issue'; id: string }
  | { kind: 'react'; to: string; reaction: 'accepted' | 'refused' }
  | { kind: 'reply'; body: string };

/** Node ids of what was created, by the kind of action. */
export type Answers = Partial<Record<'create-check' | 'create-comment', string>> & {
  'create-issue'?: { id: string; number: number };
};
