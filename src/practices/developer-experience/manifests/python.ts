import { Unparsable } from '../../shared/unread.ts';
import {
  addressIn,
  at,
  type Dependency,
  entriesOf,
  fromAddress,
  listOf,
  type Manifest,
  plainName,
} from './manifest.ts';
import { namedBy, type RequirementLine, requirementLines } from './requirements.ts';
import { toml } from './toml.ts';

/** A requirement (PEP 508): a name and extras, then an address, or versions and markers. */
const NAMED = /^([A-Za-z0-9](?:[\w.-]{0,200}[A-Za-z0-9])?) ?(?:\[[^\]]*\] ?)?(?:@ ?(\S+)|$|[(<>=!~;,])/;
const ADDRESS = /^[a-z][a-z\d+.-]*:\S+/i;
/** What an address says that it is. */
const EGG = /[#&]egg=([A-Za-z0-9][\w.-]{0,200})/;
const LOCAL = /^(?:file:|\.{0,2}\/)/i;
const PATH = /^(?:\.|\S*\/)/;

/** What comes from an address, which may say its name. */
function addressed(text: string): Dependency[] {
  const [, name, after] = NAMED.exec(text) ?? [];
  const address = after ?? ADDRESS.exec(text)?.[0];
  if (address === undefined || LOCAL.test(address)) return [];
  const said = name ?? EGG.exec(address)?.[1];
  return [fromAddress(address, said === undefined ? undefined : plainName(said))];
}

function required({ wanted, options, line }: Omit<RequirementLine, 'line'> & { line?: number }): Dependency[] {
  if (wanted === '') return namedBy(options).flatMap(addressed);
  const [, name, address] = NAMED.exec(wanted) ?? [];
  if (name !== undefined && address === undefined) return [{ name: plainName(name) }];
  if (name === undefined && !ADDRESS.test(wanted) && !PATH.test(wanted))
    throw new Unparsable('it holds what is no requirement', line);
  return addressed(wanted);
}

export const requirements: Manifest = {
  ecosystem: 'pypi',
  is: (name, path) =>
    /^(?:[\w.-]+[-_])?requirements(?:[-_.][\w.-]+)?\.(?:txt|in)$/.test(name) ||
    /(?:^|\/)requirements\/[^/]+\.(?:txt|in)$/.test(path),
  dependencies: (text) => requirementLines(text).flatMap(required),
};

/** The requirements of a list; which of its lines is wrong is not told. */
const listed = (list: unknown): Dependency[] =>
  listOf(list).flatMap((one) =>
    typeof one === 'string'
      ? requirementLines(one).flatMap(({ wanted, options }) => required({ wanted, options }))
      : [],
  );

/** A dependency of Poetry or a source of uv, which may be one for each platform. */
const inTable = ([name, value]: [string, unknown]): Dependency[] =>
  (Array.isArray(value) ? value : [value]).flatMap((one: unknown) => {
    const address = addressIn(one);
    if (address !== undefined) return [fromAddress(address, plainName(name))];
    return at(one, 'path') === undefined ? [{ name: plainName(name) }] : [];
  });

const isFromElsewhere = ({ from }: Dependency): boolean => from !== undefined;

export const pyproject: Manifest = {
  ecosystem: 'pypi',
  is: (name) => name === 'pyproject.toml',
  dependencies(text) {
    const root = toml(text);
    const poetry = at(root, 'tool', 'poetry');
    const uv = at(root, 'tool', 'uv');
    const lists = [
      at(root, 'project', 'dependencies'),
      at(root, 'build-system', 'requires'),
      at(uv, 'dev-dependencies'),
      ...entriesOf(at(root, 'project', 'optional-dependencies')).map(([, list]) => list),
      ...entriesOf(at(root, 'dependency-groups')).map(([, list]) => list),
      ...entriesOf(at(root, 'tool', 'pdm', 'dev-dependencies')).map(([, list]) => list),
    ];
    const tables = [
      at(poetry, 'dependencies'),
      at(poetry, 'dev-dependencies'),
      ...entriesOf(at(poetry, 'group')).map(([, group]) => at(group, 'dependencies')),
    ].flatMap(entriesOf);
    const sources = [...listed(at(uv, 'override-dependencies')), ...entriesOf(at(uv, 'sources')).flatMap(inTable)];
    return [
      ...lists.flatMap(listed),
      ...tables.filter(([name]) => name !== 'python').flatMap(inTable),
      ...sources.filter(isFromElsewhere),
    ];
  },
};
