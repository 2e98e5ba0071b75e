import type { PullState } from './pull.ts';

/** A state told by an event: its own digest, and the digest of the state that the event says came before. */
export interface Hint {
  state: PullState;
  print: string;
  before: string;
  /** The event closed it, just now. */
  closing?: boolean;
  /** It was opened just now, so nothing of ours can be on it. */
  opening?: boolean;
}

/** What is compared of two states to tell which is newer. */
export type Moment = Pick<Hint, 'print'> & { updatedAt: string; before?: string };

export const momentOf = (hint: Hint): Moment => ({
  updatedAt: hint.state.updatedAt,
  print: hint.print,
  before: hint.before,
});

/** The part of a state that events change one step at a time, as one string to take the digest of. */
export function tellingOf(
  state: Omit<PullState, 'updatedAt' | 'nodeId' | 'number' | 'fork' | 'author' | 'changedFiles'>,
): string {
  const labels = state.labels.map((label) => label.toLowerCase()).sort();
  return JSON.stringify([state.title, state.body, state.open, state.draft, state.headSha, state.base, labels]);
}

/**
 * Which of two moments is newer. GitHub does not deliver in order and tells time to the second, so within one second
 * only an event that says what it changed can be put after the state it changed. `undefined`: it cannot be told.
 */
export function newer(a: Moment, b: Moment): 'a' | 'b' | 'same' | undefined {
  if (a.updatedAt !== b.updatedAt) return Date.parse(a.updatedAt) > Date.parse(b.updatedAt) ? 'a' : 'b';
  if (a.print === b.print) return 'same';
  const bFollows = b.before === a.print;
  const aFollows = a.before === b.print;
  if (aFollows === bFollows) return undefined;
  return bFollows ? 'b' : 'a';
}
