import { createHash } from 'node:crypto';
import type { RequestListener, Server } from 'node:http';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import type { RequestInterface } from '@octokit/types';
import type { Logger } from 'pino';
import { Probot, ProbotOctokit } from 'probot';
import { type Database, isThere, NoRoom, openDatabase, type Place } from './adapters/database/open.ts';
import type { Listener } from './adapters/github/calls.ts';
import { createClient } from './adapters/github/client.ts';
import { faultOf } from './adapters/github/faults.ts';
import { createGitHub, identify } from './adapters/github/github.ts';
import { readOfOrganisation } from './adapters/github/organisation.ts';
import { patientFetch } from './adapters/github/patient-fetch.ts';
import { createRegistry } from './adapters/github/registration.ts';
import { createHints } from './adapters/hints.ts';
import { createShelf } from './adapters/shelf.ts';
import { during as logged } from './adapters/telemetry/during.ts';
import { createMetrics, type Metrics } from './adapters/telemetry/metrics.ts';
import type { Traces } from './adapters/telemetry/traces.ts';
import { examine } from './doctor/examine.ts';
import { createEntrance } from './doors/entrance.ts';
import { whileHeld } from './doors/held.ts';
import { createProbes, notFound } from './doors/probes.ts';
import { keepHouse } from './doors/schedule.ts';
import { takingIn } from './doors/webhooks.ts';
import { type Flows, startWorkers } from './doors/work.ts';
import { afterRestore } from './flows/after-restore.ts';
import { digestAges } from './flows/digest-age.ts';
import { gatherExamination } from './flows/examine.ts';
import { judgeIssue } from './flows/judge-issue.ts';
import { keepCalendar } from './flows/keep-calendar.ts';
import { issuesChanged, keepHistory } from './flows/keep-history.ts';
import { keepKpis } from './flows/keep-kpis.ts';
import type { Learned } from './flows/learn-outcomes.ts';
import { onboard } from './flows/onboard.ts';
import { askForWeek, previewWeek, type Target, toldIn } from './flows/preview-week.ts';
import { publishDebt } from './flows/publish-debt.ts';
import { publishDigest } from './flows/publish-digest.ts';
import { publishHealth } from './flows/publish-health.ts';
import { readForWeek } from './flows/read-for-week.ts';
import type { HistoryPage } from './flows/read-history.ts';
import { reconcileCommit } from './flows/reconcile-commit.ts';
import { reconcilePull } from './flows/reconcile-pull.ts';
import { reconcileOrganisation, reconcileRepository } from './flows/reconcile-rules.ts';
import { recoverDeliveries } from './flows/recover-deliveries.ts';
import { peopleChanged, waiverEnded } from './flows/remind.ts';
import { reportTrouble } from './flows/report-trouble.ts';
import { commandsOnIssue } from './flows/run-commands.ts';
import { sweep } from './flows/sweep.ts';
import { type SyncListener, type SyncWanted, sync } from './flows/sync.ts';
import { nameOf, type RepoRef, repoKey } from './model/ref.ts';
import { resolve } from './policy/resolve.ts';
import type { Clock, During, GitHub, Hints, History, Job, Ledger, Log, Pace, Queue, Registry } from './ports.ts';
import { CHECK_NAME } from './review/check.ts';
import { MARKER } from './review/comment.ts';
import { type Credentials, type Settings, SettingsError } from './settings.ts';

/** More deliveries than this in a second are a rush: answering them goes before the work. */
const RUSH = 500;

const NO_ROOM = 'The disk of the database is full: deliveries are refused, and asked for again once there is room';

export interface App {
  server: Server;
  /** Resolves once everything that runs has ended and the database is closed. */
  stop(): Promise<void>;
}

export interface WireOptions {
  settings: Settings;
  credentials: Credentials;
  log: Logger;
  clock?: Clock;
  /** Serves what is neither a webhook nor a probe. */
  pages?: RequestListener;
  /** Where people look at GitHub, if not where its API says. */
  web?: string;
}

