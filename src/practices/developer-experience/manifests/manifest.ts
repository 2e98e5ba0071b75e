/** The package registries whose names can be allowed. */
export type Ecosystem = 'npm' | 'pypi' | 'go' | 'maven' | 'cargo';

/** A file that declares dependencies. */
export interface Manifest {
  ecosystem: Ecosystem;
  /** Written by a tool from another manifest, which says the same; the tool refuses it where the two disagree. */
  isLock?: true;
  /** By its name; folders do not matter. */
  is(name: string, path: string): boolean;
  /**
   * The names of what the text declares as its own dependencies, from a registry, as they are compared: neither parts of
   * the same repository nor what dependencies depend on.
   *
   * @throws Unparsable where the text is no such manifest
   */
  dependencies(text: string): Set<string>;
}

/** An object's own properties, where the value is an object. */
export const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

/** The value at a path of keys; `undefined` where a step is not there. */
export function at(value: unknown, ...keys: string[]): unknown {
  let found = value;
  for (const key of keys) found = new Map(entriesOf(found)).get(key);
  return found;
}

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A name as PyPI compares it: `Foo.Bar_baz` is `foo-bar-baz` (PEP 503). */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');
