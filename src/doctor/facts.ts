import type { Grant, Hook, HookDelivery, Registration } from '../model/registration.ts';
import type { Reading } from './finding.ts';

/** What is known of the installation's repositories. */
export interface Coverage {
  repositories: number;
  /** Those that no configuration is in force for, as people write them. */
  without: readonly string[];
  /** Of so many it is not known yet: nothing has happened in them. */
  unread: number;
  /** The organisation's file, or why there is none to go by. */
  organisation: 'present' | 'absent' | 'unreadable' | 'not read yet';
  /** What is wrong with configurations, and with what is written by them. A sentence each. */
  troubles: readonly { repository: string; text: string }[];
}

/** What the queue holds. `oldest` in ms. */
export interface Standing {
  waiting: number;
  running: number;
  setAside: number;
  oldest: number;
}

/** Everything that the doctor looks at, gathered before anything is said. Instants in ms. */
export interface Facts {
  now: number;
  /** GitHub's address, to link to. */
  web: string;
  database: Reading<{ kind: 'PostgreSQL' | 'embedded'; queue: Standing }>;
  registration: Reading<Registration>;
  hook: Reading<Hook>;
  /** How many characters the app's own webhook secret has. */
  secretLength: number;
  /** The newest first. */
  deliveries: Reading<readonly HookDelivery[]>;
  grants: Reading<readonly { grant: Grant; coverage: Reading<Coverage> }[]>;
}
