import { distance } from 'fastest-levenshtein';
import { isMap, isPair, isScalar, LineCounter, type Node, type Pair, parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { code } from '../model/markdown.ts';
import { keysAt, Policy, PRACTICES } from './schema.ts';

/** What is wrong in a configuration file, where, and how to mend it; safe Markdown. */
export interface Problem {
  file: string;
  line: number;
  column: number;
  message: string;
}

/** A configuration as it is written: maps, lists and scalars; valid by itself, its defaults not filled in. */
export type Raw = Record<string, unknown>;

/** A configuration is read up to this size, in bytes. */
export const LARGEST = 32 * 1024;

/** Aliases may multiply a text; the configuration has no need of many. */
const ALIASES = 50;
const DEEPEST = 20;

/**
 * Reads a configuration file: its values, or all that is wrong with it, in the order of its lines. Never both, and it never throws.
 */
export function read(text: string, file: string): { raw: Raw } | { problems: Problem[] } {
  const counter = new LineCounter();
  const at = (offset: number, message: string): Problem => {
    const { line, col } = counter.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col), message };
  };
  if (new TextEncoder().encode(text).length > LARGEST) return { problems: [tooLarge(file, text.length)] };
  const documents = parseAllDocuments(text, {
    lineCounter: counter,
    uniqueKeys: true,
    version: '1.2',
    merge: false,
    stringKeys: true,
  });
  if (!Array.isArray(documents)) return { problems: [at(0, 'The file is empty. Begin with `version: 1`.')] };
  const [document, second] = documents;
  if (document === undefined) return { problems: [at(0, 'The file is empty. Begin with `version: 1`.')] };
  const syntax = documents.flatMap(({ errors }) => errors).map(({ pos, message }) => at(pos[0], sentenceOf(message)));
  if (second !== undefined)
    syntax.push(at(second.range[0], 'A second document begins here. Keep one, without `---` between.'));
  if (syntax.length > 0) return { problems: sorted(syntax) };
  if (deeper(document.contents, DEEPEST))
    return {
      problems: [at(0, `It is nested more than ${DEEPEST} levels deep. The configuration needs no more than six.`)],
    };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: ALIASES });
  } catch (error) {
    return {
      problems: [
        at(0, `${sentenceOf((error as Error).message)} Write the values out instead of repeating them by alias.`),
      ],
    };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problems: [at(0, 'A map of keys is expected, beginning with `version: 1`.')] };
  const parsed = Policy.safeParse(value);
  if (parsed.success) return { raw: value as Raw };
  return { problems: sorted(parsed.error.issues.flatMap((issue) => tell(issue, document.contents, at))) };
}

/** What is told of a file that was too large to be read at all. */
export const tooLarge = (file: string, bytes: number): Problem => ({
  file,
  line: 1,
  column: 1,
  message: `The file has ${bytes.toLocaleString('en')} bytes or is not text; at most ${LARGEST.toLocaleString('en')} bytes of text are read. Keep what differs from the defaults.`,
});

/** A problem as people read it: `FILE:LINE:COLUMN` and the fix. */
export const told = ({ file, line, column, message }: Problem): string =>
  `${code(`${file}:${line}:${column}`, 200)} ${message}`;

const sorted = (problems: readonly Problem[]): Problem[] =>
  [...problems].sort((a, b) => a.line - b.line || a.column - b.column);

/** YAML's own message, on one line and inert: it may repeat the text. */
const sentenceOf = (message: string): string => {
  const [first = ''] = message.split('\n');
  return `This is not valid YAML: ${code(first.replace(/ at line \d+, column \d+:?$/, ''), 160)}.`;
};

function deeper(node: unknown, levels: number): boolean {
  if (levels < 0) return true;
  if (isPair(node)) return deeper(node.value, levels);
  const items = typeof node === 'object' && node !== null && 'items' in node ? (node.items as unknown[]) : [];
  return items.some((item) => deeper(item, isPair(item) ? levels - 1 : levels - 1));
}

