import type { z } from 'zod';
import type { PullFacts } from '../model/pull.ts';
import type { Verdict } from '../model/verdict.ts';

/** What a rule needs to be read before it can judge; the gatherer reads the union of what the rules in force need. */
export type Need = 'files' | 'closing-issues' | 'templates';

/**
 * A rule on pull requests: facts and the practice's options in, a verdict out. It never reads, writes or asks the time.
 * `id` is the key of its options within the practice, so that `practice/id` names it everywhere.
 */
export interface PullRule<O> {
  on: 'pull';
  id: string;
  /** What people call it: "Threat model". */
  title: string;
  /** What it asks, in one sentence. */
  asks: string;
  needs: readonly Need[];
  judge(facts: PullFacts, options: O): Verdict;
}

/** One of the nine practices: why it exists, what can be configured, and its rules. */
export interface Practice<O> {
  id: string;
  title: string;
  /** The leadership principle, in one sentence. */
  why: string;
  options: z.ZodType<O>;
  rules: readonly PullRule<O>[];
}
