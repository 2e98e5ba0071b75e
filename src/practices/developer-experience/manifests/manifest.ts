/** The package registries whose names can be allowed. */
export type Ecosystem = 'npm' | 'pypi' | 'go' | 'maven' | 'cargo';

/** What a manifest declares: a package of its registry, or one that comes from elsewhere, whatever it is called. */
export interface Dependency {
  /** As it is compared; the address, where nobody says a name. */
  name: string;
  /** The address that it comes from instead of the registry, without user and password. */
  from?: string;
}

/** A file that declares dependencies. */
export interface Manifest {
  ecosystem: Ecosystem;
  /** Written by a tool from another manifest, which says the same; the tool refuses it where the two disagree. */
  isLock?: true;
  /** By its name; folders do not matter. */
  is(name: string, path: string): boolean;
  /**
   * What the text declares as its own dependencies: neither parts of the same repository nor what dependencies depend on.
   *
   * @throws Unparsable where the text is no such manifest
   */
  dependencies(text: string): Dependency[];
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

/** An address without user and password. Where the host begins is read as strictly as by who follows it. */
export const withoutUser = (address: string): string =>
  address.replace(/^([a-z][a-z\d+.-]*:)?\/\/[^/?#\\\s]*@/i, '$1//');

export function fromAddress(written: string, name?: string): Dependency {
  const from = withoutUser(written);
  return { name: name ?? from, from };
}

/** The address in a table such as `{ git = "…", tag = "v1" }`, if it has one. */
export function addressIn(table: unknown): string | undefined {
  const text = (key: string) => [at(table, key)].find((value) => typeof value === 'string');
  const address = text('git') ?? text('url') ?? text('registry-index');
  const version = text('rev') ?? text('tag') ?? text('branch');
  return address === undefined || version === undefined ? address : `${address}#${version}`;
}

/** A name as PyPI compares it: `Foo.Bar_baz` is `foo-bar-baz` (PEP 503). */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');
