/** Something that was looked at: how it stands, and how to mend it. Plain text, for a terminal. */
export interface Finding {
  about: string;
  state: 'fine' | 'look' | 'broken' | 'unknown';
  found: string;
  fix?: string;
}

/** What was read, or why it could not be. */
export type Reading<Value> = { value: Value } | { because: string };