const systemClock: Clock = { now: () => Date.now() };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Builds the app out of its parts: the only place that knows them all. */
export async function wire({
  settings,
  credentials,
  log,
  clock = systemClock,
  pages = notFound,
  web,
}: WireOptions): Promise<App> {
  const metrics = createMetrics({
    ...{ depth: () => queue.depth(), digests: () => digestAges({ ledger, clock }), obstacles, now: clock.now },
  });
  const traces = await tracesFor(settings);
  const during: During = (doing, work) => logged(doing, traces ? () => traces.during(doing, work) : work);
  const listener = {
    ...{ onCall: metrics.call, onAllowance: metrics.allowance },
    ...(traces ? { during: traces.during } : {}),
  };
  const { database, identity, github, registry } = await connect({ settings, credentials, log, clock }, listener);
  const { queue, ledger, history } = database;
  const hints = createHints();

  let login: string | undefined;
  const house = keepHouse({
    ...{ queue, clock, log, recognise: async () => ({ login } = await identity()) },
    installations: () => github.installations(),
  });
  const { server, rate } = createEntrance({
    secret: credentials.webhookSecret,
    previousSecret: credentials.previousWebhookSecret,
    takeIn: takingIn({ queue, hints, log, during, print: sha256, self: () => ({ id: credentials.appId, login }) }),
    onAnswer: metrics.delivery,
    log,
    others: createProbes({ obstacles, metrics, metricsToken: settings.metricsToken, others: pages }),
  });
  const workers = startWorkers({
    ...{ queue, clock, log, during, concurrency: settings.concurrency, onEnd: metrics.job, busy: () => rate() > RUSH },
    flows: flowsOver(
      { github, ledger, history, queue, hints, clock },
      registry,
      settings.docsUrl,
      web ?? webOf(credentials),
      metrics,
    ),
  });

  async function obstacles(): Promise<string[]> {
    const stored = await database.ping().then(
      () => [],
      (error) => {
        log.error({ err: error }, 'the database cannot be written');
        return [error instanceof NoRoom ? NO_ROOM : 'The database does not answer: the log says why'];
      },
    );
    return [...stored, ...(login === undefined ? ['GitHub has not accepted the credentials yet'] : [])];
  }

  return {
    server,
    async stop() {
      house.stop();
      await Promise.all([closed(server), workers.drain()]);
      await database.close();
      await traces?.stop();
    },
  };
}

/** Loaded only where traces are asked for. */
async function tracesFor({ tracesTo }: Settings): Promise<Traces | undefined> {
  if (tracesTo === undefined) return undefined;
  return (await import('./adapters/telemetry/traces.ts')).startTraces(tracesTo);
}

const UNHEARD: Listener = { onCall: () => undefined };

/** Database and GitHub: what the app stands on, and the command line too. */
async function connect(
  { settings, credentials, log, clock = systemClock }: Omit<WireOptions, 'pages'>,
  listener: Listener = UNHEARD,
) {
  const database = await openDatabase({ url: settings.databaseUrl, directory: settings.dataDirectory }, clock);
  const client = createClient(probotFor(credentials, log), clock, listener);
  const identity = identify(client);
  const github = createGitHub({ client, clock, names: { check: CHECK_NAME, marker: MARKER } }, identity);
  return { database, identity, github, registry: createRegistry(client) };
}

/** Reads the past of an organisation or a repository, for the command line; `close` lets go of the database. */
export async function wireSync({ settings, credentials, log, clock = systemClock }: Omit<WireOptions, 'pages'>) {
  const { database, github } = await connect({ settings, credentials, log, clock });
  const { queue, ledger, history } = database;
  const ports = {
    ...allOf({ github, ledger, history, queue, hints: createHints(), clock }, settings.docsUrl, webOf(credentials)),
    log,
  };
  return {
    sync: (wanted: SyncWanted, listener: SyncListener) => sync(wanted, listener, ports),
    close: () => database.close(),
  };
}

/** Tells a week, for the command line; `close` lets go of the database. */
export async function wireDigest({ settings, credentials, log, clock = systemClock }: Omit<WireOptions, 'pages'>) {
  const { database, github } = await connect({ settings, credentials, log, clock });
  return tellingOf(database, github, { settings, clock });
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
  { settings, log, clock = systemClock }: Pick<WireOptions, 'settings' | 'log' | 'clock'>,
  { of: { owner, name }, folder, listener }: ReadFirst,
) {
  const reading = wireReading({ settings, log, clock });
  const github = {
    ...{ ...reading.github, installationOf: async () => TOKEN },
    repositories: async () =>
      name === undefined ? reading.repositories(owner) : [{ installation: TOKEN, owner, name }],
  };
  const whose = encodeURIComponent(name === undefined ? owner : `${owner}/${name}`);
  const directory = join(folder, 'weeks-1', reading.host, whose.toLowerCase());
  const database = await openDatabase({ directory }, clock);
  const { ports, ...telling } = tellingOf(database, github, { settings, clock, afterwards: true });
  return { ...telling, read: (target: Target) => readForWeek(target, listener, { ...ports, log }) };
}

