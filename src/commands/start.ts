import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { createLog } from '../adapters/telemetry/log.ts';
import { Fault } from '../model/fault.ts';
import { readSettings, type Settings, SettingsError } from '../settings.ts';
import { type Call, type Command, EXIT } from './command.ts';

/** Work that has not ended by then is given up; its lease runs out and another process does it again. */
const PATIENCE = 25_000;

export const start: Command = {
  name: 'start',
  takes: '',
  about:
    'Runs the app: serves GitHub with APP_ID, PRIVATE_KEY and WEBHOOK_SECRET set, and runs the sandbox with none of them.',
  more: 'Settings come from the environment, and from .env in this folder. SIGTERM ends it within 30 s, without losing anything.',
  run: ({ environment }) => run(environment),
};

export const sandbox: Command = {
  name: 'sandbox',
  takes: '',
  about:
    'Runs the app against a GitHub simulated on this machine, with a demo organisation to watch and change in the browser.',
  run: ({ environment }) => {
    const {
      APP_ID: _a,
      PRIVATE_KEY: _b,
      PRIVATE_KEY_PATH: _c,
      WEBHOOK_SECRET: _d,
      NODE_ENV: _e,
      ...rest
    } = environment;
    return run(rest);
  },
};

async function run(environment: Call['environment']): Promise<number | undefined> {
  try {
    const settings = readSettings(environment);
    const log = createLog(settings.logLevel);
    const stop = settings.credentials
      ? await serve({ ...settings, credentials: settings.credentials }, log)
      : await (await import('../sandbox/run.ts')).runSandbox(
          settings,
          createLog(environment.LOG_LEVEL ? settings.logLevel : 'warn'),
        );
    stopOnSignal(stop, log);
    return undefined;
  } catch (error) {
    const sentence = error instanceof SettingsError ? error.message : startProblem(error, environment);
    if (sentence === undefined) throw error;
    console.error(`truenorth: ${sentence}`);
    return error instanceof SettingsError ? EXIT.usage : EXIT.unreachable;
  }
}

/** What keeps the app from starting, told to who can mend it; `undefined` for what nobody foresaw. */
function startProblem(error: unknown, environment: Call['environment']): string | undefined {
  const { code, message, port, path } = Object(error) as NodeJS.ErrnoException & { port?: number };
  if (error instanceof Fault) return message;
  if (code === 'EADDRINUSE') return `port ${port} is in use; set PORT to a free one, or stop what listens there`;
  if (code === 'EACCES' && port !== undefined) return `port ${port} may not be listened on; set PORT to one above 1023`;
  if (code === 'EADDRNOTAVAIL') return `HOST is no address of this machine (${message})`;
  if (environment.DATABASE_URL) return `the database of DATABASE_URL could not be opened: ${message || code}`;
  if (path !== undefined || code === 'SQLITE_CANTOPEN' || code === 'ERR_SQLITE_ERROR')
    return `the data directory could not be opened; set TRUENORTH_DATA_DIR to one that can be written (${message})`;
  return undefined;
}

/** Serves GitHub. */
async function serve(settings: Settings & { credentials: NonNullable<Settings['credentials']> }, log: Logger) {
  const { wire } = await import('../wire/app.ts');
  const app = await wire({ settings, credentials: settings.credentials, log });
  await listening(app.server, settings).catch(async (error) => {
    await app.stop();
    throw error;
  });
  const { address, port } = app.server.address() as AddressInfo;
  log.info({ address, port, database: settings.databaseUrl === undefined ? 'embedded' : 'postgresql' }, 'listening');
  return app.stop;
}

function listening(server: Server, { host, port }: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

/** Stops accepting, lets what runs end, and exits 0; a second signal does not wait. */
function stopOnSignal(stop: () => Promise<void>, log: Logger): void {
  let stopping = false;
  const end = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(0), PATIENCE).unref();
    void stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
}
