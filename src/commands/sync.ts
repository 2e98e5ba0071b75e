import { setTimeout as pause } from 'node:timers/promises';
import type { SingleBar } from 'cli-progress';
import { createLog } from '../adapters/telemetry/log.ts';
import type { SyncListener, SyncWanted } from '../flows/sync.ts';
import { nameOf } from '../model/ref.ts';
import { readSettings, SettingsError } from '../settings.ts';
import { createBar } from './bar.ts';
import { type Call, type Command, EXIT, UsageError } from './command.ts';

export const sync: Command = {
  name: 'sync',
  takes: '<org | owner/repo>',
  about:
    'Reads history into the database, for metrics and the debt ledger. You can end it at any time; it resumes where it was.',
  options: {
    weeks: {
      type: 'string',
      value: 'N',
      about: 'how many weeks back; default 26; reads only what is not known yet',
    },
    json: { type: 'boolean', about: 'one line of JSON per repository, on standard output' },
  },
  more: 'Settings come from the environment, as for the app: APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH), WEBHOOK_SECRET, DATABASE_URL or\nTRUENORTH_DATA_DIR. Progress and logs go to standard error.',
  run({ positionals: [target, ...rest], values: { weeks, json }, environment }) {
    if (target === undefined || rest.length > 0 || !/^[\w.-]+(\/[\w.-]+)?$/.test(target))
      throw new UsageError('sync takes one organisation, or one repository as owner/repo');
    if (weeks !== undefined && !/^[1-9]\d{0,2}$/.test(String(weeks)))
      throw new UsageError('--weeks is a number from 1 to 999');
    return read({ target, weeks: weeks === undefined ? undefined : Number(weeks) }, json === true, environment);
  },
};

async function read(wanted: SyncWanted, json: boolean, environment: Call['environment']): Promise<number> {
  const settings = readSettings(environment);
  const { credentials } = settings;
  if (credentials === undefined)
    throw new SettingsError(
      'sync reads GitHub as the app: set APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET',
    );
  // Logs would break the bar on a terminal; what matters is on it.
  const log = createLog(
    process.stderr.isTTY && environment.LOG_LEVEL === undefined ? 'error' : settings.logLevel,
    process.stderr,
  );
  const { wireSync } = await import('../wire/commands.ts');
  const app = await wireSync({ settings, credentials, log });
  const { listener, stop } = watchSync(json);
  try {
    await app.sync(wanted, listener);
    return EXIT.fine;
  } finally {
    stop();
    await app.close();
  }
}

/** Tells on standard error how far the reading is: a bar on a terminal, lines elsewhere. `json`: each repository on standard output. */
export function watchSync(json: boolean): { listener: SyncListener; stop: () => void } {
  if (!process.stderr.isTTY) return { listener: onLines(json), stop: () => undefined };
  const bar = createBar('{bar} {value}/{total} repositories  {repo} {kind}  {records} records');
  return { listener: onBar(bar, json), stop: () => bar.stop() };
}

const tell = (json: boolean, line: object) => json && console.log(JSON.stringify(line));

function onBar(bar: SingleBar, json: boolean): SyncListener {
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
