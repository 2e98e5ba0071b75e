import { distance } from 'fastest-levenshtein';

/** No key and no id is longer; what is, is no slip of the pen. */
const LONGEST = 64;

/** The known word that was probably meant, if one is near: a letter in three may be wrong, case and `_` do not count. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  if (written.length > LONGEST) return undefined;
  const word = written.toLowerCase().replaceAll('_', '-');
  const near = known
    .map((candidate) => ({ candidate, away: distance(word, candidate.toLowerCase()) }))
    .filter(({ candidate, away }) => away <= Math.max(1, Math.floor(Math.min(word.length, candidate.length) / 3)))
    .sort((a, b) => a.away - b.away);
  return near[0]?.candidate;
}
