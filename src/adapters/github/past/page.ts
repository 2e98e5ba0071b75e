import { z } from 'zod';
import { Fault } from '../../../model/fault.ts';
import type { PastPage } from '../../../model/past.ts';
import type { RepoRef } from '../../../model/ref.ts';
import type { Client } from '../client.ts';

export const Names = z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullish();
export const Actor = z.object({ __typename: z.string(), login: z.string() }).nullable();
export type Actor = z.infer<typeof Actor>;
const Limit = z.object({ remaining: z.number(), limit: z.number(), resetAt: z.string() }).nullish();

/** GitHub's instants, as ms. */
export const Instant = z.string().transform((written) => Date.parse(written));

/** One of a repository's lists, as it is asked for: `$owner`, `$name`, `$first` and `$after` are given to every query. */
interface List<Node extends z.ZodType, Item> {
  query: string;
  /** The list's name in the answer's repository; a feature that is turned off answers null. */
  field: string;
  /** A field that says whether the feature is turned on, and what to say where it is not. */
  feature?: { field: string; off: string };
  node: Node;
  itemOf(node: z.output<Node>): Item;
  /** Of one page. Less is asked for where GitHub does not get done in time. */
  size: number;
  cursor: string | undefined;
  variables?: Record<string, unknown>;
}

/** Asks for a page of a repository's list, and what is left of the rate limit. */
export async function readPage<Node extends z.ZodType, Item>(
  client: Client,
  { installation, owner, name }: RepoRef,
  { query, field, feature, node, itemOf, size, cursor, variables = {} }: List<Node, Item>,
): Promise<PastPage<Item>> {
  const answer = await halved(size, (first) =>
    client.read(installation, query, { owner, name, after: cursor, ...variables, first }),
  );
  const page = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() });
  const list = z.object({ pageInfo: page, nodes: z.array(node) }).nullable();
  const { rateLimit, repository } = z
    .object({ rateLimit: Limit, repository: z.record(z.string(), list.or(z.boolean())) })
    .parse(answer);
  const limit = rateLimit
    ? { remaining: rateLimit.remaining, of: rateLimit.limit, resetAt: Date.parse(rateLimit.resetAt) }
    : undefined;
  if (feature && repository[feature.field] === false) throw new Fault('terminal', feature.off);
  const found = repository[field];
  if (typeof found !== 'object' || found === null) return { items: [], next: undefined, limit };
  const { pageInfo, nodes } = found;
  return {
    items: nodes.map(itemOf),
    next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    limit,
  };
}

/** A page smaller than this is not what GitHub has too much work with. */
const SMALLEST = 5;

/** Asks for a page, and for half of it where GitHub does not get done in time. */
async function halved<Answer>(size: number, ask: (size: number) => Promise<Answer>): Promise<Answer> {
  try {
    return await ask(size);
  } catch (error) {
    const isTooMuch = error instanceof Fault && error.kind === 'transient' && !error.throttled;
    if (!isTooMuch || size <= SMALLEST) throw error;
    return halved(Math.floor(size / 2), ask);
  }
}
