import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDeliveries, type Deliveries } from './github/deliveries.ts';
import { type Call, createGate, type Fault, type FaultRequest } from './github/gate.ts';
import { createApi } from './github/server.ts';
import { accountShape, repoShape } from './github/shapes.ts';
import type { Emission } from './github/state.ts';
import { createWorld, type World } from './github/world.ts';
import { toNodeListener } from './node-listener.ts';

export interface PlayedGitHubOptions {
  /** Default: any that is free. */
  port?: number;
  /** Default: `acme`. */
  organisation?: string;
  /** The time, in milliseconds since the epoch. Default: the machine's. */
  now?: () => number;
  /** Asked before every call what befalls it. */
  fault?: (request: FaultRequest) => Fault | Promise<Fault>;
  /** How many deliveries can be asked for again. */
  keepDeliveries?: number;
}

/** A GitHub on this machine, for one app. */
export interface PlayedGitHub {
  world: World;
  /** `http://127.0.0.1:PORT`. */
  url: string;
  /** `127.0.0.1:PORT`. */
  host: string;
  app: { id: number /** PEM. */; privateKey: string; webhookSecret: string };
  /** Turns webhooks on: they are sent to this address from now on. */
  deliverTo(url: string): void;
  deliveries: Deliveries;
  /** Resolves once no webhook is under way; the app may still be at work. */
  settled(): Promise<void>;
  /** The app's calls, oldest first; the oldest of very many are forgotten. */
  calls: Call[];
  /** A token as a person makes one for scripts. */
  newToken(): string;
  /** From now on, tokens given out before are refused. */
  revokeTokens(): void;
  close(): Promise<void>;
}

const APP = { id: 4_711, slug: 'truenorth-sandbox', name: 'Truenorth sandbox' };
const CALLS = 20_000;
/** What a person's token reaches. */
const EVERYWHERE = { repos: undefined, writes: new Set(['checks', 'contents', 'issues', 'pull_requests']) };

/** Starts a GitHub that is played on this machine: nothing of it is reachable from, or leaves to, anywhere else. */
export async function startPlayedGitHub(options: PlayedGitHubOptions = {}): Promise<PlayedGitHub> {
  const { port = 0, organisation = 'acme', now = Date.now, fault, keepDeliveries: keep } = options;
  const server = createServer();
  const host = `127.0.0.1:${await listening(server, port)}`;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const webhookSecret = randomBytes(24).toString('hex');
  const calls: Call[] = [];
  const deliveries = createDeliveries({ secret: webhookSecret, now, keep, onAnswer: () => world.changed() });
  const world = createWorld({
    ...{ organisation, now, app: APP, api: `http://${host}/api/v3` },
    onEvent: (emission) => deliveries.send(() => hookOf(world, emission)),
  });
  const onCall = (call: Call) => {
    calls.push(call);
    if (calls.length > CALLS) calls.splice(0, CALLS / 10);
    world.changed();
  };
  const gate = createGate({ publicKey, now, onCall, fault });
  server.on('request', toNodeListener(createApi(world, gate, deliveries, { privateKey, webhookSecret }).fetch));
  return {
    ...{ world, url: `http://${host}`, host, app: { id: APP.id, privateKey, webhookSecret }, deliveries, calls },
    deliverTo(url) {
      world.urls.html = new URL(url).origin;
      deliveries.deliverTo(url);
    },
    settled: deliveries.settled,
    newToken: () => gate.newToken(EVERYWHERE).token,
    revokeTokens: gate.revokeTokens,
    async close() {
      deliveries.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** The payload as GitHub composes it: what happened, where, in whose installation, and who did it. */
function hookOf(world: World, { lane, event, action, repo, by, payload }: Emission) {
  const common = {
    ...(action === undefined ? {} : { action }),
    ...(event === 'installation' ? {} : { installation: { id: world.installation.id, node_id: 'MDIz' } }),
    ...(repo ? { repository: repoShape(world, repo) } : {}),
    ...(event === 'installation' ? {} : { organization: accountShape(world.organisation) }),
    sender: accountShape(by),
  };
  const own = typeof payload === 'function' ? payload() : payload;
  return { lane, event, action, installation: world.installation.id, payload: { ...common, ...own } };
}
