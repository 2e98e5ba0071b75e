/** HTML elements whose text is not said here: quoted, shown as code, or struck out. */
const ELEMENTS = ['blockquote', 'q', 'pre', 'code', 'kbd', 'samp', 'tt', 'del', 's', 'strike'];

const OPEN = 0xfdd4;
const CLOSE = 0xfde0;
/** Their tags, and the character that stands for each in visible text. */
export const QUOTES: readonly (readonly [string, string])[] = ELEMENTS.flatMap((name, index) => [
  [name, String.fromCharCode(OPEN + index)] as const,
  [`/${name}`, String.fromCharCode(CLOSE + index)] as const,
]);

const ANY = /[\uFDD4-\uFDEF]/;
const MARK = /([\uFDD4-\uFDEF])/;
const NONE: ReadonlySet<number> = new Set();

/** The elements that are open at a place of a page, from block to block: raw HTML goes on across the Markdown in between. */
export class Quoting {
  #open: number[] = [];
  readonly #around: number[] = [];

  /** A list item or a quote of Markdown begins (1) or ends (-1), and with it what was opened inside. */
  around(nesting: number): void {
    if (nesting > 0) this.#around.push(this.#open.length);
    else this.#open = this.#open.slice(0, this.#around.pop());
  }

  /** Visible text without the marks of tags, and which of its lines begin inside of such an element. Goes on after it. */
  read(marked: string): { text: string; quoted: ReadonlySet<number> } {
    if (this.#open.length === 0 && !ANY.test(marked)) return { text: marked, quoted: NONE };
    const quoted = new Set<number>();
    const lines = marked.split('\n').map((line, index) => {
      if (this.#open.length > 0) quoted.add(index);
      return line
        .split(MARK)
        .map((part) => (tagged(this.#open, part) ? ' ' : part))
        .join('');
    });
    return { text: lines.join('\n'), quoted };
  }

  /** What stands outside of such elements in a text at this place. */
  outside(marked: string): string {
    if (this.#open.length === 0 && !ANY.test(marked)) return marked;
    const open = [...this.#open];
    return marked
      .split(MARK)
      .map((part) => (tagged(open, part) || open.length > 0 ? ' ' : part))
      .join('');
  }
}

/** Opens or closes what a mark stands for; whether it is one. */
function tagged(open: number[], part: string): boolean {
  if (!ANY.test(part)) return false;
  const mark = part.charCodeAt(0);
  if (mark < CLOSE) open.push(mark - OPEN);
  else if (open.includes(mark - CLOSE)) open.length = open.lastIndexOf(mark - CLOSE);
  return true;
}
