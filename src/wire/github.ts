import { Octokit } from '@octokit/rest';
import type { RequestInterface } from '@octokit/types';
import type { Logger } from 'pino';
import { Probot, ProbotOctokit } from 'probot';
import type { Listener } from '../adapters/github/calls.ts';
import { createClient } from '../adapters/github/client.ts';
import { createGitHub, identify } from '../adapters/github/github.ts';
import { readOfOrganisation } from '../adapters/github/organisation.ts';
import { patientFetch } from '../adapters/github/patient-fetch.ts';
import { createRegistry } from '../adapters/github/registration.ts';
import { appKeys, personalKeys } from '../adapters/github/tokens.ts';
import type { Clock } from '../ports/runtime.ts';
import { CHECK_NAME } from '../review/check.ts';
import { MARKER } from '../review/comment.ts';
import type { Credentials } from '../settings.ts';

export const GITHUB = 'https://github.com';

const NAMES = { check: CHECK_NAME, marker: MARKER };
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const UNHEARD: Listener = { onCall: () => undefined };

/** Where people look at what the API tells: an Enterprise Server's own address, or github.com. */
export const webOf = ({ baseUrl }: Pick<Credentials, 'baseUrl'>): string =>
  baseUrl?.replace(/\/api\/v3\/?$/, '') ?? GITHUB;

/** GitHub as the app sees it: its installations, and what it knows of the app itself. */
export function gitHubAsApp(credentials: Credentials, clock: Clock, log: Logger, listener: Listener = UNHEARD) {
  const probot = probotFor(credentials, log);
  const keys = appKeys(
    () => probot.auth(),
    () => octokitWith(undefined, credentials.baseUrl),
    clock,
  );
  const client = createClient(keys, clock, listener);
  const identity = identify(client);
  return {
    identity,
    github: createGitHub({ client, clock, names: NAMES }, identity),
    registry: createRegistry(client),
  };
}

/** GitHub as a person sees it, by a token; without one, as anybody does. */
export function gitHubWith(token: string | undefined, baseUrl: string | undefined, clock: Clock) {
  const client = createClient(
    personalKeys(() => octokitWith(token, baseUrl)),
    clock,
    UNHEARD,
  );
  // Whose labels are the app's own, a token cannot be asked; it is known by the name that it has unless its owner chose another.
  const github = createGitHub({ client, clock, names: NAMES }, async () => ({ id: 0, login: 'truenorth[bot]' }));
  return {
    // Nobody can tell whether a token sees all of an organisation.
    github: { ...github, seesAll: async () => false },
    repositories: (installation: number, owner: string) => readOfOrganisation(client, installation, owner),
  };
}

export const octokitWith = (token: string | undefined, baseUrl: string | undefined): Octokit =>
  new Octokit({
    ...{ auth: token, log: SILENT, request: { fetch: patientFetch } },
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });

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
