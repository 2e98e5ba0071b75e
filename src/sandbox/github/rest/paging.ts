import type { Context } from 'hono';

/** One page of a list, by `per_page` (at most 100) and `page`, with GitHub's `Link` header to the others. */
export function paged<T>(c: Context, items: readonly T[], standard = 30): T[] {
  const size = Math.min(100, positive(c.req.query('per_page')) ?? standard);
  const page = positive(c.req.query('page')) ?? 1;
  const last = Math.max(1, Math.ceil(items.length / size));
  const links = [
    ...(page > 1 ? [link(c, 1, 'first'), link(c, page - 1, 'prev')] : []),
    ...(page < last ? [link(c, page + 1, 'next'), link(c, last, 'last')] : []),
  ];
  if (links.length > 0) c.header('link', links.join(', '));
  return items.slice((page - 1) * size, page * size);
}

function link(c: Context, page: number, rel: string): string {
  const url = new URL(c.req.url);
  url.searchParams.set('page', String(page));
  return `<${url}>; rel="${rel}"`;
}

const positive = (text: string | undefined): number | undefined => {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
};
