import { Unparsable } from '../../shared/unread.ts';
import { readYaml } from '../../shared/yaml.ts';
import { at, entriesOf, type Manifest } from './manifest.ts';

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** Specifiers that lead to a part of the same repository, not to a registry. */
const LOCAL = /^(?:workspace|file|link|portal):/;
/** `npm:moment@2` under another name is still moment. */
const ALIAS = /^npm:((?:@[^/@]+\/)?[^/@]+)(?:@|$)/;

function declared(manifest: unknown, specifier: (value: unknown) => unknown = (value) => value): string[] {
  return KINDS.flatMap((kind) =>
    entriesOf(at(manifest, kind)).flatMap(([name, value]) => {
      const wanted = specifier(value);
      const text = typeof wanted === 'string' ? wanted : '';
      return LOCAL.test(text) ? [] : [ALIAS.exec(text)?.[1] ?? name];
    }),
  );
}

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
  dependencies: (text) => new Set(declared(json(text))),
};

/** Of a lock file only what the repository's own packages declare counts; the rest came along with it. */
export const packageLock: Manifest = {
  ecosystem: 'npm',
  isLock: true,
  is: (name) => name === 'package-lock.json' || name === 'npm-shrinkwrap.json',
  dependencies: (text) =>
    new Set(
      entriesOf(at(json(text), 'packages'))
        .filter(([path]) => !path.split('/').includes('node_modules'))
        .flatMap(([, entry]) => declared(entry)),
    ),
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
    return new Set(parts.flatMap((part) => declared(part, (value) => at(value, 'specifier') ?? value)));
  },
};
