/** What came longer ago than this counts little, ms. */
const LATELY = 250;

/** How many come in a second, of late: counts what comes, and forgets it by and by. */
export function createPace() {
  let level = 0;
  let last = 0;
  const fade = (now: number) => {
    level *= Math.exp((last - now) / LATELY);
    last = now;
  };
  return {
    count(now: number): void {
      fade(now);
      level++;
    },
    rate(now: number): number {
      fade(now);
      return (level * 1_000) / LATELY;
    },
  };
}
