import { z } from 'zod';
import { Fault } from '../../model/fault.ts';
import { code } from '../../model/markdown.ts';
import { PERMISSIONS, type Permission } from '../../model/permission.ts';
import type { Team, Unread } from '../../model/pull.ts';
import type { RepoRef } from '../../model/ref.ts';
import type { Clock } from '../../ports/runtime.ts';
import type { Client } from './client.ts';
import { hasStatus } from './faults.ts';

/** How long a team's members are believed, ms: who may grant something is asked anew each time, who is proposed need not be. */
const KEPT = 600_000;
const TEAMS = 1_000;

const TEAM = /* GraphQL */ `
  query Team($organisation: String!, $slug: String!, $after: String) {
    organization(login: $organisation) {
      team(slug: $slug) {
        members(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { login } }
      }
    }
  }
`;
const TeamAnswer = z.object({
  organization: z
    .object({
      team: z
        .object({
          members: z.object({
            pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
            nodes: z.array(z.object({ login: z.string() })),
          }),
        })
        .nullable(),
    })
    .nullable(),
});

const unreadable = (name: string): Unread => ({
  because: `The team ${code(name)} does not exist, or Truenorth may not see it: correct its name in the configuration, or grant the app \`members: read\``,
  cause: 'elsewhere',
});

/** Reads teams, each at most once in ten minutes. */
export function teamReader(client: Client, clock: Clock): (installation: number, name: string) => Promise<Team> {
  const known = new Map<string, { until: number; team: Team }>();
  return async (installation, name) => {
    const key = `${installation} ${name.toLowerCase()}`;
    const kept = known.get(key);
    if (kept && kept.until > clock.now()) return kept.team;
    const team = await readTeam(client, installation, name);
    if (known.size >= TEAMS) known.clear();
    known.set(key, { until: clock.now() + KEPT, team });
    return team;
  };
}

async function readTeam(client: Client, installation: number, name: string): Promise<Team> {
  const [organisation, slug] = name.split('/');
  const members: string[] = [];
  let after: string | null = null;
  do {
    const answer: z.infer<typeof TeamAnswer> = TeamAnswer.parse(
      await client.readSome(installation, TEAM, { organisation, slug, after }).catch(orNothing),
    );
    const page = answer.organization?.team?.members;
    if (page === undefined) return unreadable(name);
    members.push(...page.nodes.map(({ login }) => login));
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return { members };
}

const orNothing = (error: unknown): { organization: null } => {
  if (error instanceof Fault && error.kind === 'terminal') return { organization: null };
  throw error;
};

/** Whether somebody belongs to a team at this moment. */
export async function isMember(client: Client, installation: number, name: string, login: string) {
  const [org, team_slug] = name.split('/');
  const ask = (route: string, parameters: object) =>
    client.rest(installation, route, { org, team_slug, ...parameters }).then(
      (answer) => answer,
      (error: unknown) => {
        if (error instanceof Fault && error.kind === 'terminal') return undefined;
        throw error;
      },
    );
  const membership = await ask('GET /orgs/{org}/teams/{team_slug}/memberships/{username}', { username: login });
  if (membership !== undefined) return z.object({ state: z.string() }).parse(membership).state === 'active';
  // GitHub answers the same for somebody who is no member and for a team that is not there.
  const team = await ask('GET /orgs/{org}/teams/{team_slug}', {});
  return team === undefined ? unreadable(name) : false;
}

const Role = z.object({ role_name: z.string().optional(), permission: z.string() });

/** What somebody may do in a repository. A custom role counts as the base role that GitHub names for it. */
export async function permissionOf(client: Client, repo: RepoRef, login: string): Promise<Permission> {
  try {
    const answer = Role.parse(
      await client.rest(repo.installation, 'GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
        owner: repo.owner,
        repo: repo.name,
        username: login,
      }),
    );
    const known = (name: string | undefined) => PERMISSIONS.find((permission) => permission === name);
    return known(answer.role_name) ?? known(answer.permission) ?? 'none';
  } catch (error) {
    // Nobody of that name.
    if (hasStatus(error, 404)) return 'none';
    throw error;
  }
}
