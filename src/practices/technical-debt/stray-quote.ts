/** What a string follows where it begins: an operator, a bracket, a word that takes a value. */
const BEFORE = String.raw`(?:[=([{,?:+&|]|=>|\b(?:return|default|yield|throw|await|case))\s*`;
const BEGINS = new RegExp(`${BEFORE}$`);
/** A template's tag, or the letters before a string of Python. */
const TAGGED = new RegExp(String.raw`${BEFORE}[\w.$]+$|^\s*[\w$]+$`);
/** What follows a string where it ends. */
const ENDED = /^\s*(?:[;,)\]}%+:?#]|\/\/|\.\w+\()/;

/**
 * The quote of a string in which a run of lines begins; `undefined` where it begins outside of any. A quote that both begins and
 * ends a string does not say which of the two it does; what stands around it does, nearly always. Lines that hold an even number
 * of them say nothing.
 */
export function strayQuote(
  lines: readonly string[],
  { across = [], raw = false }: { across?: readonly string[]; raw?: boolean },
): string | undefined {
  const read = raw ? lines : lines.map((line) => line.replaceAll(/\\./g, '  '));
  return across.find((quote) => beginsWithin(read, quote));
}

function beginsWithin(lines: readonly string[], quote: string): boolean {
  let within = true;
  let isUndecided = false;
  for (const [at, line] of lines.entries()) {
    const [before = '', after = '', ...more] = line.split(quote);
    if (more.length === 0 && line.includes(quote)) {
      const ends = isEnd(before, after, lines[at - 1]);
      if (ends !== undefined) return ends === within;
      isUndecided = true;
    }
    if (more.length % 2 === 0 && line.includes(quote)) within = !within;
  }
  return isUndecided;
}

/** Whether a quote ends a string, by its line and the one before; `undefined` where it stands alone. */
function isEnd(before: string, after: string, previous: string | undefined): boolean | undefined {
  const isFirst = before.trim() === '';
  if (ENDED.test(after)) return isFirst || !BEGINS.test(before);
  if (after.trim() !== '') return false;
  const lead = isFirst ? previous : before;
  return lead === undefined ? undefined : !BEGINS.test(lead) && !(TAGGED.test(before) && !isFirst);
}
