/** The difference between two texts, as GitHub counts and shows it: in lines. */
export interface LineDiff {
  additions: number;
  deletions: number;
  /** Hunks in unified format; `undefined` where the texts are too long to be shown. */
  patch: string | undefined;
}

type Step = ' ' | '-' | '+';

interface Line {
  step: Step;
  text: string;
}

const CONTEXT = 3;

/** More comparisons than this are not made: everything between the first and last difference counts as replaced. */
const COMPARISONS = 250_000;

/** GitHub shows no patch longer than this many lines. */
const SHOWN = 3_000;

export function lineDiff(before: string, after: string): LineDiff {
  const lines = linesBetween(split(before), split(after));
  const count = (step: Step) => lines.reduce((sum, line) => (line.step === step ? sum + 1 : sum), 0);
  return { additions: count('+'), deletions: count('-'), patch: lines.length > SHOWN ? undefined : patchOf(lines) };
}

const split = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

function linesBetween(before: string[], after: string[]): Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (lines: string[]) => lines.map((text): Line => ({ step: ' ', text }));
  return [
    ...same(before.slice(0, start)),
    ...replaced(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(end === 0 ? [] : before.slice(-end)),
  ];
}

/** Keeps the longest common subsequence. */
function replaced(before: string[], after: string[]): Line[] {
  const [n, m] = [before.length, after.length];
  if (n * m === 0 || n * m > COMPARISONS) {
    return [...before.map((text): Line => ({ step: '-', text })), ...after.map((text): Line => ({ step: '+', text }))];
  }
  const width = m + 1;
  const longest = new Uint32Array((n + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--)
      longest[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const lines: Line[] = [];
  for (let i = 0, j = 0; i < n || j < m; ) {
    if (i < n && j < m && before[i] === after[j]) {
      lines.push({ step: ' ', text: before[i++] ?? '' });
      j++;
    } else if (i < n && (j === m || at(i + 1, j) >= at(i, j + 1))) lines.push({ step: '-', text: before[i++] ?? '' });
    else lines.push({ step: '+', text: after[j++] ?? '' });
  }
  return lines;
}

function patchOf(lines: readonly Line[]): string {
  const hunks: string[] = [];
  let [oldLine, newLine] = [1, 1];
  for (let i = 0; i < lines.length; ) {
    const next = lines.findIndex(({ step }, at) => at >= i && step !== ' ');
    if (next < 0) break;
    const from = Math.max(i, next - CONTEXT);
    oldLine += from - i;
    newLine += from - i;
    const to = endOfHunk(lines, next);
    const hunk = lines.slice(from, to);
    const olds = hunk.filter(({ step }) => step !== '+').length;
    const news = hunk.filter(({ step }) => step !== '-').length;
    const range = (line: number, size: number) => `${size === 0 ? line - 1 : line},${size}`;
    hunks.push(`@@ -${range(oldLine, olds)} +${range(newLine, news)} @@`, ...hunk.map(({ step, text }) => step + text));
    oldLine += olds;
    newLine += news;
    i = to;
  }
  return hunks.join('\n');
}

/** A hunk ends where twice the context has no change. */
function endOfHunk(lines: readonly Line[], start: number): number {
  let last = start;
  for (let i = start; i < lines.length && i - last <= 2 * CONTEXT; i++) if (lines[i]?.step !== ' ') last = i;
  return Math.min(lines.length, last + 1 + CONTEXT);
}
