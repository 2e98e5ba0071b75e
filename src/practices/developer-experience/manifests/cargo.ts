import { addressIn, at, type Dependency, entriesOf, fromAddress, type Manifest } from './manifest.ts';
import { toml } from './toml.ts';

const KINDS = ['dependencies', 'dev-dependencies', 'build-dependencies', 'dev_dependencies', 'build_dependencies'];

export const cargo: Manifest = {
  ecosystem: 'cargo',
  is: (name) => name === 'Cargo.toml',
  dependencies(text) {
    const root = toml(text);
    const places = [root, at(root, 'workspace'), ...entriesOf(at(root, 'target')).map(([, target]) => target)];
    const named = places.flatMap((place) => KINDS.flatMap((kind) => entriesOf(at(place, kind))));
    const patches = [...entriesOf(at(root, 'patch')).map(([, crates]) => crates), at(root, 'replace')].flatMap(
      entriesOf,
    );
    return [...named.flatMap(crate), ...patches.flatMap(crate).filter(({ from }) => from !== undefined)];
  },
};

function crate([written, value]: [string, unknown]): Dependency[] {
  const real = at(value, 'package');
  const name = typeof real === 'string' ? real : written;
  const address = addressIn(value);
  if (address !== undefined) return [fromAddress(address, name)];
  // A crate of the same repository, unless it is also published under a version; what the workspace declares counts there.
  const local = at(value, 'path') !== undefined && at(value, 'version') === undefined;
  return local || at(value, 'workspace') === true ? [] : [{ name }];
}
