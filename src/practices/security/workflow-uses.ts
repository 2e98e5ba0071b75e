import { type Document, isAlias, isMap, isScalar, type Node, visit } from 'yaml';
import { readYaml } from '../shared/yaml.ts';

const IMAGE = /^docker:\/\//i;

/** What a workflow or an action runs that lies elsewhere, as it is written, with its line. */
export interface Use {
  kind: 'action' | 'image';
  what: string;
  line: number;
}

/**
 * Every `uses:`, wherever it stands, and the images of jobs, of services and of Docker actions.
 *
 * @throws Unparsable where the text is no YAML, or too large
 */
export function usesIn(text: string): Use[] {
  const { document, lineAt } = readYaml(text);
  const resolved = aliasesOf(document);
  const use = (kind: Use['kind'], node: unknown): Use[] => {
    const what = textOf(node);
    return what === '' ? [] : [{ kind, what, line: lineAt((node as Node).range?.[0] ?? 0) }];
  };
  const found: Use[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (textOf(resolved(key)) !== 'uses') return;
      const node = resolved(value);
      found.push(...use(IMAGE.test(textOf(node)) ? 'image' : 'action', node));
    },
  });
  return [...found, ...imagesIn(document, resolved).flatMap((node) => use('image', node))];
}

type Resolve = (node: unknown) => unknown;

const textOf = (node: unknown): string => (isScalar(node) && typeof node.value === 'string' ? node.value.trim() : '');

/** What stands behind an alias: the last node before it of that name. The library looks through the whole document for each. */
function aliasesOf(document: Document): Resolve {
  const anchors = new Map<string, Node>();
  const targets = new Map<unknown, Node | undefined>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) targets.set(node, anchors.get(node.source));
      else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return (node) => (isAlias(node) ? targets.get(node) : node);
}

/** Each node once, on every level: aliases make a file of some lines as large as they like. */
function imagesIn({ contents }: Document, resolved: Resolve): unknown[] {
  const under = (nodes: readonly unknown[], key?: string): unknown[] => {
    const pairs = nodes.flatMap((node) => (isMap(node) ? node.items : []));
    const wanted = pairs.filter((pair) => key === undefined || textOf(resolved(pair.key)) === key);
    return [...new Set(wanted.map(({ value }) => resolved(value)))];
  };
  const jobs = under(under([contents], 'jobs'));
  const containers = [...under(jobs, 'container'), ...under(under(jobs, 'services'))];
  // Without the scheme, the image of an action is a Dockerfile beside it.
  const ofAction = under(under([contents], 'runs'), 'image').filter((node) => IMAGE.test(textOf(node)));
  return [...containers, ...under(containers, 'image'), ...ofAction];
}
