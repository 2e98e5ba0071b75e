import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Pair, parseDocument, visit } from 'yaml';
import { code } from '../model/markdown.ts';
import { DEPTH, shapeOf } from '../practices/shared/yaml.ts';

/** A line and a column of the text, both counted from 1. */
export interface Place {
  line: number;
  column: number;
}

/** What is wrong at a place, and what to do about it: sentences of safe Markdown. */
export interface Finding extends Place {
  message: string;
  fix: string;
}

/** A text as YAML 1.2. `value` means nothing while there are findings. */
export interface Parsed {
  value: unknown;
  findings: Finding[];
  /** Where a path's value stands, or its key; of a path that is not there, the nearest that is. */
  place(path: readonly PropertyKey[], at?: 'key' | 'value'): Place;
}

/** How often aliases may be followed in all, so that a few lines cannot stand for millions of values. */
const ALIASES = 50;

const TOP: Place = { line: 1, column: 1 };

/** Reads a text as one YAML document whose keys are words, each given once, with nothing that could mean something else. */
export function parseYaml(text: string): Parsed {
  const refused = (message: string, fix: string): Parsed => ({
    value: undefined,
    findings: [{ ...TOP, message, fix }],
    place: () => TOP,
  });
  const { trouble, directives } = shapeOf(text);
  if (trouble === 'garbled') return refused('This is not YAML.', 'Close brackets that were opened, and no others.');
  if (trouble === 'deep') return refused(`The file is nested more than ${DEPTH} levels deep.`, 'Write fewer levels.');
  if (directives) return refused('The file has a `%` directive.', 'Remove the line that begins with `%`.');

  const lineCounter = new LineCounter();
  // Duplicate keys are found below, since the parser's own check takes a time that grows with their square.
  const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false });
  const placeOf = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col };
  };
  const findings: Finding[] = document.errors.map(({ code: kind, message, pos }) => ({
    ...placeOf(pos[0]),
    message:
      kind === 'MULTIPLE_DOCS' ? 'The file holds more than one document.' : `This is not YAML: ${code(message)}.`,
    fix: FIXES[kind] ?? 'Check the indentation, quotes and colons here.',
  }));
  const report = (offset: number, message: string, fix: string) => findings.push({ ...placeOf(offset), message, fix });
  const keys: Keys = new Map();
  let aliases = 0;
  visit(document, (_, node) => {
    if (isMap(node)) keys.set(node, keysOnce(node.items, report));
    if (isAlias(node)) {
      // Each is looked up in the whole document, so their number is bounded here already.
      if (++aliases > ALIASES) return visit.BREAK;
      if (node.resolve(document) === undefined)
        report(startOf(node) ?? 0, `${code(`*${node.source}`)} names no anchor above it.`, 'Write the value itself.');
    } else if (isNode(node) && node.tag !== undefined)
      report(startOf(node) ?? 0, `The tag ${code(node.tag)} has no meaning here.`, 'Write the value without it.');
    return undefined;
  });
  if (aliases > ALIASES) return refused(TOO_MANY_ALIASES.message, TOO_MANY_ALIASES.fix);
  const place: Parsed['place'] = (path, at = 'value') => placeOf(offsetOf(document, keys, path, at));
  if (findings.length > 0) return { value: undefined, findings, place };
  try {
    return { value: document.toJS({ maxAliasCount: ALIASES }), findings, place };
  } catch (error) {
    // The library's only way to say that aliases stand for too much.
    if (error instanceof ReferenceError) return refused(TOO_MANY_ALIASES.message, TOO_MANY_ALIASES.fix);
    throw error;
  }
}

const TOO_MANY_ALIASES = {
  message: `Aliases are followed more than ${ALIASES} times.`,
  fix: 'Write the values themselves.',
};

const FIXES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  MULTIPLE_DOCS: 'Keep one, without `---` between.',
  MISSING_CHAR: 'Close the quote or the bracket.',
  BAD_SCALAR_START: 'Put the text between quotes.',
  BLOCK_AS_IMPLICIT_KEY:
    'Put a text that holds a colon between quotes, and indent options by the same number of spaces.',
};

/** The pairs of each map by their keys, so that a file with thousands of wrong keys is told of as quickly. */
type Keys = Map<unknown, ReadonlyMap<string, Pair>>;

function keysOnce(
  pairs: readonly Pair[],
  report: (offset: number, message: string, fix: string) => void,
): ReadonlyMap<string, Pair> {
  const known = new Map<string, Pair>();
  for (const pair of pairs) {
    const { key } = pair;
    if (!isScalar(key)) {
      report(startOf(key) ?? 0, 'A key is not a word.', 'Write a word, a colon and the value.');
      continue;
    }
    const name = String(key.value);
    if (known.has(name)) report(startOf(key) ?? 0, `${code(name)} is given twice.`, 'Keep one of them.');
    known.set(name, pair);
  }
  return known;
}

/** The offset of a path's value or key. An alias is followed to what it stands for. */
function offsetOf(
  document: ReturnType<typeof parseDocument>,
  keys: Keys,
  path: readonly PropertyKey[],
  at: 'key' | 'value',
): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [i, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = startOf(node) ?? offset;
      continue;
    }
    const pair = keys.get(node)?.get(String(step));
    if (pair === undefined) return offset;
    const key = startOf(pair.key) ?? offset;
    if (at === 'key' && i === path.length - 1) return key;
    const empty = isScalar(pair.value) && pair.value.value === null;
    offset = empty ? key : (startOf(pair.value) ?? key);
    node = pair.value;
  }
  return offset;
}

const startOf = (node: unknown): number | undefined =>
  isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
