import type { EventFact } from '../model/event.ts';
import type { Subject } from '../model/ref.ts';

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
  /** Takes up to `limit` jobs that are due, the longest due first, for `lease` ms; none of these owners', by `ownerOf`. */
  take(limit: number, lease: number, butOf?: readonly string[]): Promise<Job[]>;
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
