import { setTimeout as pause } from 'node:timers/promises';
import { createLog } from '../adapters/telemetry/log.ts';
import type { Target, WeekPreview } from '../flows/preview-week.ts';
import { readSettings, SettingsError } from '../settings.ts';
import type { wireDigest } from '../wire/commands.ts';
import { type Call, type Command, EXIT, UsageError } from './command.ts';
import { cacheFolder, explained, mindCache, notThere } from './github.ts';
import { mention, tell, tellJson } from './output.ts';
import { watchSync } from './sync.ts';

export const digest: Command = {
  name: 'digest',
  takes: '<org | owner/repo>',
  about: "Shows an organisation's weekly digest, or a repository's weekly health, as the app would write it.",
  options: {
    week: { type: 'string', value: '2026-W47', about: 'which week, complete; default: the last one' },
    post: { type: 'boolean', about: 'make the app write it now, if it has not yet; the last complete week only' },
    json: { type: 'boolean', about: 'the week as JSON, including its Markdown' },
  },
  more: "Reads the app's database: settings come from the environment, as for the app, and from .env in this folder. With a\nGITHUB_TOKEN alone, the history is read from GitHub first, and kept in $XDG_CACHE_HOME/truenorth for the next time; how guardrails\nwere met, waivers and the pulse are in the app's database alone, and missing then.\nThe Markdown goes to standard output. Nothing is written to GitHub without --post.",
  async run({ positionals: [written = '', ...rest], values: { week, post, json }, environment }) {
    const [, owner, name] = /^([\w.-]+)(?:\/([\w.-]+))?$/.exec(written) ?? [];
    if (owner === undefined || rest.length > 0)
      throw new UsageError('digest takes one organisation, or one repository as owner/repo');
    const { app, read, stop } = await open(environment, { owner, name }, post === true);
    try {
      const installation = await explained(written, () => app.installationOf(owner));
      if (installation === undefined) throw new UsageError(`the app is not installed on ${owner}`);
      const target = { installation, owner, name };
      if (!(await explained(written, () => read(target)).finally(stop))) throw notThere(written);
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

type App = Awaited<ReturnType<typeof wireDigest>>;

/** @throws SettingsError where there is neither an app to tell with nor a token to read with. */
async function open(environment: Call['environment'], target: Omit<Target, 'installation'>, post: boolean) {
  const { NODE_ENV: _, ...rest } = environment;
  const settings = readSettings(rest);
  const { credentials, token } = settings;
  const { wireDigest, wireDigestByToken } = await import('../wire/commands.ts');
  const log = createLog(environment.LOG_LEVEL ? settings.logLevel : 'silent', process.stderr);
  const known = { read: async (_target: Target) => true, stop: () => undefined };
  if (credentials !== undefined) return { app: await wireDigest({ settings, credentials, log }), ...known };
  if (token === undefined || post)
    throw new SettingsError(post ? `--post has the app write it: ${NEEDS}` : `${NEEDS}, or GITHUB_TOKEN to read with`);
  const { listener, stop } = watchSync(false);
  const folder = await mindCache(cacheFolder(environment));
  const app = await wireDigestByToken({ settings, log }, { of: target, folder, listener });
  return { app, read: app.read, stop };
}

const NEEDS =
  "digest tells from the app's database: set APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH), WEBHOOK_SECRET, and DATABASE_URL or TRUENORTH_DATA_DIR";

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
