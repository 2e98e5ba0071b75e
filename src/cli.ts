#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import cliProgress from 'cli-progress';
import { createLog } from './adapters/telemetry/log.ts';
import type { SyncListener, SyncWanted } from './flows/sync.ts';
import { Fault } from './model/fault.ts';
import { nameOf } from './model/ref.ts';
import { readSettings, SettingsError } from './settings.ts';
import { wireSync } from './wire.ts';

const HELP = `truenorth: the command line

  sync <org | owner/repo>   reads the past (26 weeks at first) into the database, for metrics and the debt ledger;
                            it can be ended at any time, and goes on where it was

Options
  --weeks N how many weeks back, 26 at first; more are read only where they are not known yet
  --json    one line of JSON a repository on standard output
  --help    this text

Settings come from the environment, as for the app: APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH), WEBHOOK_SECRET, DATABASE_URL or
TRUENORTH_DATA_DIR. Progress and logs go to standard error.
Exit code: 0 fine, 2 wrong usage or settings, 3 GitHub or the database cannot be reached.`;

class UsageError extends Error {}

async function run(args: string[]): Promise<number> {
  const options = {
    json: { type: 'boolean' },
    weeks: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values, positionals } = parsed(() => parseArgs({ args, options, allowPositionals: true }));
  const [command, target, ...rest] = positionals;
  if (values.help || command === undefined || command === 'help') {
    console.log(HELP);
    return command === undefined && !values.help ? 2 : 0;
  }
  if (command !== 'sync') throw new UsageError(`there is no command ${JSON.stringify(command)}`);
  if (target === undefined || rest.length > 0 || !/^[\w.-]+(\/[\w.-]+)?$/.test(target))
    throw new UsageError('sync takes one organisation, or one repository as owner/repo');
  const { weeks } = values;
  if (weeks !== undefined && !/^[1-9]\d{0,2}$/.test(weeks)) throw new UsageError('--weeks is a number from 1 to 999');
  return sync({ target, weeks: weeks === undefined ? undefined : Number(weeks) }, values.json ?? false);
}

function parsed<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function sync(wanted: SyncWanted, json: boolean): Promise<number> {
  const settings = readSettings(process.env);
  const { credentials } = settings;
  if (credentials === undefined)
    throw new SettingsError(
      'sync reads GitHub as the app: set APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET',
    );
  // Logs would break the bar on a terminal; what matters is on it.
  const isTerminal = process.stderr.isTTY ?? false;
  const log = createLog(
    isTerminal && process.env.LOG_LEVEL === undefined ? 'error' : settings.logLevel,
    process.stderr,
  );
  const app = await wireSync({ settings, credentials, log });
  const bar = new cliProgress.SingleBar(
    { format: '{bar} {value}/{total} repositories  {repo} {kind}  {records} records', stream: process.stderr },
    cliProgress.Presets.shades_classic,
  );
  try {
    await app.sync(wanted, isTerminal ? onBar(bar, json) : onLines(json));
    return 0;
  } finally {
    bar.stop();
    await app.close();
  }
}

const tell = (json: boolean, line: object) => json && console.log(JSON.stringify(line));

function onBar(bar: cliProgress.SingleBar, json: boolean): SyncListener {
  let records = 0;
  let done = 0;
  return {
    begin: (repositories) => bar.start(repositories, 0, { repo: '', kind: '', records }),
    page(page) {
      records += page.records;
      bar.update(done, { repo: nameOf(page.repo), kind: page.kind, records });
    },
    async pause(until) {
      bar.update(done, { kind: `waits for the rate limit until ${new Date(until).toISOString()}` });
      await pause(Math.max(0, until - Date.now()));
    },
    done(repo, skipped) {
      done += 1;
      bar.update(done, { repo: nameOf(repo), kind: '', records });
      tell(json, { repository: nameOf(repo), ...(skipped ? { skipped } : { read: true }) });
    },
  };
}

function onLines(json: boolean): SyncListener {
  let records = 0;
  return {
    begin: (repositories) =>
      console.error(`Reading the past of ${repositories} ${repositories === 1 ? 'repository' : 'repositories'}.`),
    page(page) {
      records += page.records;
    },
    async pause(until) {
      console.error(`Half of the rate limit is used; waiting until ${new Date(until).toISOString()}.`);
      await pause(Math.max(0, until - Date.now()));
    },
    done(repo, skipped) {
      console.error(skipped ? `${skipped}: skipped.` : `${nameOf(repo)}: read, ${records} records so far.`);
      tell(json, { repository: nameOf(repo), ...(skipped ? { skipped } : { read: true }) });
    },
  };
}

/** Says what went wrong to who can mend it. */
function told(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error);
  const isUsage = error instanceof UsageError || error instanceof SettingsError;
  console.error(`truenorth: ${message}${error instanceof UsageError ? '\nTry --help.' : ''}`);
  if (isUsage || (error instanceof Fault && error.kind === 'terminal')) return 2;
  return 3;
}

process.exitCode = await run(process.argv.slice(2)).catch(told);
