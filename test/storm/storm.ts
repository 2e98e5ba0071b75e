import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../../src/adapters/database/open.ts';
import { lostIn } from '../../src/flows/recover-deliveries.ts';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { begin, settle, wave } from './deeds.ts';
import { faultsBy } from './faults.ts';
import { type Chance, chance } from './random.ts';
import { type Replicas, replicas } from './replicas.ts';
import { stateOf } from './state.ts';

export interface StormOptions {
  seed: number;
  waves: number;
  /** What people do in a wave. */
  deeds: number;
  /** Kills in a wave; faults of GitHub's come with them. 0: fair weather. */
  kills: number;
  /** Default: the embedded database, and one process. */
  postgres?: Postgres;
  replicas?: number;
}

/** A database of its own for one run, and what can happen to it. */
export interface Postgres {
  url: string;
  /** Breaks every connection; done to every second wave. */
  cut(): Promise<void>;
  /** Stops the server and starts it again; done once. */
  restart(): Promise<void>;
}

export interface Outcome {
  /** What GitHub shows, and which readings were kept. */
  state: string;
  deliveries: number;
  faults: Record<string, number>;
  kills: number;
  seconds: number;
  /** Where the processes' log is. */
  log: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** It begins on a Saturday, so that a digest falls due on the Monday after it, sooner than GitHub forgets deliveries. */
const SATURDAY = Date.UTC(2026, 8, 5, 12);
const MONDAY = Date.UTC(2026, 8, 7, 9, 1);
/** The wave in which it falls due. */
const digestIn = (waves: number) => Math.floor(waves / 2);
const PATIENCE = 4 * MINUTE;
/** Waits for another try of up to so many ms are waited for. */
const RETRIES = 5_000;
/** Deeds follow each other within so many ms. */
const GAP = 40;

/** The real app in processes of its own against a played GitHub on which a lot happens; what it looks like in the end. */
export async function storm(options: StormOptions): Promise<Outcome> {
  const began = performance.now();
  const directory = await mkdtemp(join(tmpdir(), 'truenorth-storm-'));
  const weather = chance(options.seed + 1);
  const faults = faultsBy(weather);
  let shift = SATURDAY - Date.now();
  const github = await startPlayedGitHub({
    now: () => Date.now() + shift,
    fault: faults.befall,
    keepDeliveries: Number.POSITIVE_INFINITY,
  });
  const log = join(directory, 'log');
  const { id, privateKey, webhookSecret } = github.app;
  const environment = {
    ...{ APP_ID: String(id), PRIVATE_KEY: privateKey, WEBHOOK_SECRET: webhookSecret, LOG_LEVEL: 'debug' },
    ...{ GHE_HOST: github.host, GHE_PROTOCOL: 'http', TRUENORTH_DATA_DIR: join(directory, 'data') },
    ...(options.postgres ? { DATABASE_URL: options.postgres.url } : {}),
  };
  const count = options.replicas ?? 1;
  const apps = await replicas(count, environment, log);
  const timeTo = async (ms: number) => {
    shift = ms - Date.now();
    await apps.shift(shift);
  };
  const later = (ms: number) => timeTo(Date.now() + shift + ms);
  const isStormy = options.kills > 0;
  let kills = 0;

  /** One process is gone at once; where it was the only one, the minute for which its work is still held is over when it comes again. */
  async function kill(): Promise<void> {
    const which = weather.below(count);
    await apps.kill(which);
    kills += 1;
    await pause(weather.below(500));
    if (count === 1) await later(MINUTE);
    await apps.start(which);
  }

  try {
    await later(0);
    await apps.startAll();
    settle(github.world);
    github.deliverTo(apps.url);
    github.world.install();
    begin(github.world);
    await allDone(github, apps, later);
    const people = chance(options.seed);
    for (let i = 0; i < options.waves; i += 1) {
      const isDue = i === digestIn(options.waves);
      // Each wave has its hour, so that how long things took does not depend on how fast the app was.
      const begins = i > digestIn(options.waves) ? MONDAY : SATURDAY;
      await timeTo(isDue ? MONDAY : begins + (i + 1) * HOUR);
      if (!isDue) await allDone(github, apps, later);
      faults.set(isStormy);
      const deeds = isDue ? Math.ceil(options.deeds / 5) : options.deeds;
      const strikes = strikesOf({ ...options, deeds }, i, weather);
      const struck: Promise<void>[] = [];
      let done = 0;
      for (const _ of wave(github.world, people, { deeds, isTold: isDue })) {
        await pause(weather.below(GAP));
        for (const strike of strikes.get(done) ?? [])
          struck.push(strike === 'kill' ? (struck.at(-1) ?? Promise.resolve()).then(kill) : strike());
        done += 1;
      }
      await Promise.all(struck);
      await pause(isStormy ? 1_000 : 0);
      faults.set(false);
      await allDone(github, apps, later);
      for (let minutes = 0; isDue && minutes < 3; minutes += 1) {
        await later(MINUTE + 1_000);
        await allDone(github, apps, later);
      }
    }
    await apps.close();
    const state = `${stateOf(github.world)}\n${await readings(github, options, join(directory, 'data'))}\n`;
    const deliveries = new Set(github.deliveries.list().map(({ guid }) => guid)).size;
    const seconds = (performance.now() - began) / 1000;
    return { state, deliveries, faults: faults.given, kills, seconds, log };
  } finally {
    await apps.close();
    await github.close();
    await rm(join(directory, 'data'), { recursive: true, force: true });
  }
}

/** What strikes after which deed of a wave. */
function strikesOf({ kills, deeds, waves, postgres }: StormOptions, nth: number, weather: Chance) {
  const strikes = new Map<number, ('kill' | (() => Promise<void>))[]>();
  const add = (what: 'kill' | (() => Promise<void>)) => {
    const after = weather.below(deeds);
    strikes.set(after, [...(strikes.get(after) ?? []), what]);
  };
  for (let i = 0; i < kills; i += 1) add('kill');
  if (kills > 0 && postgres && nth === 1 % waves) add(postgres.restart);
  else if (kills > 0 && postgres) add(postgres.cut);
  return strikes;
}

/** Waits until nothing is under way, nothing waits, and nothing of what GitHub sent was lost: it is found again as time goes on. */
async function allDone(github: PlayedGitHub, apps: Replicas, later: (ms: number) => Promise<void>): Promise<void> {
  for (let rounds = 0; rounds < 10; rounds += 1) {
    await quiet(github, apps, later);
    if (lost(github).length === 0) return;
    await later(4 * MINUTE);
  }
  throw new Error(`deliveries are lost: ${JSON.stringify(lost(github))}`);
}

/** Work that failed often waits long for its next try; while nothing runs, that time passes at once. */
async function quiet(github: PlayedGitHub, apps: Replicas, later: (ms: number) => Promise<void>): Promise<void> {
  const end = performance.now() + PATIENCE;
  let skip = performance.now() + RETRIES;
  const isQuiet = async () => {
    await github.settled();
    return (await apps.jobs('running')) + (await apps.jobs('waiting')) === 0;
  };
  while (!((await isQuiet()) && (await isQuiet()))) {
    if (performance.now() > end) throw new Error(`work is left: ${await apps.jobs('waiting')} jobs wait`);
    await pause(150);
    if ((await apps.jobs('running')) === 0 && performance.now() > skip) {
      skip = performance.now() + RETRIES;
      await later(MINUTE);
    }
  }
  const aside = await apps.jobs('set-aside');
  if (aside > 0) throw new Error(`${aside} jobs were set aside`);
}

const lost = ({ deliveries }: PlayedGitHub) =>
  lostIn(
    deliveries.list().map(({ id, guid, delivered_at: at, status, status_code: code }) => ({
      ...{ id, guid, at: Date.parse(at), taken: status === 'pending' ? undefined : code >= 200 && code < 300 },
    })),
    {},
  );

/** Readings of KPIs that were kept; GitHub shows only the last. */
async function readings({ world }: PlayedGitHub, { postgres }: StormOptions, directory: string): Promise<string> {
  const database = await openDatabase({ url: postgres?.url, directory }, { now: Date.now });
  const kept = await database.ledger.kpis({ installation: world.installation.id, owner: 'acme', name: '.github' });
  await database.close();
  const lines = kept?.readings.map(({ day, kpi, value, source }) => `${day} ${kpi} ${value} ${source}`) ?? [];
  return lines.sort().join('\n');
}
