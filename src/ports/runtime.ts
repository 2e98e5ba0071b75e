import type { Hint } from '../model/hint.ts';

/** The time, in milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

/** A log of lines with fields. What is under way is on every line by itself (`During`). */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Something that the app does, by what its log and its traces tell it apart; nothing secret, and no text of people. */
export interface Doing {
  name: string;
  delivery?: string | undefined;
  [field: string]: string | number | undefined;
}

/** Does it, and says on every line of the log meanwhile what is being done. */
export type During = <T>(doing: Doing, work: () => Promise<T>) => Promise<T>;

/** Until when an installation's past is left alone, since half of its rate limit is used. Instants in ms. */
export interface Pace {
  until(installation: number): number | undefined;
  hold(installation: number, until: number): void;
}

/** The newest state that events told of a subject, kept in memory to save a call; a restart forgets it. */
export interface Hints {
  offer(key: string, hint: Hint): void;
  /** Takes the hint away. `unsure`: events came whose order cannot be told, so GitHub has to be asked. */
  take(key: string): Hint | 'unsure' | undefined;
}

/** What the command line has read is kept here, so that it is not read twice. What cannot be read back was never kept. */
export interface Shelf {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
}
