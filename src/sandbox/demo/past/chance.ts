/** Chance that falls the same way every time. */
export interface Chance {
  /** At least `low`, less than `high`. */
  between(low: number, high: number): number;
  /** `true` in this share of all cases. */
  is(share: number): boolean;
  one<Thing>(of: readonly [Thing, ...Thing[]]): Thing;
}

/** Chance for whatever this names: what else is told never changes how it falls. */
export function chanceOf(name: string): Chance {
  let state = seedOf(name);
  // Mulberry32, by Tommy Ettinger.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (low, high) => low + next() * (high - low),
    is: (share) => next() < share,
    one: (of) => of[Math.floor(next() * of.length)] ?? of[0],
  };
}

/** FNV-1a. */
function seedOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
