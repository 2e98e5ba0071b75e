import type { AddressInfo } from 'node:net';
import { createLog } from '../../src/adapters/telemetry/log.ts';
import { readSettings } from '../../src/settings.ts';
import { wire } from '../../src/wire/app.ts';

/** The app as its operator starts it, but for its clock: that is as far from the machine's as whoever started the process says. */
let shift = Number(process.env.STORM_SHIFT);

const settings = readSettings(process.env);
if (settings.credentials === undefined) throw new Error('credentials were not given');
const clock = { now: () => Date.now() + shift };
const app = await wire({ settings, credentials: settings.credentials, log: createLog(settings.logLevel), clock });
app.server.listen(0, '127.0.0.1', () => process.send?.((app.server.address() as AddressInfo).port));
process.on('message', (told: number) => {
  shift = told;
  process.send?.(shift);
});
process.once('disconnect', () => process.exit(0));
