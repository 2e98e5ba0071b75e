import { at, entriesOf, listOf, type Manifest, plainName } from './manifest.ts';
import { toml } from './toml.ts';

/** The name that a requirement begins with (PEP 508), before extras, versions, markers and addresses. */
const NAME = /^([A-Za-z0-9](?:[\w.-]{0,200}[A-Za-z0-9])?)(?=\s*(?:[[(<>=!~;@,]|$))/;
/** What an address in requirements.txt says that it is. */
const EGG = /[#&]egg=([A-Za-z0-9][\w.-]{0,200})/;

const nameIn = (requirement: string): string[] => {
  const name = NAME.exec(requirement.trim())?.[1] ?? EGG.exec(requirement)?.[1];
  return name === undefined ? [] : [plainName(name)];
};

const strings = (value: unknown): string[] => listOf(value).filter((one) => typeof one === 'string');

export const requirements: Manifest = {
  ecosystem: 'pypi',
  is: (name, path) =>
    /^(?:[\w.-]+[-_])?requirements(?:[-_.][\w.-]+)?\.(?:txt|in)$/.test(name) ||
    /(?:^|\/)requirements\/[^/]+\.(?:txt|in)$/.test(path),
  dependencies(text) {
    const lines = text
      .replaceAll(/\\\r?\n/g, ' ')
      .split(/\r?\n/)
      .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim());
    return new Set(
      lines.flatMap((line) => {
        const editable = /^(?:-e|--editable)[\s=]+(.*)$/.exec(line)?.[1];
        if (editable !== undefined) return EGG.test(editable) ? nameIn(editable) : [];
        return line.startsWith('-') ? [] : nameIn(line);
      }),
    );
  },
};

export const pyproject: Manifest = {
  ecosystem: 'pypi',
  is: (name) => name === 'pyproject.toml',
  dependencies(text) {
    const root = toml(text);
    const poetry = at(root, 'tool', 'poetry');
    const written = [
      at(root, 'project', 'dependencies'),
      at(root, 'build-system', 'requires'),
      at(root, 'tool', 'uv', 'dev-dependencies'),
      ...entriesOf(at(root, 'project', 'optional-dependencies')).map(([, list]) => list),
      ...entriesOf(at(root, 'dependency-groups')).map(([, list]) => list),
      ...entriesOf(at(root, 'tool', 'pdm', 'dev-dependencies')).map(([, list]) => list),
    ].flatMap(strings);
    const tables = [
      at(poetry, 'dependencies'),
      at(poetry, 'dev-dependencies'),
      ...entriesOf(at(poetry, 'group')).map(([, group]) => at(group, 'dependencies')),
    ].flatMap(entriesOf);
    const named = tables.filter(([name, value]) => name !== 'python' && at(value, 'path') === undefined);
    return new Set([...written.flatMap(nameIn), ...named.map(([name]) => plainName(name))]);
  },
};
