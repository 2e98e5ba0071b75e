import type { RequestListener, Server } from 'node:http';
import { NoRoom } from '../adapters/database/open.ts';
import { createHints } from '../adapters/hints.ts';
import { during as logged } from '../adapters/telemetry/during.ts';
import { createMetrics } from '../adapters/telemetry/metrics.ts';
import type { Traces } from '../adapters/telemetry/traces.ts';
import { createEntrance } from '../doors/entrance.ts';
import { createProbes, notFound } from '../doors/probes.ts';
import { keepHouse } from '../doors/schedule.ts';
import { takingIn } from '../doors/webhooks.ts';
import { startWorkers } from '../doors/work.ts';
import { digestAges } from '../flows/digest-age.ts';
import type { During } from '../ports/runtime.ts';
import type { Settings } from '../settings.ts';
import { type Connecting, connect, sha256, systemClock } from './connect.ts';
import { flowsOver } from './flows.ts';
import { webOf } from './github.ts';

/** More deliveries than this in a second are a rush: answering them goes before the work. */
const RUSH = 500;

const NO_ROOM = 'The disk of the database is full: deliveries are refused, and asked for again once there is room';

export interface App {
  server: Server;
  /** Resolves once everything that runs has ended and the database is closed. */
  stop(): Promise<void>;
}

export interface WireOptions extends Connecting {
  /** Serves what is neither a webhook nor a probe. */
  pages?: RequestListener;
  /** Where people look at GitHub, if not where its API says. */
  web?: string;
}

/** Builds the app out of its parts: the only place that knows them all. */
export async function wire({
  settings,
  credentials,
  log,
  clock = systemClock,
  pages = notFound,
  web = webOf(credentials),
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
    flows: flowsOver({ github, ledger, history, queue, hints, clock, web, registry, metrics }, settings),
  });

  let isStored = true;
  async function obstacles(): Promise<string[]> {
    const stored = await database.ping().then(
      () => {
        isStored = true;
        return [];
      },
      (error) => {
        // Anybody may ask, as often as they like; it is told once.
        if (isStored) log.error({ err: error }, 'the database cannot be written');
        isStored = false;
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
  return (await import('../adapters/telemetry/traces.ts')).startTraces(tracesTo);
}

/** Who is still sending after this is not waited for, ms. */
const PATIENCE = 10_000;

/** Stops listening; idle connections end at once, busy ones with their answer. */
const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    if (!server.listening) return resolve();
    const late = setTimeout(() => server.closeAllConnections(), PATIENCE);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
