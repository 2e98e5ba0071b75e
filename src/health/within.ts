/** A part of a long text. What is kept comes whatever else is left out; what has a name is named where it is. */
export interface Section {
  text: string;
  name?: string;
  keep?: boolean;
}

/** Sections one under the other, in at most so many characters: cut at a section's end, and said so. */
export function within(sections: readonly Section[], longest: number): string {
  const kept = sections.filter(({ keep }) => keep).reduce((sum, { text }) => sum + text.length + GAP.length, 0);
  let room = longest - kept - NOTE;
  const out: string[] = [];
  const left: string[] = [];
  let full = false;
  for (const { text, name, keep } of sections) {
    if (text === '') continue;
    if (!keep && (full || text.length + GAP.length > room)) {
      full = true;
      left.push(name ?? 'a part');
      continue;
    }
    out.push(text);
    if (!keep) room -= text.length + GAP.length;
  }
  if (left.length > 0)
    out.push(`<sub>Left out, since an issue holds no more: ${left.join(', ')}.</sub>`.slice(0, NOTE));
  return out.join(GAP);
}

const GAP = '\n\n';
/** Room for saying what was left out. */
const NOTE = 600;
