import { RequestError } from '@octokit/request-error';
import { z } from 'zod';
import { PERMISSIONS } from '../../doctor/needed.ts';
import { Fault } from '../../model/fault.ts';
import { code } from '../../model/markdown.ts';
import { type RepoRef, repoKey } from '../../model/ref.ts';
import { withoutSecrets } from '../../model/secret.ts';
import { MINUTE } from '../../model/time.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Keys, Octokit, Reach } from './client.ts';

/** The app itself: it makes its own tokens, and keeps them while they live. */
interface AppOctokit extends Octokit {
  auth(options: object): Promise<unknown>;
}

/** An Octokit that shows nothing until a hook puts it on its requests. */
interface BareOctokit extends Octokit {
  hook: Octokit['hook'] & {
    before(name: 'request', doing: (options: { headers: Record<string, unknown> }) => Promise<void>): void;
  };
}

type Levels = Record<string, string>;

/** GitHub's tokens live for an hour; what may be asked of them is looked up as often. */
const LIFETIME = 59 * MINUTE;

const Installation = z.object({ permissions: z.record(z.string(), z.string()) });
const Repository = z.object({ id: z.number() });
const Token = z.object({ token: z.string() });

/**
 * An app's keys: for each reach a token that can do that and no more. One that reads sees all of its installation, since a pull request is
 * judged by the organisation's configuration too and may close issues elsewhere, and writes nothing; one that writes does so in one
 * repository, and reads no code.
 */
export function appKeys(app: () => Promise<AppOctokit>, bare: () => BareOctokit, clock: Clock): Keys {
  /** What the installation's owner granted: GitHub gives out no token that asks for more. */
  const grants = hourly(clock, String, async (installation: number): Promise<Levels> => {
    const route = 'GET /app/installations/{installation_id}';
    const answer = await (await app()).request(route, { installation_id: installation });
    return Installation.parse(answer.data).permissions;
  });
  /** Of repositories that are not to be had by the name that they are known by here. */
  const ids = hourly(clock, repoKey, async ({ installation, owner, name }: RepoRef): Promise<number> => {
    const reader = reaching({ installation });
    return Repository.parse((await reader.request('GET /repos/{owner}/{repo}', { owner, repo: name })).data).id;
  });

  async function ask(installation: number, least: (granted: Levels) => Levels, more: object): Promise<string> {
    const permissions = least(await grants.get(installation));
    const wish = { type: 'installation', installationId: installation, permissions, ...more };
    return Token.parse(await (await app()).auth(wish)).token;
  }

  const toReadIn = (installation: number, refresh: boolean) => ask(installation, toRead, { refresh });

  async function toWriteIn(repo: RepoRef, byName: boolean, refresh: boolean): Promise<string> {
    const only = byName ? { repositoryNames: [repo.name] } : { repositoryIds: [await ids.get(repo)] };
    return ask(repo.installation, toWrite, { refresh, ...only });
  }

  async function tokenFor({ installation, writesIn }: Reach, refresh: boolean): Promise<string> {
    // A name of digits is asked for by its id: among the tokens that are kept, the one would be taken for the other.
    const byName = writesIn && !ids.knows(writesIn) && !/^\d+$/.test(writesIn.name);
    try {
      return await (writesIn ? toWriteIn(writesIn, byName === true, refresh) : toReadIn(installation, refresh));
    } catch (error) {
      if (!isUnprocessable(error)) throw error;
      // Less is granted than was, or the repository goes by another name, which GitHub follows everywhere but here.
      grants.forget(installation);
      try {
        return await (writesIn ? toWriteIn(writesIn, false, refresh) : toReadIn(installation, refresh));
      } catch (again) {
        if (writesIn) ids.forget(writesIn);
        throw tryAgainLater(again);
      }
    }
  }

  function reaching(reach: Reach): BareOctokit {
    const octokit = bare();
    octokit.hook.before('request', async ({ headers }) => {
      headers.authorization = `token ${await tokenFor(reach, false)}`;
    });
    return octokit;
  }

  return {
    app,
    reaching,
    async renew(reach) {
      // What writes may have to read first, to be asked for.
      if (reach.writesIn) await tokenFor({ installation: reach.installation }, true);
      await tokenFor(reach, true);
    },
  };
}

/** Remembers for as long as a token lives what was looked up; what could not be is looked up again. */
function hourly<Key, Value>(clock: Clock, nameOf: (key: Key) => string, lookUp: (key: Key) => Promise<Value>) {
  const known = new Map<string, { until: number; value: Promise<Value> }>();
  const standing = (key: Key) => {
    const found = known.get(nameOf(key));
    // One that is further off was noted before the clock was turned back.
    return found && found.until > clock.now() && found.until <= clock.now() + LIFETIME ? found : undefined;
  };
  const forget = (key: Key) => known.delete(nameOf(key));
  return {
    forget,
    knows: (key: Key): boolean => standing(key) !== undefined,
    get(key: Key): Promise<Value> {
      const found = standing(key);
      if (found) return found.value;
      const value = lookUp(key);
      value.catch(() => forget(key));
      known.set(nameOf(key), { until: clock.now() + LIFETIME, value });
      return value;
    },
  };
}

/** What GitHub still refuses may be gone or changed: whoever tries again looks first at what is there. */
function tryAgainLater(error: unknown): unknown {
  if (!(error instanceof RequestError) || ![404, 422].includes(error.status)) return error;
  return new Fault('transient', `GitHub gives out no token: ${code(withoutSecrets(error.message, 200), 200)}`);
}

/** The keys of whoever holds a token: one for everything. */
export const personalKeys = (octokit: () => Octokit): Keys => ({
  app: async () => octokit(),
  reaching: octokit,
  renew: async () => undefined,
});

const toRead = (granted: Levels): Levels =>
  Object.fromEntries(Object.keys(PERMISSIONS).flatMap((name) => (name in granted ? [[name, 'read']] : [])));

const toWrite = (granted: Levels): Levels => ({
  metadata: 'read',
  ...Object.fromEntries(
    Object.entries(PERMISSIONS).flatMap(([name, { level }]) =>
      level === 'write' && granted[name] === 'write' ? [[name, 'write']] : [],
    ),
  ),
});

const isUnprocessable = (error: unknown): boolean => error instanceof RequestError && error.status === 422;
