/** Stands for a picture in visible text: something to look at, and no word. */
export const PICTURE = '\uFFFC';

/** Zero-width characters, fillers, variation selectors: nothing a reader sees. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Keycaps and GitHub's shortcodes hold letters and digits that are none. */
const EMOJI = /[0-9#*]\u20E3|(?<!\S):(?!\d+:)[a-z0-9_+-]{1,40}:(?!\S)/g;
const NUMBERING = /^(?:\d+(?:\.\d+)*(?:[.):]+\s*|\s+)|(?:[a-z]|[ivx]{1,5})[.)]\s+)/;
/** Written without spaces, so a word may end between any two of their letters. */
const UNSPACED = /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

/** Most text by far is of these characters, and needs none of the work that Unicode asks for. */
const ASCII = /^[\n\x20-\x7E]*$/;
/** ICU sorts a run of combining marks in quadratic time; no script stacks more of them. */
const MARKS = /(\p{M}{10})\p{M}+/gu;

/** Text without what a reader cannot see, and with one character for each that looks the same: NFKC. */
const visible = (text: string): string =>
  ASCII.test(text) ? text : text.replaceAll(MARKS, '$1').normalize('NFKC').replaceAll(INVISIBLE, '');

/** Text in the one form in which texts are compared and counted: visible, in lower case, no emoji of letters. */
function plain(text: string): string {
  const lower = visible(text).toLowerCase();
  return lower.includes(':') || lower.includes('\u20E3') ? lower.replaceAll(EMOJI, ' ') : lower;
}

const lettersOf = (text: string): string =>
  text.replaceAll(ASCII.test(text) ? /[^a-z0-9]+/g : /[^\p{L}\p{N}\p{M}]+/gu, ' ').trim();

/** A heading's text as it is compared: without case, emoji, numbering and punctuation. Its first 300 characters count. */
export function titleOf(text: string): string {
  if (/^[a-z]+(?: [a-z]+)*$/i.test(text)) return text.slice(0, 300).toLowerCase();
  const bare = plain(text.slice(0, 300)).replace(/^[^\p{L}\p{N}]+/u, '');
  return lettersOf(bare.replace(NUMBERING, ''));
}

/** Whether a title is the wanted one, or begins with it and goes on with another word. Both come from `titleOf`. */
export function beginsWith(title: string, wanted: string): boolean {
  if (!title.startsWith(wanted)) return false;
  const rest = title.slice(wanted.length);
  return rest === '' || rest.startsWith(' ') || UNSPACED.test(rest);
}

/** The words between a line's spaces, as they are compared with a template's: their letters and digits. */
export function wordsOf(line: string): string[] {
  const text = plain(line);
  const letters = text.replaceAll(ASCII.test(text) ? /[^a-z0-9\s]+/g : /[^\p{L}\p{N}\p{M}\s]+/gu, '');
  return letters.split(/\s+/).filter((word) => word !== '');
}

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });
/** ICU looks up a whole run of Thai or Burmese before its first word, so long text is cut; that costs a word at most. */
const SLICE = 2_000;

/** The words of a visible text in any script, counted up to `limit`. Emoji, punctuation and invisible text are none. */
export function countWords(text: string, limit: number): number {
  let words = 0;
  for (let at = 0; at < text.length && words < limit; at += SLICE) {
    const slice = text.slice(at, at + SLICE);
    if (!/[\p{L}\p{N}]/u.test(slice)) continue;
    for (const { segment, isWordLike } of segmenter.segment(plain(slice))) {
      if (isWordLike && /[\p{L}\p{N}]/u.test(segment) && ++words >= limit) break;
    }
  }
  return words;
}

/** What people write to have written something, in the languages met most. */
const PLACEHOLDERS = [
  'tbd|tba|tbc|todo|to do|to be (?:done|added|defined|determined|decided|confirmed)|fill in|fixme|wip|work in progress|pending',
  'n a|na|not applicable|none|nope|nil|null|x|xx|xxx|lorem ipsum',
  'keine?|entfällt|nicht (?:zutreffend|anwendbar|relevant)|offen|aucune?|néant|sans objet|à (?:faire|compléter|définir)',
  'ningun[oa]|no aplica|pendiente|por definir|nenhuma?|não se aplica|a definir|nessun[oa]|non applicabile|da definire',
  'geen|nvt|n v t|niet van toepassing|brak|nie dotyczy|нет|не применимо|не применяется|н д|yok',
  'なし|無し|特になし|該当なし|未定|无|無|没有|暂无|不适用|不適用|待定|없음|해당 없음|해당없음|미정',
];
const PLACEHOLDER = new RegExp(`^(?:(?:${PLACEHOLDERS.join('|')})(?: |$))*$`, 'u');

/** Whether a text says nothing: placeholders alone, however often and however decorated, or no letter at all. */
export const isPlaceholder = (text: string): boolean =>
  text.length <= 2_000 && !text.includes(PICTURE) && PLACEHOLDER.test(lettersOf(plain(text)));

const NOT_APPLICABLE =
  /^[^\p{L}\p{N}]*(?:(?:n\s?\/\s?a|n\.\s?a|not[ -]applicable)(?![\p{L}\p{N}])|na(?=\s*(?:\p{P}|because)))/iu;
const BECAUSE = /^[^\p{L}\p{N}]*(?:(?:because|since)(?!\p{L})(?:\s+of(?!\p{L}))?[^\p{L}\p{N}]*)?/iu;

/** The reason in "N/A, because <reason>", also after a dash or a colon; `undefined` where the text says no such thing. */
export function reasonWhyNot(text: string): string | undefined {
  const seen = visible(text);
  const said = NOT_APPLICABLE.exec(seen);
  return said === null ? undefined : seen.slice(said[0].length).replace(BECAUSE, '');
}
