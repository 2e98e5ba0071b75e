import { setTimeout as pause } from 'node:timers/promises';
import { createLog } from '../adapters/telemetry/log.ts';
import type { Target, WeekPreview } from '../flows/preview-week.ts';
import { readSettings, SettingsError } from '../settings.ts';
import { type Call, type Command, EXIT, UsageError } from './command.ts';
import { explained } from './github.ts';
import { mention, tell, tellJson } from './output.ts';

export const digest: Command = {
  name: 'digest',
  takes: '<org | owner/repo>',
  about: "Shows an organisation's weekly digest, or a repository's weekly health, as the app would write it.",
  options: {
    week: { type: 'string', value: '2026-W47', about: 'which week, complete; default: the last one' },
    post: { type: 'boolean', about: 'make the app write it now, if it has not yet; the last complete week only' },
    json: { type: 'boolean', about: 'the week as JSON, including its Markdown' },
  },
  more: "Reads the app's database: settings come from the environment, as for the app, and from .env in this folder.\nThe Markdown goes to standard output. Nothing is written to GitHub without --post.",
  async run({ positionals: [written = '', ...rest], values: { week, post, json }, environment }) {
    const [, owner, name] = /^([\w.-]+)(?:\/([\w.-]+))?$/.exec(written) ?? [];
    if (owner === undefined || rest.length > 0)
      throw new UsageError('digest takes one organisation, or one repository as owner/repo');
    const app = await open(environment);
    try {
      const installation = await explained(written, () => app.installationOf(owner));
      if (installation === undefined) throw new UsageError(`the app is not installed on ${owner}`);
      const target = { installation, owner, name };
      const preview = await explained(written, () =>
        app.preview(target, week === undefined ? undefined : String(week)),
      );
      if (preview === undefined)
        throw new UsageError(`${week} is no complete week: --week takes one that has ended, such as 2026-W47`);
      if (name !== undefined && preview.body === '') throw new UsageError(`${written}: ${preview.because}`);
      if (post) return await have(app, target, preview, week !== undefined);
      if (json) tellJson(preview);
      else tell([preview.body, ...(preview.comment === undefined ? [] : ['---', preview.comment])].join('\n\n'));
      if (preview.because !== undefined) mention(`The app tells it nowhere: ${preview.because}.`);
      return EXIT.fine;
    } finally {
      await app.close();
    }
  },
};

type App = Awaited<ReturnType<typeof open>>;

/** @throws SettingsError where there are no credentials to find the app's database's organisation with. */
async function open(environment: Call['environment']) {
  const settings = readSettings(environment);
  const { credentials } = settings;
  if (credentials === undefined)
    throw new SettingsError(
      "digest tells from the app's database: set APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH), WEBHOOK_SECRET, and DATABASE_URL or TRUENORTH_DATA_DIR",
    );
  const { wireDigest } = await import('../wire/commands.ts');
  const log = createLog(environment.LOG_LEVEL ? settings.logLevel : 'silent', process.stderr);
  return wireDigest({ settings, credentials, log });
}

/** So long the app has, in seconds, before we say that it will do it once it runs. */
const PATIENCE = 30;

async function have(app: App, target: Target, { place, because, week }: WeekPreview, isNamed: boolean) {
  const { owner, name } = target;
  const what = name === undefined ? owner : `${owner}/${name}`;
  if (place === undefined) throw new UsageError(`${what} cannot be told: ${because}`);
  const last = isNamed ? (await app.preview(target, undefined))?.week : week;
  if (week !== last) throw new UsageError(`--post tells the last complete week, ${last}; ${week} is only shown`);
  const before = await app.told(place, { name, week });
  if (before !== undefined) {
    tell(before);
    mention(`${week} was told before.`);
    return EXIT.fine;
  }
  await app.ask(target);
  for (let second = 0; second < PATIENCE; second += 1) {
    const told = await app.told(place, { name, week });
    if (told !== undefined) {
      tell(told);
      return EXIT.fine;
    }
    await pause(1000);
  }
  mention(`The app was asked to tell ${week}, and did not yet: it does once it runs, or its log says why not.`);
  return EXIT.fine;
}
