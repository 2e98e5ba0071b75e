import { type Document, Lexer, LineCounter, Parser, parseDocument } from 'yaml';
import { Unparsable } from './unread.ts';

/** Nobody writes a larger one by hand, and parsing blocks everything else. In characters. */
const LARGEST = 65_536;

/** Nothing that people write is nested as deep; composing a text that is could exhaust the stack. */
export const DEPTH = 100;

/**
 * A YAML text, and the line of each place in it.
 *
 * @throws Unparsable where it is no YAML, too large or too deep
 */
export function readYaml(text: string): { document: Document; lineAt(offset: number): number } {
  if (text.length > LARGEST) throw new Unparsable(`it is larger than ${LARGEST / 1_024} KiB`);
  const { trouble } = shapeOf(text);
  if (trouble === 'deep') throw new Unparsable(`it is nested more than ${DEPTH} levels deep`);
  if (trouble === 'garbled') throw new Unparsable('it is not valid YAML');
  const lines = new LineCounter();
  // An error's picture of its line costs as much as the whole text, for each of them.
  const options = { lineCounter: lines, prettyErrors: false, logLevel: 'silent', uniqueKeys: false } as const;
  const document = parseDocument(text, options);
  const [problem] = document.errors;
  if (problem) throw new Unparsable('it is not valid YAML', lines.linePos(problem.pos[0]).line);
  return { document, lineAt: (offset) => lines.linePos(offset).line };
}

/** A text with more stray brackets than this is no YAML; making an error of each of thousands takes the better part of a second. */
const STRAY = 100;

/** What is told from the tokens alone, before anything is built of them: why nothing should be. It ends with the first reason. */
export function shapeOf(text: string): { trouble: 'deep' | 'garbled' | undefined; directives: boolean } {
  const parser = new Parser();
  let directives = false;
  let stray = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const { type } of parser.next(lexeme)) {
      directives ||= type === 'directive';
      if (type === 'error' && ++stray > STRAY) return { trouble: 'garbled', directives };
    }
    if (parser.stack.length > DEPTH) return { trouble: 'deep', directives };
  }
  return { trouble: undefined, directives };
}
