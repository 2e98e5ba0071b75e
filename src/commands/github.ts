import { access, constants, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ZodError } from 'zod';
import { createLog } from '../adapters/telemetry/log.ts';
import { Fault } from '../model/fault.ts';
import { readSettings, SettingsError } from '../settings.ts';
import { type Call, UsageError } from './command.ts';

export const READS =
  'Reads GitHub with GITHUB_TOKEN (or the app’s credentials), and writes nothing. A token needs read access to contents, pull requests,\nissues and metadata; a classic one needs the scope repo, and read:org if rules ask about teams. For an Enterprise Server set GHE_HOST.';

const NO_TOKEN =
  'no token to read GitHub with: set GITHUB_TOKEN (`export GITHUB_TOKEN=$(gh auth token)`, or a token made on GitHub under Settings, Developer settings)';

const NO_GITHUB = 'what answers is not GitHub’s API: look at GHE_HOST and GHE_PROTOCOL';

/** @throws SettingsError where there is neither a token nor the app's credentials. */
export async function readingOf(environment: Call['environment']) {
  const { NODE_ENV: _, ...rest } = environment;
  const settings = readSettings(rest);
  if (settings.token === undefined && settings.credentials === undefined) throw new SettingsError(NO_TOKEN);
  const { wireReading } = await import('../wire/commands.ts');
  return wireReading({
    settings,
    log: createLog(environment.LOG_LEVEL ? settings.logLevel : 'silent', process.stderr),
  });
}

/** Where what was read is kept, unless told otherwise. */
export const cacheFolder = (environment: Call['environment']): string =>
  join(environment.XDG_CACHE_HOME || join(environment.HOME || homedir(), '.cache'), 'truenorth');

/** @throws UsageError where nothing can be kept in that folder: better known before anything is read. */
export async function mindCache(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK);
    return folder;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`nothing can be kept in ${folder} (${code}): name another folder with --cache DIR`);
  }
}

/** `acme/api`, taken apart. */
export function repositoryIn(written: string | undefined, command: string): [owner: string, name: string] {
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(written ?? '') ?? [];
  if (owner === undefined || name === undefined) throw new UsageError(`${command} takes one repository, as owner/repo`);
  return [owner, name];
}

/** There is nothing of that name. GitHub says the same of what a token may not see. */
export const notThere = (what: string): UsageError =>
  new UsageError(
    `${what} is not there, is archived, or GITHUB_TOKEN may not see it: look at the name, and at what the token may read`,
  );

/** Tells what to do where GitHub refuses; what is not foreseen is passed on. */
export async function explained<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ZodError) throw new SettingsError(NO_GITHUB);
    if (!(error instanceof Fault)) throw error;
    const { message, retryAt, throttled } = error;
    if (throttled) {
      const until = retryAt === undefined ? 'later' : `after ${new Date(retryAt).toISOString()}`;
      throw new Fault('transient', `${message}. Run the same command again ${until}: it goes on where it was`);
    }
    if (message.startsWith('GitHub did not answer'))
      throw new Fault('transient', `${message}. Look at the network, and at GHE_HOST and GHE_PROTOCOL if they are set`);
    // Every GitHub has this address, whatever it shows whom.
    if (/\/graphql`: (404|405)/.test(message)) throw new SettingsError(NO_GITHUB);
    if (message.startsWith('GitHub refused the token'))
      throw new SettingsError('GitHub does not know GITHUB_TOKEN: it is mistyped, expired or revoked; make a new one');
    if (message.startsWith('A permission is missing'))
      throw new SettingsError(`${message}. ${READS.split('\n').join(' ')}`);
    if (message.startsWith('Not found')) throw notThere(what);
    throw error;
  }
}
