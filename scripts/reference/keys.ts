import { jsonSchema, Policy } from '../../src/policy/schema.ts';
import { EXAMPLES } from './examples.ts';

/** What the reference reads of a JSON Schema. */
export interface Node {
  description?: string;
  type?: string;
  const?: unknown;
  enum?: string[];
  default?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Node>;
  required?: string[];
  items?: Node;
}

/** A key of the configuration: `security.privacy.level`, `outcomes.kpis[].unit`. */
export interface Key {
  path: string;
  node: Node;
  /** `undefined` where nothing holds until it is set. */
  standard: unknown;
  example: unknown;
  required: boolean;
}

const empty: unknown = Policy.parse({ version: 1 });

/** Every key that takes a value, in the order of the schema. */
export const keys = (): Key[] => keysOf(jsonSchema() as Node, '');

export const isExempt = ({ path }: Key): boolean => /\.exempt\./.test(path);
export const isWhen = ({ path }: Key): boolean => /\.when\./.test(path);

function keysOf({ properties = {}, required = [] }: Node, parent: string): Key[] {
  return Object.entries(properties).flatMap(([name, node]) => {
    const path = parent === '' ? name : `${parent}.${name}`;
    const below = [...keysOf(node, path), ...keysOf(node.items ?? {}, `${path}[]`)];
    if (node.properties !== undefined) return below;
    const isRequired = required.includes(name) && node.default === undefined;
    return [{ path, node, standard: standardOf(path, node), example: exampleOf(path), required: isRequired }, ...below];
  });
}

/** JSON Schema tells no default of a list whose elements are rewritten; the empty configuration does. */
function standardOf(path: string, node: Node): unknown {
  if (node.default !== undefined || path.includes('[]')) return node.default;
  const held = at(empty, path);
  return Array.isArray(held) ? held : undefined;
}

function exampleOf(path: string): unknown {
  const steps = path.split('.');
  const own = EXAMPLES[path] ?? EXAMPLES[steps.at(-1) ?? ''];
  if (own !== undefined && !/\[\]|\.exempt\.|\.when\./.test(path)) return own;
  const [, whole = '', list, rest = ''] = /^(.*?(?:\.exempt|\.when|(\[\])))\.(.*)$/.exec(path) ?? [];
  const parent = exampleOf(whole.replace(/\[\]$/, ''));
  return at(list === undefined ? parent : (parent as unknown[])[0], rest);
}

/** What is at a path of a configuration. */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce((inner, step) => (inner as Record<string, unknown> | undefined)?.[step], value);
