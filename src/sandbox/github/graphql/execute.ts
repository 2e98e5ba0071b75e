import { type ExecutionResult, type GraphQLError, graphql } from 'graphql';
import { reaches, type Scope } from '../gate.ts';
import { Refusal } from '../refusal.ts';
import { findNode } from '../state.ts';
import type { World } from '../world.ts';
import { actorNode, commentNode, labelNode } from './basic-nodes.ts';
import { mutations } from './mutations.ts';
import { issueNode, pullNode, repositoryNode, teamNode } from './nodes.ts';
import { schema } from './schema.ts';

export interface GraphQLRequest {
  query?: unknown;
  variables?: Record<string, unknown>;
  operationName?: string;
}

/** Answers a GraphQL request as GitHub does: with what could be read or done, and an error of its own type for what not. */
export async function execute(
  world: World,
  { query, variables, operationName }: GraphQLRequest,
  scope: Scope,
): Promise<object> {
  if (typeof query !== 'string') return { message: 'A query attribute must be specified and must be a string.' };
  const result: ExecutionResult = await graphql({
    ...{ schema, source: query, rootValue: rootOf(world, scope), variableValues: variables, operationName },
  });
  const { data, errors } = result;
  return { ...(data === undefined ? {} : { data }), ...(errors ? { errors: errors.map(errorOf) } : {}) };
}

const rootOf = (world: World, scope: Scope) => ({
  viewer: { __typename: 'User', id: world.bot.nodeId, databaseId: world.bot.id, login: world.bot.login },
  rateLimit: {
    ...{ ...world.rateLimit, cost: 1, used: world.rateLimit.limit - world.rateLimit.remaining },
    resetAt: new Date(world.now() + 3_600_000).toISOString(),
  },
  repository: ({ owner, name }: { owner: string; name: string }) => {
    const repo = world.repo(`${owner}/${name}`);
    if (repo && world.isVisible(repo) && reaches(scope, repo)) return repositoryNode(world, repo);
    throw new Refusal(404, `Could not resolve to a Repository with the name '${owner}/${name}'.`);
  },
  organization: ({ login }: { login: string }) => {
    if (login.toLowerCase() !== world.organisation.login.toLowerCase())
      throw new Refusal(404, `Could not resolve to an Organization with the login of '${login}'.`);
    return { ...actorNode(world.organisation), team: ({ slug }: { slug: string }) => teamNode(world, slug) };
  },
  search: ({ query }: { query: string }) => ({ issueCount: mergedBy(world, query) }),
  node: ({ id }: { id: string }) => nodeOf(world, id),
  // What one of them lacks is that one's error; the others are answered.
  nodes: ({ ids }: { ids: string[] }) => ids.map(async (id) => nodeOf(world, id)),
  ...mutations(world, scope),
});

/** The one search that is played: `repo:o/n is:pr is:merged author:x`. */
function mergedBy(world: World, query: string): number {
  const term = (key: string) => new RegExp(`(?:^| )${key}:(\\S+)`).exec(query)?.[1]?.toLowerCase();
  const threads = [...(world.repo(term('repo') ?? '')?.threads.values() ?? [])];
  const isTheirs = (login: string) => login.toLowerCase() === term('author');
  return threads.filter((one) => one.kind === 'pull' && one.mergedAt !== undefined && isTheirs(one.author.login))
    .length;
}

function nodeOf(world: World, id: string): object {
  const found = findNode(world, id);
  switch (found?.type) {
    case 'Repository':
      return repositoryNode(world, found.repo);
    case 'PullRequest':
      return pullNode(world, found.thread);
    case 'Issue':
      return issueNode(world, found.thread);
    case 'Label':
      return labelNode(found.label);
    case 'IssueComment':
      return commentNode(world, found.comment);
    case undefined:
      throw new Refusal(404, `Could not resolve to a node with the global id of '${id}'`);
  }
}

/** A mistake in the query itself has no type, as on GitHub. */
function errorOf(error: GraphQLError): object {
  const { message, path, locations, originalError } = error;
  return { ...(originalError instanceof Refusal ? { type: originalError.type } : {}), path, locations, message };
}