type At = (offset: number, message: string) => Problem;

/** One schema issue as problems at the nodes that they are about; several unknown keys are several problems. */
function tell(issue: z.core.$ZodIssue, root: unknown, at: At): Problem[] {
  const offset = (node: Node | null | undefined) => node?.range?.[0] ?? 0;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => at(offset(keyNode(root, issue.path, key)), unknownKey(key, issue.path)));
  }
  const node = nodeAt(root, issue.path);
  const where = issue.path.length === 0 ? 'The file' : code(issue.path.map(String).join('.'));
  return [at(offset(node), expected(where, issue, node))];
}

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const known = keysAt(path) ?? [];
  const near = nearest(key, known);
  const what = path.length === 0 ? 'is not a practice' : `is not a key of ${code(path.map(String).join('.'))}`;
  const list = path.length === 0 ? ['version', ...PRACTICES, 'waivers', 'locked'] : known;
  return `${code(key)} ${what}.${near === undefined ? '' : ` Did you mean ${code(near)}?`} Known: ${list.map((one) => code(one)).join(', ')}.`;
}

/** The nearest known name, where it is near enough to be meant. */
function nearest(given: string, known: readonly string[]): string | undefined {
  const short = given.slice(0, 60).toLowerCase();
  const [best] = known.map((name) => ({ name, far: distance(short, name) })).sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : undefined;
}

function expected(where: string, issue: z.core.$ZodIssue, node: Node | null | undefined): string {
  const missing = node === undefined || node === null;
  switch (issue.code) {
    case 'invalid_type':
      return missing
        ? `${where} is missing; ${article(issue.expected)} is expected.`
        : `${where} is to be ${article(issue.expected)}.`;
    case 'invalid_value': {
      const options = issue.values.map((value) => String(value));
      const given = isScalar(node) ? String(node.value) : '';
      const near = nearest(given, options);
      const list = options
        .slice(0, 40)
        .map((one) => code(one))
        .join(', ');
      return `${where} is to be ${options.length === 1 ? list : `one of ${list}`}.${near === undefined ? '' : ` Did you mean ${code(near)}?`}`;
    }
    case 'too_big':
      return custom(issue) ? `${where} takes ${issue.message}.` : `${where} is at most ${String(issue.maximum)}.`;
    case 'too_small':
      return custom(issue) ? `${where} takes ${issue.message}.` : `${where} is at least ${String(issue.minimum)}.`;
    default:
      return `${where} is to be ${issue.message}.`;
  }
}

/** Whether the schema says itself what is expected, rather than zod. */
const custom = ({ message }: { message: string }): boolean => !/^(Too|Invalid)/.test(message);

const article = (type: string): string =>
  ({
    object: 'a map of keys',
    array: 'a list',
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: '`true` or `false`',
  })[type] ?? type;

/** The node at a path, or the nearest one above it where the path leads nowhere. */
function nodeAt(root: unknown, path: readonly PropertyKey[]): Node | null | undefined {
  let node = root as Node | null | undefined;
  for (const [i, key] of path.entries()) {
    const next = isMap(node) ? (pairOf(node, key)?.value as Node | undefined) : itemOf(node, key);
    if (next === undefined || next === null) return i === path.length - 1 && isMap(node) ? (node as Node) : node;
    node = next;
  }
  return node;
}

const keyNode = (root: unknown, path: readonly PropertyKey[], key: string): Node | null | undefined => {
  const map = nodeAt(root, path);
  return isMap(map) ? (pairOf(map, key)?.key as Node | undefined) : map;
};

const pairOf = (map: { items: Pair[] }, key: PropertyKey): Pair | undefined =>
  map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));

const itemOf = (node: unknown, key: PropertyKey): Node | undefined =>
  typeof node === 'object' && node !== null && 'items' in node
    ? ((node.items as Node[])[Number(key)] ?? undefined)
    : undefined;
