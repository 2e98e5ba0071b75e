import { at, entriesOf, type Manifest } from './manifest.ts';
import { toml } from './toml.ts';

const KINDS = ['dependencies', 'dev-dependencies', 'build-dependencies', 'dev_dependencies', 'build_dependencies'];

export const cargo: Manifest = {
  ecosystem: 'cargo',
  is: (name) => name === 'Cargo.toml',
  dependencies(text) {
    const root = toml(text);
    const places = [root, at(root, 'workspace'), ...entriesOf(at(root, 'target')).map(([, target]) => target)];
    const named = places.flatMap((place) => KINDS.flatMap((kind) => entriesOf(at(place, kind))));
    return new Set(
      named.flatMap(([name, value]) => {
        // A crate of the same repository, unless it is also published under a version; what the workspace declares counts there.
        const local = at(value, 'path') !== undefined && at(value, 'version') === undefined;
        if (local || at(value, 'workspace') === true) return [];
        const real = at(value, 'package');
        return [typeof real === 'string' ? real : name];
      }),
    );
  },
};
