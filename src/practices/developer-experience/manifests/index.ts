import { cargo } from './cargo.ts';
import { goMod } from './go.ts';
import type { Manifest } from './manifest.ts';
import { maven } from './maven.ts';
import { packageJson, packageLock, pnpmLock } from './npm.ts';
import { pyproject, requirements } from './python.ts';

/** The manifests that are read. A yarn.lock declares nothing that package.json does not. */
const MANIFESTS: readonly Manifest[] = [
  packageJson,
  packageLock,
  pnpmLock,
  requirements,
  pyproject,
  goMod,
  maven,
  cargo,
];

/** The manifest that a path is; those of installed packages are nobody's own. */
export function manifestAt(path: string): Manifest | undefined {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  if (folders.some((folder) => folder === 'node_modules' || folder === 'vendor')) return undefined;
  return MANIFESTS.find((manifest) => manifest.is(name, path));
}
