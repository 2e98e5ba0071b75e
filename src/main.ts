import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { createLog } from './adapters/telemetry/log.ts';
import { readSettings, type Settings, SettingsError } from './settings.ts';
import { wire } from './wire.ts';

/** Work that has not ended by then is given up; its lease runs out and another process does it again. */
const PATIENCE = 25_000;

try {
  const settings = readSettings(process.env);
  const log = createLog(settings.logLevel);
  const stop = settings.credentials
    ? await serve({ ...settings, credentials: settings.credentials }, log)
    : await (await import('./sandbox/run.ts')).runSandbox(
        settings,
        createLog(process.env.LOG_LEVEL ? settings.logLevel : 'warn'),
      );
  stopOnSignal(stop, log);
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(`truenorth: ${error.message}`);
  process.exitCode = 2;
}

/** Serves GitHub. */
async function serve(settings: Settings & { credentials: NonNullable<Settings['credentials']> }, log: Logger) {
  const app = await wire({ settings, credentials: settings.credentials, log });
  await listening(app.server, settings);
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
