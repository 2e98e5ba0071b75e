import { hash } from 'node:crypto';
import type { Logger } from 'pino';
import { openDatabase } from '../adapters/database/open.ts';
import type { Listener } from '../adapters/github/calls.ts';
import type { Clock } from '../ports/runtime.ts';
import type { Credentials, Settings } from '../settings.ts';
import { gitHubAsApp } from './github.ts';

/** What it takes to reach the database and GitHub. */
export interface Connecting {
  settings: Settings;
  credentials: Credentials;
  log: Logger;
  clock?: Clock;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A short print of a text, the same each time. */
export const sha256 = (text: string): string => hash('sha256', text, 'base64url');

/** Database and GitHub: what the app stands on, and the command line too. */
export async function connect({ settings, credentials, log, clock = systemClock }: Connecting, listener?: Listener) {
  const database = await openDatabase({ url: settings.databaseUrl, directory: settings.dataDirectory }, clock);
  return { database, ...gitHubAsApp(credentials, clock, log, listener) };
}
