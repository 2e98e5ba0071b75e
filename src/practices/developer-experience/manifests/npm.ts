import { Unparsable } from '../../shared/unread.ts';
import { readYaml } from '../../shared/yaml.ts';
import { at, type Dependency, entriesOf, fromAddress, type Manifest } from './manifest.ts';

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** Specifiers that lead to a part of the same repository, not to a registry. */
const LOCAL = /^(?:(?:workspace|file|link|portal):|\.{1,2}\/)/i;
/** `npm:moment@2` under another name is still moment. */
const ALIAS = /^npm:((?:@[^/@]+\/)?[^/@]+)(?:@|$)/i;
/** `acme/csv` is a repository on GitHub, as `github:acme/csv` is. */
const SHORT = /^[^/:@\s]+\/[^/:#\s]+(?:#.*)?$/;

/** Versions and tags hold neither a scheme nor a slash; a catalogue names a version. */
function dependency(name: string, specifier: unknown): Dependency[] {
  const wanted = typeof specifier === 'string' ? specifier.trim() : '';
  if (LOCAL.test(wanted)) return [];
  const alias = ALIAS.exec(wanted)?.[1];
  if (alias !== undefined) return [{ name: alias }];
  if (SHORT.test(wanted)) return [fromAddress(`github:${wanted}`, name)];
  return /[:/]/.test(wanted) && !wanted.startsWith('catalog:') ? [fromAddress(wanted, name)] : [{ name }];
}

const declared = (manifest: unknown, specifier: (value: unknown) => unknown = (value) => value): Dependency[] =>
  KINDS.flatMap((kind) => entriesOf(at(manifest, kind)).flatMap(([name, value]) => dependency(name, specifier(value))));

/** Of overrides only what comes from elsewhere, or is another package: the rest are versions of what others depend on. */
const redirected = (name: string, wanted: unknown): Dependency[] =>
  typeof wanted === 'string'
    ? dependency(name, wanted).filter((one) => one.from !== undefined || one.name !== name)
    : entriesOf(wanted).flatMap(([key, value]) => redirected(key === '.' ? name : key, value));

function json(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    const line = /\(line (\d+) column \d+\)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new Unparsable('it is not valid JSON', line === undefined ? undefined : Number(line));
  }
  throw new Unparsable('it is not a JSON object');
}

export const packageJson: Manifest = {
  ecosystem: 'npm',
  is: (name) => name === 'package.json',
  dependencies(text) {
    const root = json(text);
    const overrides = [at(root, 'overrides'), at(root, 'resolutions'), at(root, 'pnpm', 'overrides')];
    return [...declared(root), ...overrides.flatMap((each) => redirected('', each))];
  },
};

/** Of a lock file only what the repository's own packages declare counts; the rest came along with it. */
export const packageLock: Manifest = {
  ecosystem: 'npm',
  isLock: true,
  is: (name) => name === 'package-lock.json' || name === 'npm-shrinkwrap.json',
  dependencies: (text) =>
    entriesOf(at(json(text), 'packages'))
      .filter(([path]) => !path.split('/').includes('node_modules'))
      .flatMap(([, entry]) => declared(entry)),
};

export const pnpmLock: Manifest = {
  ecosystem: 'npm',
  isLock: true,
  is: (name) => name === 'pnpm-lock.yaml',
  dependencies(text) {
    // What follows is thousands of entries that came along, and no concern of this rule.
    const own = text.split(/^(?:packages|snapshots):/m)[0] ?? '';
    const root: unknown = readYaml(own).document.toJS({ maxAliasCount: 10 });
    const parts = [root, ...entriesOf(at(root, 'importers')).map(([, part]) => part)];
    return parts.flatMap((part) => declared(part, (value) => at(value, 'specifier') ?? value));
  },
};