function tellingOf(
  { queue, ledger, history, close }: Database,
  github: GitHub,
  { settings, clock, afterwards = false }: { settings: Settings; clock: Clock; afterwards?: boolean },
) {
  const web = webOf(settings);
  const all = allOf({ github, ledger, history, queue, hints: createHints(), clock }, settings.docsUrl, web);
  const ports = { ...all, afterwards };
  return {
    ports,
    installationOf: (owner: string) => github.installationOf(owner),
    preview: (target: Target, week: string | undefined) => previewWeek(target, week, ports),
    ask: (target: Target) => askForWeek(target, queue),
    async told(place: RepoRef, week: { name: string | undefined; week: string }): Promise<string | undefined> {
      const number = await toldIn(place, week, ledger);
      return number === undefined ? undefined : `${web}/${nameOf(place)}/issues/${number}`;
    },
    close,
  };
}

/** A command that is run in another folder than the app makes no database there. */
function mindPlace({ databaseUrl: url, dataDirectory: directory }: Settings): Place {
  if (isThere({ url, directory })) return { url, directory };
  throw new SettingsError(
    `there is no database in ${directory}; set TRUENORTH_DATA_DIR or DATABASE_URL as for the app`,
  );
}

/** The queue alone, for the command line; `close` lets go of the database. */
export async function wireQueue({ settings, clock = systemClock }: Pick<WireOptions, 'settings' | 'clock'>) {
  const database = await openDatabase(mindPlace(settings), clock);
  return { queue: database.queue, close: () => database.close() };
}

/** A database that is a backup, or `isNew` since there is none, is told so, for the command line. */
export async function wireRestored({
  settings,
  isNew = false,
  clock = systemClock,
}: Pick<WireOptions, 'settings' | 'clock'> & { isNew?: boolean }) {
  const { databaseUrl: url, dataDirectory: directory } = settings;
  const { ledger, queue, close } = await openDatabase(isNew ? { url, directory } : mindPlace(settings), clock);
  return afterRestore({ ledger, queue, clock }).finally(close);
}

/** A token has no installation; some number stands for it. */
const TOKEN = 1;

/** Reads GitHub for the command line, with a person's token if there is one, else as the app. */
export function wireReading({ settings, log, clock = systemClock }: Pick<WireOptions, 'settings' | 'log' | 'clock'>) {
  const { token, credentials, baseUrl } = settings;
  const asApp = token === undefined ? credentials : undefined;
  const keys = asApp ? probotFor(asApp, log) : { auth: async () => octokitWith(token, baseUrl) };
  const client = createClient(keys, clock, UNHEARD);
  // Whose labels are the app's own, a token cannot be asked; it is known by the name that it has unless its owner chose another.
  const identity = asApp ? identify(client) : async () => ({ id: 0, login: 'truenorth[bot]' });
  const github = createGitHub({ client, clock, names: { check: CHECK_NAME, marker: MARKER } }, identity);
  const host = new URL(baseUrl ?? 'https://github.com').host.replace(':', '_');
  return {
    ...{ clock, log, print: sha256, resolve, host },
    repositories: (owner: string) => readOfOrganisation(client, TOKEN, owner),
    // Nobody can tell whether a token sees all of an organisation.
    github: asApp ? github : { ...github, seesAll: async () => false },
    async repo(owner: string, name: string): Promise<RepoRef | undefined> {
      const installation = asApp ? await github.installationOf(owner) : TOKEN;
      return installation === undefined ? undefined : { installation, owner, name };
    },
    shelf: (folder: string, repo: RepoRef) => createShelf(join(folder, 'backtest-1', host, repoKey(repo))),
  };
}

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const octokitWith = (token: string | undefined, baseUrl: string | undefined) =>
  new Octokit({
    ...{ auth: token, log: SILENT, request: { fetch: patientFetch } },
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });

/** Asks a GitHub, known by its address, for the app that a manifest made, for the command line. */
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

