import { RequestError } from '@octokit/request-error';
import { z } from 'zod';
import { PERMISSIONS } from '../../doctor/needed.ts';
import type { RepoRef } from '../../model/ref.ts';
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
  const grants = new Map<number, { until: number; levels: Promise<Levels> }>();

  /** What the installation's owner granted: GitHub gives out no token that asks for more. */
  function grantedTo(installation: number): Promise<Levels> {
    const known = grants.get(installation);
    // One that is further off was noted before the clock was turned back.
    if (known && known.until > clock.now() && known.until <= clock.now() + LIFETIME) return known.levels;
    const levels = readGrants(installation);
    levels.catch(() => grants.delete(installation));
    grants.set(installation, { until: clock.now() + LIFETIME, levels });
    return levels;
  }

  async function readGrants(installation: number): Promise<Levels> {
    const route = 'GET /app/installations/{installation_id}';
    const answer = await (await app()).request(route, { installation_id: installation });
    return Installation.parse(answer.data).permissions;
  }

  async function tokenFor(reach: Reach, refresh: boolean): Promise<string> {
    const { installation, writesIn } = reach;
    const make = async (repositories: object) => {
      const permissions = writesIn ? toWrite(await grantedTo(installation)) : toRead(await grantedTo(installation));
      const wish = { type: 'installation', installationId: installation, permissions, refresh, ...repositories };
      return Token.parse(await (await app()).auth(wish)).token;
    };
    try {
      return await make(writesIn ? { repositoryNames: [writesIn.name] } : {});
    } catch (error) {
      if (!isUnprocessable(error)) throw error;
      // Less is granted than was, or the repository goes by another name, which GitHub follows everywhere but here.
      grants.delete(installation);
      return make(writesIn ? { repositoryIds: [await idOf(writesIn)] } : {});
    }
  }

  async function idOf({ installation, owner, name }: RepoRef): Promise<number> {
    const answer = await reaching({ installation }).request('GET /repos/{owner}/{repo}', { owner, repo: name });
    return Repository.parse(answer.data).id;
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
      await tokenFor(reach, true);
    },
  };
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
