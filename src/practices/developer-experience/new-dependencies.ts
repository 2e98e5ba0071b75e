import type { Finding, Findings } from '../../model/pull.ts';
import type { Extract, ReadFile } from '../practice.ts';
import { changesIn, type PatchLine, textBeforeOf } from '../shared/patch.ts';
import { parsing, Unparsable } from '../shared/unread.ts';
import { manifestAt } from './manifests/index.ts';
import { type Dependency, type Manifest, plainName } from './manifests/manifest.ts';
import type { DeveloperExperienceOptions } from './options.ts';

/** Where the new dependencies are found among the findings: `what` is the name, `detail` the address that it comes from. */
export const NEW_DEPENDENCIES = 'new-dependencies';

/** Nobody writes a larger manifest by hand, and parsing blocks everything else. In characters. */
const LARGEST = 131_072;
/** Nor a longer name or address; each is held against every pattern that approves some. */
const LONGEST = 1_000;

/** The dependencies that a change adds, by what its manifests declared before and declare now. */
export const newDependencies: Extract<DeveloperExperienceOptions> = {
  id: NEW_DEPENDENCIES,
  from: 'text',
  of({ path, status }, options) {
    const manifest = status === 'removed' ? undefined : manifestAt(path);
    return manifest !== undefined && options['paved-road'][manifest.ecosystem] !== undefined;
  },
  read(read) {
    const manifest = manifestAt(read.file.path);
    return manifest === undefined ? { found: [], unread: [] } : newIn(manifest, read);
  },
};

function newIn(manifest: Manifest, read: ReadFile): Findings {
  const { path } = read.file;
  return parsing(path, () => {
    if (!manifest.isLock && read.text.length > LARGEST)
      throw new Unparsable(`it is larger than ${LARGEST / 1_024} KiB`);
    const now = new Map(manifest.dependencies(read.text).map((one) => [keyOf(one), one]));
    const isOld = oldIn(manifest, read);
    const added = [...now.values()].filter((one) => !isOld(one));
    if (added.length === 0) return [];
    if (added.some(({ name, from = '' }) => Math.max(name.length, from.length) > LONGEST))
      throw new Unparsable(`a name or an address in it is longer than ${LONGEST.toLocaleString('en')} characters`);
    const lineOf = linesIn(changesIn(read.patch ?? '').added);
    return added.map((one): Finding => {
      const line = lineOf(one);
      return {
        ...{ path, what: one.name },
        ...(one.from === undefined ? {} : { detail: one.from }),
        ...(line === undefined ? {} : { line }),
      };
    });
  });
}

const keyOf = ({ name, from = '' }: Dependency): string => `${name} ${from}`;

/** Whether a dependency was declared before. Where the manifest of before is broken, its words have to do. */
function oldIn(manifest: Manifest, read: ReadFile): (one: Dependency) => boolean {
  const text = textBeforeOf(read);
  if (text === undefined) {
    // GitHub lists no diff of it: what is on no added line cannot be told from what was there.
    throw new Unparsable('GitHub lists no diff of it, so what is new cannot be told');
  }
  if (text === '') return () => false;
  try {
    const known = new Set(manifest.dependencies(text).map(keyOf));
    return (one) => known.has(keyOf(one));
  } catch (error) {
    if (!(error instanceof Unparsable)) throw error;
    const words = new Set(wordsIn(text));
    return ({ name, from }) => from === undefined && words.has(lastWord(name));
  }
}

/** The first of the lines that names a dependency, or else its address. */
function linesIn(lines: readonly PatchLine[]): (one: Dependency) => number | undefined {
  const first = new Map(lines.toReversed().flatMap(({ line, text }) => wordsIn(text).map((word) => [word, line])));
  return ({ name, from = name }) => first.get(lastWord(name)) ?? first.get(lastWord(from));
}

/** The names that a text may hold, however they are written there: `_` for `-` in Python, without the group in Maven. */
const wordsIn = (text: string): string[] => text.split(/[^\w./-]+/).map((word) => plainName(word.replace(/^\/+/, '')));

const lastWord = (name: string): string => wordsIn(name).findLast((word) => word !== '') ?? name;
