import { GraphqlResponseError } from '@octokit/graphql';
import type { RequestParameters } from '@octokit/types';
import pLimit, { type LimitFunction } from 'p-limit';
import { Fault, LONGEST_WAIT } from '../../model/fault.ts';
import { type RepoRef, repoKey } from '../../model/ref.ts';
import type { Clock, During } from '../../ports/runtime.ts';
import { allowanceOf, type Listener, statusOf } from './calls.ts';
import { faultOf } from './faults.ts';

export interface Answer {
  data: unknown;
  headers: Record<string, unknown>;
}

/** What is asked of an Octokit; Probot's and `@octokit/rest`'s both fit. */
export interface Octokit {
  request(route: string, parameters?: RequestParameters): Promise<Answer>;
  graphql<T>(query: string, parameters?: RequestParameters): Promise<T>;
  hook: { after(name: 'request', told: (answer: Answer) => void): void };
}

/** How far a call reaches: over all that an installation sees, to read it, or into one repository, to write there. */
export interface Reach {
  installation: number;
  writesIn?: RepoRef;
}

/** Who gives out Octokits: an app, with a token for each reach, or whoever holds a person's token. */
export interface Keys {
  /** As the app itself. */
  app(): Promise<Octokit>;
  reaching(reach: Reach): Octokit;
  /** What it shows was refused: the next call shows another. */
  renew(reach: Reach): Promise<void>;
}

/** Calls to GitHub as the app or as one of its installations. Waiting is the queue's task: no call sleeps here. */
export interface Client {
  rest(installation: number, route: string, parameters?: RequestParameters): Promise<unknown>;
  read<T>(installation: number, query: string, variables: object): Promise<T>;
  /** Asks for several things of which some may not be there: those that are. */
  readSome<T>(installation: number, query: string, variables: object): Promise<T>;
  /** Writes of one installation go one at a time, as GitHub asks. */
  write<T>(repo: RepoRef, work: (writer: Writer) => Promise<T>): Promise<T>;
  asApp(route: string, parameters?: RequestParameters): Promise<unknown>;
  /** As the app, with the answer's headers. */
  askAsApp(route: string, parameters?: RequestParameters): Promise<Answer>;
}

/** Calls in one repository, which alone they can write in. */
export interface Writer {
  rest(route: string, parameters?: RequestParameters): Promise<unknown>;
  mutate<T>(mutation: string, variables: object): Promise<T>;
}

/** At most this many clients are kept; more are made again when needed. */
const CLIENTS = 2_000;

const simply: During = (_, work) => work();

export function createClient(keys: Keys, clock: Clock, { onCall, onAllowance, during = simply }: Listener): Client {
  const clients = new Map<string, Octokit>();
  const writers = new Map<number, LimitFunction>();
  const pauses = new Map<number, number>();

  function clientFor(reach: Reach): Octokit {
    const { installation, writesIn } = reach;
    const name = writesIn === undefined ? `${installation}` : `${installation} ${repoKey(writesIn)}`;
    const known = clients.get(name);
    if (known) return known;
    const made = keys.reaching(reach);
    made.hook.after('request', ({ headers }) => {
      const allowance = allowanceOf(installation, headers);
      if (allowance) onAllowance?.(allowance);
    });
    if (clients.size >= CLIENTS) clients.clear();
    clients.set(name, made);
    return made;
  }

  /** One installation at its limit is left alone until GitHub takes its calls again; others are not held up. */
  function mindPause(installation: number): void {
    const until = pauses.get(installation);
    if (until === undefined) return;
    // One that is further off was noted before the clock was turned back.
    if (until <= clock.now() || until > clock.now() + LONGEST_WAIT) pauses.delete(installation);
    else throw new Fault('transient', "GitHub's rate limit is used up", { retryAt: until, throttled: true });
  }

  async function call<T>(reach: Reach, route: string, run: (octokit: Octokit) => Promise<T>): Promise<T> {
    const { installation } = reach;
    mindPause(installation);
    try {
      const answer = await during({ name: `GitHub ${route}` }, () => run(clientFor(reach)));
      onCall({ installation, route, status: 'ok' });
      return answer;
    } catch (error) {
      const fault = faultOf(error, clock.now());
      onCall({ installation, route, status: statusOf(error) });
      if (fault instanceof Fault && fault.throttled && fault.retryAt !== undefined)
        pauses.set(installation, fault.retryAt);
      if (isUnauthorized(error)) await renewToken(reach);
      throw fault;
    }
  }

  /** A token may end before its time (revoked, clock skew): the next try gets a new one. */
  async function renewToken(reach: Reach): Promise<void> {
    try {
      await keys.renew(reach);
    } catch (error) {
      throw faultOf(error, clock.now());
    }
  }

  async function askAsApp(route: string, parameters?: RequestParameters): Promise<Answer> {
    try {
      const octokit = await keys.app();
      const answer = await during({ name: `GitHub ${route}` }, () => octokit.request(route, parameters));
      onCall({ installation: undefined, route, status: 'ok' });
      return answer;
    } catch (error) {
      onCall({ installation: undefined, route, status: statusOf(error) });
      throw faultOf(error, clock.now());
    }
  }

  const request = (reach: Reach, route: string, parameters?: RequestParameters) =>
    call(reach, route, async (octokit) => (await octokit.request(route, parameters)).data);
  const ask = <T>(reach: Reach, query: string, variables: object, orElse: (error: unknown) => T = rethrow) =>
    call(reach, `graphql ${nameOfOperation(query)}`, (octokit) =>
      octokit.graphql<T>(query, { ...variables }).catch(orElse),
    );

  return {
    rest: (installation, route, parameters) => request({ installation }, route, parameters),
    read: (installation, query, variables) => ask({ installation }, query, variables),
    readSome: <T>(installation: number, query: string, variables: object) =>
      ask<T>({ installation }, query, variables, whatIsThere),
    write(repo, work) {
      const reach = { installation: repo.installation, writesIn: repo };
      const one = writers.get(repo.installation) ?? pLimit(1);
      writers.set(repo.installation, one);
      return one(work, {
        rest: (route, parameters) => request(reach, route, parameters),
        mutate: (mutation, variables) => ask(reach, mutation, variables),
      });
    },
    asApp: async (route, parameters) => (await askAsApp(route, parameters)).data,
    askAsApp,
  };
}

/** The data of an answer that lacks nothing but things that are not there. */
function whatIsThere<T>(error: unknown): T {
  const isPartial = error instanceof GraphqlResponseError && error.data != null;
  if (isPartial && error.errors?.every(({ type }) => String(type) === 'NOT_FOUND')) return error.data as T;
  throw error;
}

function rethrow(error: unknown): never {
  throw error;
}

const isUnauthorized = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'status' in error && error.status === 401;

const nameOfOperation = (query: string): string => /(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? 'anonymous';
