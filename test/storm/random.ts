/** Numbers that look like chance and are the same for the same seed (mulberry32). */
export interface Chance {
  /** At least 0, below 1. */
  next(): number;
  below(limit: number): number;
  oneOf<T>(things: readonly T[]): T;
}

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { next, below, oneOf: <T>(things: readonly T[]) => things[below(things.length)] as T };
}
