import { oneLine } from '../model/markdown.ts';

/** Mermaid's syntax, of which no more is used than 10.9 to 12 read alike: GitHub does not say which one it runs. */

/** What begins or ends something in Mermaid or on GitHub, and what is shown in its place. */
const MEANT: Record<string, string> = {
  ...{ '"': '”', '`': '’', '\\': '/', '<': '‹', '>': '›', '[': '(', ']': ')', '{': '(', '}': ')' },
  ...{ '|': '¦', '#': '♯', ';': ',', '@': '(at)', '%%': '%' },
};

/** Letters about twice as wide as others. */
const WIDE = /[\u1100-\u115f\u2e80-\uffe6]|\p{Extended_Pictographic}/u;

/** A text that a person wrote, as letters that are shown and mean nothing, and no more of them than fit; never empty, which Mermaid cannot read. */
export function words(text: string, widest: number): string {
  // Cut first: the rest may be very long.
  const line = oneLine(text.slice(0, 1_000)).replaceAll(/["`\\<>[\]{}|#;@]|%{2,}/g, (found) => MEANT[found] ?? '%');
  const letters = [...line];
  let width = 0;
  const end = letters.findIndex((letter) => {
    width += WIDE.test(letter) ? 2 : 1;
    return width > widest;
  });
  return end < 0 ? line || '–' : `${letters.slice(0, end).join('')}…`;
}

/** Names in quotes, of bars, slices or weeks: no two are the same, since Mermaid takes them for one. */
export function names(widest: number, texts: readonly string[]): string[] {
  const taken = new Set<string>();
  return texts.map((text) => {
    const name = words(text, widest);
    let own = name;
    for (let nth = 2; taken.has(own); nth++) own = `${name} (${nth})`;
    taken.add(own);
    return `"${own}"`;
  });
}

/** A text in quotes, as long as fits. */
export const quoted = (text: string, widest: number): string => `"${words(text, widest)}"`;

const DIGITS: Intl.NumberFormatOptions = {
  ...{ maximumFractionDigits: 1, maximumSignificantDigits: 3, roundingPriority: 'morePrecision' },
  signDisplay: 'negative',
};

/** A number as people read it: to one decimal, or to three digits where that tells more. */
export const amount = (value: number): string => value.toLocaleString('en', DIGITS);

/** The same as Mermaid reads it: without thousands' separators. */
export const plain = (value: number): string => value.toLocaleString('en', { ...DIGITS, useGrouping: false });

/** From where to where an axis goes: outwards to round numbers, and from nought unless what a line shows is far from it. */
export function axis(from: 'nought' | 'near', values: readonly number[]): string {
  // Rounded as they are written, so that all of them lie on the axis.
  const written = values.map((value) => Number(plain(value)));
  const [lowest, highest] = [Math.min(...written), Math.max(...written)];
  const near = from === 'near' && lowest > 0 && highest > lowest && highest - lowest < highest / 10;
  const [low, high] = near ? [lowest, highest] : [Math.min(0, lowest), Math.max(0, highest)];
  const span = high - low;
  // All nought, or so little that Mermaid would label the axis in exponents.
  if (span < 1e-4) return '0 --> 1';
  const step = 10 ** (Math.floor(Math.log10(span)) - (near ? 0 : 1));
  const bottom = low === 0 ? 0 : Math.floor((low - span / 10) / step) * step;
  const top = high === 0 ? 0 : Math.ceil((high + span / 10) / step) * step;
  return `${plain(bottom)} --> ${plain(top)}`;
}

/** Seen on white and on black, and told apart by the colour-blind; white is read on each of them. */
export const COLOURS = ['#1c71de', '#bc4c00', '#bf3989', '#1a7f37', '#8250df', '#9a6700', '#59636e', '#cf222e'];
export const GREY = '#7d8590';

export const xyTheme = (colours: readonly string[]) => ({
  xyChart: { backgroundColor: 'transparent', plotColorPalette: colours.join(', ') },
});
export const PIE_THEME = {
  ...Object.fromEntries(COLOURS.map((colour, i) => [`pie${i + 1}`, colour])),
  ...{ pieOpacity: '1', pieSectionTextColor: '#ffffff' },
};

/** A fenced diagram. Its colours come last, so that the kind of diagram comes first. */
export const diagram = (kind: string, themeVariables: object, lines: readonly string[]): string =>
  [
    '```mermaid',
    kind,
    ...lines.map((line) => `  ${line}`),
    `%%{init: ${JSON.stringify({ themeVariables })}}%%`,
    '```',
  ].join('\n');
