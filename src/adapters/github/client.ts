import { GraphqlResponseError } from '@octokit/graphql';
import type { RequestParameters } from '@octokit/types';
import pLimit, { type LimitFunction } from 'p-limit';
import { Fault, LONGEST_WAIT } from '../../model/fault.ts';
import type { Clock, During } from '../../ports/runtime.ts';
import { allowanceOf, type Listener, statusOf } from './calls.ts';
import { faultOf } from './faults.ts';

export interface Answer {
  data: unknown;
  headers: Record<string, unknown>;
}

/** What is asked of an Octokit; Probot's and `@octokit/rest`'s both fit. */
interface Octokit {
  request(route: string, parameters?: RequestParameters): Promise<Answer>;
  graphql<T>(query: string, parameters?: RequestParameters): Promise<T>;
  auth(options: object): Promise<unknown>;
  hook: { after(name: 'request', told: (answer: Answer) => void): void };
}

/** Who gives out Octokits: Probot for an installation or the app itself, or whoever holds a person's token. */
export interface Keys {
  auth(installation?: number): Promise<unknown>;
}

/** Calls to GitHub as the app or as one of its installations. Waiting is the queue's task: no call sleeps here. */
export interface Client {
  rest(installation: number, route: string, parameters?: RequestParameters): Promise<unknown>;
  read<T>(installation: number, query: string, variables: object): Promise<T>;
  /** Asks for several things of which some may not be there: those that are. */
  readSome<T>(installation: number, query: string, variables: object): Promise<T>;
  /** Writes of one installation go one at a time, as GitHub asks. */
  write<T>(installation: number, call: () => Promise<T>): Promise<T>;
  asApp(route: string, parameters?: RequestParameters): Promise<unknown>;
  /** As the app, with the answer's headers. */
  askAsApp(route: string, parameters?: RequestParameters): Promise<Answer>;
}

/** At most this many installations' clients are kept; more are made again when needed. */
const CLIENTS = 2_000;

const simply: During = (_, work) => work();

export function createClient(keys: Keys, clock: Clock, { onCall, onAllowance, during = simply }: Listener): Client {
  const clients = new Map<number, Promise<Octokit>>();
  const writers = new Map<number, LimitFunction>();
  const pauses = new Map<number, number>();

  function clientOf(installation: number): Promise<Octokit> {
    const known = clients.get(installation);
    if (known) return known;
    const made = listenedTo(installation);
    made.catch(() => clients.delete(installation));
    if (clients.size >= CLIENTS) clients.clear();
    clients.set(installation, made);
    return made;
  }

  async function listenedTo(installation: number): Promise<Octokit> {
    const octokit = (await keys.auth(installation)) as Octokit;
    octokit.hook.after('request', ({ headers }) => {
      const allowance = allowanceOf(installation, headers);
      if (allowance) onAllowance?.(allowance);
    });
    return octokit;
  }

  /** One installation at its limit is left alone until GitHub takes its calls again; others are not held up. */
  function mindPause(installation: number): void {
    const until = pauses.get(installation);
    if (until === undefined) return;
    // One that is further off was noted before the clock was turned back.
    if (until <= clock.now() || until > clock.now() + LONGEST_WAIT) pauses.delete(installation);
    else throw new Fault('transient', "GitHub's rate limit is used up", { retryAt: until, throttled: true });
  }

  async function call<T>(installation: number, route: string, run: (octokit: Octokit) => Promise<T>): Promise<T> {
    mindPause(installation);
    try {
      const answer = await during({ name: `GitHub ${route}` }, async () => run(await clientOf(installation)));
      onCall({ installation, route, status: 'ok' });
      return answer;
    } catch (error) {
      const fault = faultOf(error, clock.now());
      onCall({ installation, route, status: statusOf(error) });
      if (fault instanceof Fault && fault.throttled && fault.retryAt !== undefined)
        pauses.set(installation, fault.retryAt);
      if (isUnauthorized(error)) await renewToken(installation);
      throw fault;
    }
  }

  /** A token may end before its time (revoked, clock skew): the next try gets a new one. */
  async function renewToken(installation: number): Promise<void> {
    try {
      const octokit = await clientOf(installation);
      await octokit.auth({ type: 'installation', installationId: installation, refresh: true });
    } catch (error) {
      throw faultOf(error, clock.now());
    }
  }

  async function askAsApp(route: string, parameters?: RequestParameters): Promise<Answer> {
    try {
      const octokit = (await keys.auth()) as Octokit;
      const answer = await during({ name: `GitHub ${route}` }, () => octokit.request(route, parameters));
      onCall({ installation: undefined, route, status: 'ok' });
      return answer;
    } catch (error) {
      onCall({ installation: undefined, route, status: statusOf(error) });
      throw faultOf(error, clock.now());
    }
  }

  return {
    rest: (installation, route, parameters) =>
      call(installation, route, async (octokit) => (await octokit.request(route, parameters)).data),
    read: (installation, query, variables) =>
      call(installation, `graphql ${nameOfOperation(query)}`, (octokit) => octokit.graphql(query, { ...variables })),
    readSome: (installation, query, variables) =>
      call(installation, `graphql ${nameOfOperation(query)}`, (octokit) =>
        octokit.graphql(query, { ...variables }).catch(whatIsThere),
      ) as never,
    write(installation, run) {
      const writer = writers.get(installation) ?? pLimit(1);
      writers.set(installation, writer);
      return writer(run);
    },
    asApp: async (route, parameters) => (await askAsApp(route, parameters)).data,
    askAsApp,
  };
}

/** The data of an answer that lacks nothing but things that are not there. */
function whatIsThere(error: unknown): unknown {
  const isPartial = error instanceof GraphqlResponseError && error.data != null;
  if (isPartial && error.errors?.every(({ type }) => String(type) === 'NOT_FOUND')) return error.data;
  throw error;
}

const isUnauthorized = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'status' in error && error.status === 401;

const nameOfOperation = (query: string): string => /(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? 'anonymous';
