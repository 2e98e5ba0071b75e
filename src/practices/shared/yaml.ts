import { type Document, LineCounter, parseDocument } from 'yaml';
import { Unparsable } from './unread.ts';

/** Nobody writes a larger one by hand, and parsing blocks everything else. In characters. */
const LARGEST = 65_536;

/**
 * A YAML text, and the line of each place in it.
 *
 * @throws Unparsable where it is no YAML, or too large
 */
export function readYaml(text: string): { document: Document; lineAt(offset: number): number } {
  if (text.length > LARGEST) throw new Unparsable(`it is larger than ${LARGEST / 1_024} KiB`);
  const lines = new LineCounter();
  // An error's picture of its line costs as much as the whole text, for each of them.
  const options = { lineCounter: lines, prettyErrors: false, logLevel: 'silent', uniqueKeys: false } as const;
  const document = parseDocument(text, options);
  const [problem] = document.errors;
  if (problem) throw new Unparsable('it is not valid YAML', lines.linePos(problem.pos[0]).line);
  return { document, lineAt: (offset) => lines.linePos(offset).line };
}
