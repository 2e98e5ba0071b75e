import { z } from 'zod';
import { Fault } from '../../../model/fault.ts';
import type { PastPage } from '../../../model/past.ts';

export const Names = z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullish();
export const Actor = z.object({ __typename: z.string(), login: z.string() }).nullable();
export type Actor = z.infer<typeof Actor>;
export const Limit = z.object({ remaining: z.number(), limit: z.number(), resetAt: z.string() }).nullish();

/** GitHub's instants, as ms. */
export const Instant = z.string().transform((written) => Date.parse(written));

/** A connection of GraphQL. */
export const connection = <Node extends z.ZodType>(node: Node) =>
  z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
    nodes: z.array(node),
  });

export function pageOf<Node, Item>(
  { pageInfo, nodes }: { pageInfo: { hasNextPage: boolean; endCursor?: string | null | undefined }; nodes: Node[] },
  limit: z.infer<typeof Limit>,
  itemOf: (node: Node) => Item,
): PastPage<Item> {
  return {
    items: nodes.map(itemOf),
    next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
    limit: limit ? { remaining: limit.remaining, of: limit.limit, resetAt: Date.parse(limit.resetAt) } : undefined,
  };
}

/** A page smaller than this is not what GitHub has too much work with. */
const SMALLEST = 5;

/** Asks for a page, and for half of it where GitHub does not get done in time. */
export async function halved<Answer>(size: number, ask: (size: number) => Promise<Answer>): Promise<Answer> {
  try {
    return await ask(size);
  } catch (error) {
    const isTooMuch = error instanceof Fault && error.kind === 'transient' && !error.throttled;
    if (!isTooMuch || size <= SMALLEST) throw error;
    return halved(Math.floor(size / 2), ask);
  }
}
