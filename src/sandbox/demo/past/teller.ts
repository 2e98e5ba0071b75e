/** Something that happens bit by bit: every instant that it yields, in ms, is waited for; then it goes on. */
export type Story<Result = void> = Generator<number, Result, void>;

interface Waiting {
  at: number;
  story: Story;
}

/**
 * Tells stories side by side, in the order of their times, as far as they have come by now. What is still to come is not told, so
 * that a pull request that nobody has reviewed yet stays open. Of two things at once, that which waited longer comes first.
 */
export function tell(stories: readonly Story[], now: number): void {
  const waiting: Waiting[] = [];
  const goOn = (story: Story, from: number) => {
    const { done, value } = story.next();
    if (!done && value <= now) insert(waiting, { at: Math.max(from, value), story });
  };
  for (const story of stories) goOn(story, Number.NEGATIVE_INFINITY);
  for (let next = waiting.pop(); next; next = waiting.pop()) goOn(next.story, next.at);
}

/** Keeps the next one last. */
function insert(waiting: Waiting[], one: Waiting): void {
  let [low, high] = [0, waiting.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((waiting[middle]?.at ?? 0) > one.at) low = middle + 1;
    else high = middle;
  }
  waiting.splice(low, 0, one);
}
