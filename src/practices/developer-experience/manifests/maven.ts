import { DOMParser, type Element, ParseError } from '@xmldom/xmldom';
import { Unparsable } from '../../shared/unread.ts';
import { fromAddress, type Manifest } from './manifest.ts';

/** How a project names its own group. */
const OWN_GROUP = /^\$\{(?:project|pom)\.groupId\}$/;

/** The children of these names; Maven's elements are told apart without their namespace. */
const children = (parent: Element, ...names: string[]): Element[] =>
  [...parent.childNodes].filter(
    (node): node is Element => node.nodeType === 1 && names.includes((node as Element).localName ?? ''),
  );

const textOf = (parent: Element | undefined, name: string): string =>
  (parent && children(parent, name)[0]?.textContent?.trim()) ?? '';

export const maven: Manifest = {
  ecosystem: 'maven',
  is: (name) => name === 'pom.xml',
  dependencies(text) {
    const project = rootOf(text);
    const properties = propertiesOf(project);
    const resolved = (written: string) =>
      written.replaceAll(/\$\{([^{}]{1,200})\}/g, (all, name: string) => properties.get(name) ?? all);
    const own = resolved(textOf(project, 'groupId')) || textOf(children(project, 'parent')[0], 'groupId');
    const holders = [project, ...children(project, 'profiles').flatMap((profiles) => children(profiles, 'profile'))];
    return holders
      .flatMap((holder) => children(holder, 'dependencies').flatMap((list) => children(list, 'dependency')))
      .flatMap((dependency) => {
        const [group, artifact, jar] = ['groupId', 'artifactId', 'systemPath'].map((part) =>
          resolved(textOf(dependency, part)),
        );
        if (group === own || OWN_GROUP.test(group ?? '')) return [];
        const name = `${group}:${artifact}`;
        return [jar ? fromAddress(`file:${jar}`, name) : { name }];
      });
  },
};

function rootOf(text: string): Element {
  let wrong: { line: number | undefined } | undefined;
  const parser = new DOMParser({
    onError(level, _, { locator }: { locator?: { lineNumber?: number } }) {
      if (level !== 'warning') wrong ??= { line: locator?.lineNumber || undefined };
    },
  });
  const root = parsed(parser, text);
  if (wrong !== undefined || root === undefined) throw new Unparsable('it is not valid XML', wrong?.line);
  if (root.localName !== 'project') throw new Unparsable('it is not a Maven project');
  return root;
}

function parsed(parser: DOMParser, text: string): Element | undefined {
  try {
    return parser.parseFromString(text, 'text/xml').documentElement ?? undefined;
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}

function propertiesOf(project: Element): Map<string, string> {
  const declared = children(project, 'properties').flatMap((properties) => [...properties.childNodes]);
  return new Map(
    declared.flatMap((node) =>
      node.nodeType === 1 ? [[(node as Element).localName ?? '', node.textContent?.trim() ?? ''] as const] : [],
    ),
  );
}
