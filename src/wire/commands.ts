import { join } from 'node:path';
import { type Database, isThere, openDatabase, type Place } from '../adapters/database/open.ts';
import { faultOf } from '../adapters/github/faults.ts';
import { createHints } from '../adapters/hints.ts';
import { createShelf } from '../adapters/shelf.ts';
import { examine } from '../doctor/examine.ts';
import { afterRestore } from '../flows/after-restore.ts';
import { gatherExamination } from '../flows/examine.ts';
import { askForWeek, previewWeek, type Target, toldIn } from '../flows/preview-week.ts';
import { readForWeek } from '../flows/read-for-week.ts';
import { type SyncListener, type SyncWanted, sync } from '../flows/sync.ts';
import { nameOf, type RepoRef, repoKey } from '../model/ref.ts';
import { resolve } from '../policy/resolve.ts';
import type { GitHub } from '../ports/github.ts';
import { type Settings, SettingsError } from '../settings.ts';
import { type Connecting, connect, sha256, systemClock } from './connect.ts';
import { givenToAll } from './flows.ts';
import { GITHUB, gitHubAsApp, gitHubWith, octokitWith, webOf } from './github.ts';

/** All that flows ask for, over a database and a GitHub. */
const portsOver = (
  { queue, ledger, history }: Database,
  github: GitHub,
  { settings, log, clock = systemClock }: Omit<Connecting, 'credentials'>,
) => ({
  ...givenToAll({ github, ledger, history, queue, hints: createHints(), clock, web: webOf(settings) }, settings),
  log,
});

/** Reads the past of an organisation or a repository; `close` lets go of the database. */
export async function wireSync(connecting: Connecting) {
  const { database, github } = await connect(connecting);
  const ports = portsOver(database, github, connecting);
  return {
    sync: (wanted: SyncWanted, listener: SyncListener) => sync(wanted, listener, ports),
    close: database.close,
  };
}

/** Tells a week; `close` lets go of the database. */
export async function wireDigest(connecting: Connecting) {
  const { database, github } = await connect(connecting);
  return { ...telling(portsOver(database, github, connecting)), close: database.close };
}

interface ReadFirst {
  /** An organisation, or a repository of it. */
  of: Omit<Target, 'installation'>;
  /** Where what is read is kept. */
  folder: string;
  listener: SyncListener;
}

/** Tells a week by a person's token: what it is told from is read first, and kept for the next time. */
export async function wireDigestByToken(
  reader: Omit<Connecting, 'credentials'>,
  { of: { owner, name }, folder, listener }: ReadFirst,
) {
  const { token, baseUrl } = reader.settings;
  const { github: seen, repositories } = gitHubWith(token, baseUrl, reader.clock ?? systemClock);
  const github = {
    ...{ ...seen, installationOf: async () => TOKEN },
    repositories: async () =>
      name === undefined ? repositories(TOKEN, owner) : [{ installation: TOKEN, owner, name }],
  };
  const whose = encodeURIComponent(name === undefined ? owner : `${owner}/${name}`);
  const directory = join(folder, 'weeks-1', hostOf(baseUrl), whose.toLowerCase());
  const database = await openDatabase({ directory }, reader.clock ?? systemClock);
  const ports = { ...portsOver(database, github, reader), afterwards: true };
  return {
    ...telling(ports),
    read: (target: Target) => readForWeek(target, listener, ports),
    close: database.close,
  };
}

const telling = (ports: ReturnType<typeof portsOver> & { afterwards?: boolean }) => ({
  installationOf: (owner: string) => ports.github.installationOf(owner),
  preview: (target: Target, week: string | undefined) => previewWeek(target, week, ports),
  ask: (target: Target) => askForWeek(target, ports.queue),
  async told(place: RepoRef, week: { name: string | undefined; week: string }): Promise<string | undefined> {
    const number = await toldIn(place, week, ports.ledger);
    return number === undefined ? undefined : `${ports.web}/${nameOf(place)}/issues/${number}`;
  },
});

/** A command that is run in another folder than the app makes no database there. */
function mindPlace({ databaseUrl: url, dataDirectory: directory }: Settings): Place {
  if (isThere({ url, directory })) return { url, directory };
  throw new SettingsError(
    `there is no database in ${directory}; set TRUENORTH_DATA_DIR or DATABASE_URL as for the app`,
  );
}

/** The queue alone; `close` lets go of the database. */
export async function wireQueue({ settings, clock = systemClock }: Pick<Connecting, 'settings' | 'clock'>) {
  const { queue, close } = await openDatabase(mindPlace(settings), clock);
  return { queue, close };
}

/** A database that is a backup, or `isNew` since there is none, is told so. */
export async function wireRestored({
  settings,
  isNew = false,
  clock = systemClock,
}: Pick<Connecting, 'settings' | 'clock'> & { isNew?: boolean }) {
  const { databaseUrl: url, dataDirectory: directory } = settings;
  const { ledger, queue, close } = await openDatabase(isNew ? { url, directory } : mindPlace(settings), clock);
  return afterRestore({ ledger, queue, clock }).finally(close);
}

/** A token has no installation; some number stands for it. */
const TOKEN = 1;

/** Reads GitHub with a person's token if there is one, else as the app. */
export function wireReading({ settings, log, clock = systemClock }: Pick<Connecting, 'settings' | 'log' | 'clock'>) {
  const { token, credentials, baseUrl } = settings;
  const asApp = token === undefined && credentials ? gitHubAsApp(credentials, clock, log).github : undefined;
  return {
    ...{ clock, log, print: sha256, resolve },
    github: asApp ?? gitHubWith(token, baseUrl, clock).github,
    async repo(owner: string, name: string): Promise<RepoRef | undefined> {
      const installation = asApp ? await asApp.installationOf(owner) : TOKEN;
      return installation === undefined ? undefined : { installation, owner, name };
    },
    shelf: (folder: string, repo: RepoRef) => createShelf(join(folder, 'backtest-1', hostOf(baseUrl), repoKey(repo))),
  };
}

/** A GitHub, as a folder's name. */
const hostOf = (baseUrl: string | undefined): string => new URL(baseUrl ?? GITHUB).host.replace(':', '_');

/** Asks a GitHub, known by its address, for the app that a manifest made. */
export const wireSetup = (web: string) => ({
  async convert(code: string): Promise<unknown> {
    const octokit = octokitWith(undefined, web === GITHUB ? undefined : `${web}/api/v3`);
    const asked = octokit.rest.apps.createFromManifest({ code });
    return asked.then(
      ({ data }) => data,
      (error) => Promise.reject(faultOf(error, systemClock.now())),
    );
  },
});

/** Looks at whatever the app stands on; nothing is written. */
export async function wireDoctor({ settings, credentials, log, clock = systemClock }: Connecting) {
  const { databaseUrl: url, dataDirectory: directory } = settings;
  const opened = await openDatabase({ url, directory }, clock).catch((error: Error) => error);
  const { registry, github } = gitHubAsApp(credentials, clock, log);
  const secretLength = credentials.webhookSecret.length;
  const ports = { registry, github, clock, web: webOf(credentials), resolve, secretLength };
  if (opened instanceof Error) return examine(await gatherExamination({ because: reasonOf(opened) }, ports));
  const kind = url === undefined ? ('embedded' as const) : ('PostgreSQL' as const);
  try {
    return examine(await gatherExamination({ value: { kind, ...opened } }, ports));
  } finally {
    await opened.close();
  }
}

/** Where nobody listens at any of a host's addresses, the error itself has no message. */
const reasonOf = (error: Error): string => error.message || (error as NodeJS.ErrnoException).code || error.name;
