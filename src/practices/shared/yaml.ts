import { type Document, LineCounter, parseDocument } from 'yaml';

/** Nobody writes a larger one by hand, and parsing blocks everything else. In characters. */
const LARGEST = 65_536;

/** Why a text could not be read as YAML, and where. */
export interface YamlProblem {
  message: string;
  line?: number;
}

/** A YAML text and its lines, or what is wrong with it. */
export function readYaml(text: string): { document: Document; lineAt(offset: number): number } | YamlProblem {
  if (text.length > LARGEST) return { message: `it is larger than ${LARGEST / 1_024} KiB` };
  const lines = new LineCounter();
  // An error's picture of its line costs as much as the whole text, for each of them.
  const options = { lineCounter: lines, prettyErrors: false, logLevel: 'silent', uniqueKeys: false } as const;
  const document = parseDocument(text, options);
  const [problem] = document.errors;
  if (problem) return { message: 'it is not valid YAML', line: lines.linePos(problem.pos[0]).line };
  return { document, lineAt: (offset) => lines.linePos(offset).line };
}
