import { createLog } from '../adapters/telemetry/log.ts';
import type { Finding } from '../doctor/finding.ts';
import { report } from '../doctor/report.ts';
import { readSettings, SettingsError } from '../settings.ts';
import { type Call, type Command, EXIT } from './command.ts';
import { coloured, mention, tell, tellJson } from './output.ts';

const COLOURS = { fine: 'green', look: 'yellow', broken: 'red', unknown: 'gray' } as const;

export const doctor: Command = {
  name: 'doctor',
  takes: '',
  about:
    'Checks what the app depends on (credentials, permissions, webhook, database, queue, clock, configurations) and says how to fix it.',
  options: { json: { type: 'boolean', about: 'the findings as JSON' } },
  more: 'Settings come from the environment, as for the app, and from .env in this folder. Nothing is written to GitHub.\nExit code: 0 fine, 1 something is broken, 2 wrong settings, 3 GitHub or the database cannot be reached.',
  async run({ environment, values }) {
    const findings = await examined(environment);
    if (values.json) tellJson(findings);
    else tell(report(findings, (state, text) => coloured(COLOURS[state], text)));
    const broken = findings.filter(({ state }) => state === 'broken');
    if (!values.json && broken.length === 0) mention('Nothing is broken.');
    if (broken.some(({ about }) => about === 'database')) return EXIT.unreachable;
    if (broken.some(({ about, found }) => about === 'credentials' && /^GitHub (?:did not answer|failed)/.test(found)))
      return EXIT.unreachable;
    return broken.length > 0 ? EXIT.failed : EXIT.fine;
  },
};

/** @throws SettingsError where there are no credentials to look with. */
async function examined(environment: Call['environment']): Promise<Finding[]> {
  const settings = readSettings(environment);
  const { credentials } = settings;
  if (credentials === undefined)
    throw new SettingsError(
      'the doctor looks as the app: set APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET, or run truenorth setup',
    );
  const { wireDoctor } = await import('../wire/commands.ts');
  return wireDoctor({ settings, credentials, log: createLog('silent', process.stderr) });
}
