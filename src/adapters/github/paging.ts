/** As many as GitHub tells at a time. */
export const PAGE = 100;

/** Pages a list to its end. */
export async function paged<T>(read: (page: number, size: number) => Promise<T[]>): Promise<T[]> {
  const all: T[] = [];
  for (let page = 1; ; page++) {
    const some = await read(page, PAGE);
    all.push(...some);
    if (some.length < PAGE) return all;
  }
}
