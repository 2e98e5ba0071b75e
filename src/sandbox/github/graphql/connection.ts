import { Refusal } from '../refusal.ts';

export interface PageArguments {
  first?: number;
  after?: string;
  last?: number;
}

/** One page of a list, as GitHub's GraphQL gives it; a list without a bound is refused, as there. */
export function connection<T>(items: readonly T[], { first, after, last }: PageArguments, field: string) {
  if (first === undefined && last === undefined)
    throw new Refusal(
      200,
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${field}\` connection.`,
      'MISSING_PAGINATION_BOUNDARIES',
    );
  const size = Math.min(100, first ?? last ?? 0);
  const start = first === undefined ? Math.max(0, items.length - size) : after ? positionOf(after) : 0;
  const nodes = items.slice(start, start + size);
  const end = start + nodes.length;
  return {
    nodes,
    totalCount: items.length,
    pageInfo: {
      ...{ hasNextPage: end < items.length, hasPreviousPage: start > 0 },
      startCursor: nodes.length === 0 ? null : cursorOf(start),
      endCursor: nodes.length === 0 ? null : cursorOf(end - 1),
    },
  };
}

const cursorOf = (index: number): string => Buffer.from(`cursor:${index + 1}`).toString('base64');
const positionOf = (cursor: string): number =>
  Number(Buffer.from(cursor, 'base64').toString().replace('cursor:', '')) || 0;
