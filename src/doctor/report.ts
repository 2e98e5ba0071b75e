import type { Finding } from './finding.ts';

const MARKS: Record<Finding['state'], string> = { fine: '✓', look: '!', broken: '✗', unknown: '?' };

/** The findings for a terminal, each with how to mend it; `paint` may colour what stands out. */
export const report = (
  findings: readonly Finding[],
  paint: (state: Finding['state'], text: string) => string = (_, text) => text,
): string =>
  findings
    .flatMap(({ about, state, found, fix }) => [
      `${paint(state, MARKS[state])} ${visible(about)}: ${visible(found)}`,
      ...(fix === undefined || state === 'fine' ? [] : [`  → ${visible(fix)}`]),
    ])
    .join('\n');

/** A configuration's own words are among what is told: nothing of them commands the terminal. */
const visible = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