/** Looks at whatever the app stands on, for the command line; nothing is written. */
export async function wireDoctor({ settings, credentials, log, clock = systemClock }: Omit<WireOptions, 'pages'>) {
  const { databaseUrl: url, dataDirectory: directory } = settings;
  const opened = await openDatabase({ url, directory }, clock).catch((error: Error) => error);
  const client = createClient(probotFor(credentials, log), clock, UNHEARD);
  const github = createGitHub({ client, clock, names: { check: CHECK_NAME, marker: MARKER } }, identify(client));
  const ports = { registry: createRegistry(client), github, clock, web: webOf(credentials), resolve };
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

/** Probot's authentication and Octokit, without their waiting in memory: that is the queue's. */
function probotFor({ appId, privateKey, webhookSecret, baseUrl }: Credentials, log: Logger): Probot {
  const Octokit = ProbotOctokit.defaults(({ auth, ...options }: { auth?: { request?: RequestInterface } }) => ({
    ...options,
    // A token is renewed with this, which Probot leaves at github.com, wherever GitHub is.
    auth: baseUrl === undefined ? auth : { ...auth, request: auth?.request?.defaults({ baseUrl }) },
    throttle: { enabled: false },
    retry: { enabled: false },
  }));
  return new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    Octokit,
    log: log.child({ name: 'probot' }, { level: 'warn' }),
    request: { fetch: patientFetch },
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });
}

const GITHUB = 'https://github.com';

/** Where people look at what the API tells: an Enterprise Server's own address, or github.com. */
const webOf = ({ baseUrl }: Pick<Credentials, 'baseUrl'>): string => baseUrl?.replace(/\/api\/v3\/?$/, '') ?? GITHUB;

interface Ports {
  github: GitHub;
  ledger: Ledger;
  history: History;
  queue: Queue;
  hints: Hints;
  clock: Clock;
}

/** What every flow may ask for. */
function allOf(ports: Ports, docsUrl: string | undefined, web: string) {
  const page = (rule: string) => (docsUrl === undefined ? undefined : `${docsUrl.replace(/\/$/, '')}/${rule}.md`);
  const held = new Map<number, number>();
  const pace: Pace = {
    until: (installation) => held.get(installation),
    hold: (installation, until) => void held.set(installation, until),
  };
  const learned = new Map<string, Learned>();
  return { ...ports, page, pace, web, learned, print: sha256, resolve: remembering(resolve, 500) };
}

function flowsOver(
  ports: Ports,
  registry: Registry,
  docsUrl: string | undefined,
  web: string,
  metrics: Metrics,
): Flows {
  const onPage = ({ repo, kind, ...page }: HistoryPage) =>
    metrics.past({ key: `${nameOf(repo)} ${kind}`, kind, ...page });
  const all = { ...allOf(ports, docsUrl, web), onPage, onJudged: metrics.judged };
  const held = (job: Job, log: Log) => ({
    ...{ ...all, log, github: whileHeld(ports.github, job), ledger: whileHeld(ports.ledger, job) },
  });
  return {
    pull: (job, log) => reconcilePull(job, held(job, log)),
    people: (job, log) => peopleChanged(job, held(job, log)),
    waivers: (job, log) => waiverEnded(job, held(job, log)),
    async issue(job, log) {
      await commandsOnIssue(job, held(job, log));
      if (job.facts.some(({ kind }) => kind === 'again')) await judgeIssue(job, held(job, log));
    },
    commit: (job, log) => reconcileCommit(job, held(job, log)),
    repository: (job, log) => reconcileRepository(job, held(job, log)),
    issues: (job, log) => issuesChanged(job, held(job, log)),
    digest: (job, log) => publishDigest(job, held(job, log)),
    health: (job, log) => publishHealth(job, held(job, log)),
    calendar: (job, log) => keepCalendar(job, held(job, log)),
    sweep: (job, log) => sweep(job, held(job, log)),
    onboarding: (job, log) => onboard(job, held(job, log)),
    deliveries: (job, log) => recoverDeliveries({ ...held(job, log), registry }),
    debt: (job, log) => publishDebt(job, held(job, log)),
    history: (job, log) => keepHistory(job, held(job, log)),
    kpis: (job, log) => keepKpis(job, held(job, log)),
    organisation: (job, log) => reconcileOrganisation(job, held(job, log)),
    async trouble(job, trouble, log) {
      const { subject } = job;
      if (subject.kind !== 'pull') return;
      await reportTrouble({ ...job, ref: { repo: subject.repo, number: subject.number } }, trouble, held(job, log));
    },
  };
}

/** Answers the same question from memory; the oldest answers are forgotten first. */
function remembering<Q, A>(ask: (question: Q) => A, kept: number): (question: Q) => A {
  const answers = new Map<string, A>();
  return (question) => {
    const key = sha256(JSON.stringify(question));
    if (!answers.has(key)) answers.set(key, ask(question));
    if (answers.size > kept) answers.delete(answers.keys().next().value ?? '');
    return answers.get(key) as A;
  };
}

/** Stops listening; idle connections end at once, busy ones with their answer. */
const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    server.closeIdleConnections();
  });
