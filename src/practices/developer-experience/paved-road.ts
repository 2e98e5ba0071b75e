import { code } from '../../model/markdown.ts';
import type { Finding, Findings } from '../../model/pull.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Extract, PullRule, ReadFile } from '../practice.ts';
import { changesIn, textBeforeOf } from '../shared/patch.ts';
import { matcher } from '../shared/paths.ts';
import { cannotJudge, cannotJudgeFor, parsing, Unparsable } from '../shared/unread.ts';
import { manifestAt } from './manifests/index.ts';
import { type Ecosystem, type Manifest, plainName } from './manifests/manifest.ts';
import type { DeveloperExperienceOptions } from './options.ts';

const ECOSYSTEMS: readonly Ecosystem[] = ['npm', 'pypi', 'go', 'maven', 'cargo'];
const ID = 'new-dependencies';
/** Nobody writes a larger manifest by hand, and parsing blocks everything else. In characters. */
const LARGEST = 131_072;

/** The dependencies that a change adds, by what its manifests declared before and declare now. */
const added: Extract<DeveloperExperienceOptions> = {
  id: ID,
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
    const now = manifest.dependencies(read.text);
    const before = namesBefore(manifest, read);
    const names = [...now].filter((name) => !before(name));
    const lines = changesIn(read.patch ?? '').added;
    return names.map((name): Finding => {
      const line = lines.find(({ text }) => mentions(text, name))?.line;
      return { path, what: name, detail: manifest.ecosystem, ...(line === undefined ? {} : { line }) };
    });
  });
}

/** Whether a dependency was declared before. Where the manifest of before is broken or not at hand, its text has to do. */
function namesBefore(manifest: Manifest, read: ReadFile): (name: string) => boolean {
  const text = textBeforeOf(read);
  if (text === undefined) {
    // GitHub lists no diff of it: what is on no added line cannot be told from what was there.
    throw new Unparsable('GitHub lists no diff of it, so what is new cannot be told');
  }
  if (text === '') return () => false;
  try {
    const names = manifest.dependencies(text);
    return (name) => names.has(name);
  } catch (error) {
    if (!(error instanceof Unparsable)) throw error;
    return (name) => mentions(text, name);
  }
}

/** Whether a line names a dependency, however it is written there: the last part of a Maven name, `_` for `-` in Python. */
const mentions = (text: string, name: string): boolean =>
  plainName(text).includes(plainName(name.split(':').pop() ?? name));

/** A newly added dependency is an approved one; where there is an approved alternative, it is named. */
export const pavedRoad: PullRule<DeveloperExperienceOptions> = {
  on: 'pull',
  id: 'paved-road',
  title: 'Paved road',
  asks: 'A newly added dependency is on the approved list, or its approved alternative is used.',
  needs: ['files'],
  extracts: [added],
  lacks: (options) =>
    ECOSYSTEMS.some((ecosystem) => options['paved-road'][ecosystem] !== undefined)
      ? undefined
      : 'No approved dependencies are configured',
  judge(facts, options) {
    const { found, unread } = facts.findings[ID] ?? { found: [], unread: [] };
    const roads = roadsOf(options);
    const off = withoutEchoes(found).filter((one) => roadOf(roads, one)?.isApproved(one.what) === false);
    if (off.length > 0) return leaving(off, roads);
    // A lock file is often too large to be read, and says what its manifest says.
    const missing = cannotJudgeFor(unread.filter(({ path }) => !manifestAt(path)?.isLock));
    if (missing !== undefined) return missing;
    if (!facts.files.whole) return cannotJudge(facts.files);
    if (found.length === 0) return { outcome: 'not-applicable', because: 'No dependency is added' };
    const names = namesOf(found);
    return {
      outcome: 'met',
      because: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} approved`,
      evidence: names.slice(0, 10).map((name) => ({ text: code(name) })),
    };
  },
};

/** A lock file repeats what its manifest declares; it is told once, where it was written. */
function withoutEchoes(found: readonly Finding[]): Finding[] {
  const isEcho = ({ path }: Finding) => manifestAt(path)?.isLock === true;
  const written = new Set(found.filter((one) => !isEcho(one)).map(({ what }) => what));
  return found.filter((one) => !isEcho(one) || !written.has(one.what));
}

/** What one ecosystem allows. */
interface Road {
  isApproved(name: string): boolean;
  alternative(name: string): string | undefined;
}

/** An empty list of approved ones allows everything that has no alternative. */
function roadsOf(options: DeveloperExperienceOptions): Map<string, Road> {
  return new Map(
    ECOSYSTEMS.flatMap((ecosystem) => {
      const road = options['paved-road'][ecosystem];
      if (road === undefined) return [];
      const compared = (name: string) => (ecosystem === 'pypi' ? plainName(name) : name.toLowerCase());
      const instead = new Map(Object.entries(road.instead).map(([old, better]) => [compared(old), better]));
      const names = new Set(road.allow.map(compared));
      const matches = matcher([...names].filter((name) => name.includes('*')));
      const isListed = (name: string) => names.size === 0 || names.has(name) || matches(name);
      const one: Road = {
        isApproved: (name) => !instead.has(compared(name)) && isListed(compared(name)),
        alternative: (name) => instead.get(compared(name)),
      };
      return [[ecosystem, one]];
    }),
  );
}

const roadOf = (roads: Map<string, Road>, { detail }: Finding) => roads.get(detail ?? '');

const namesOf = (found: readonly Finding[]): string[] => [...new Set(found.map(({ what }) => what))];

function leaving(off: readonly Finding[], roads: Map<string, Road>): Verdict {
  const names = namesOf(off);
  const better = (one: Finding) => roadOf(roads, one)?.alternative(one.what);
  const replaced = off.flatMap((one) => {
    const name = better(one);
    return name === undefined ? [] : [`use ${code(name)} instead of ${code(one.what)}`];
  });
  const other = off.find((one) => better(one) === undefined);
  const proposed =
    other && `use an approved one, or propose ${code(other.what)} for ${code(`paved-road.${other.detail}.allow`)}`;
  const remedy = [...new Set(replaced)]
    .slice(0, 3)
    .concat(proposed ?? [])
    .join('; ');
  return {
    outcome: 'unmet',
    because: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} not on the approved list`,
    evidence: off.map(({ what, path, line }) => ({ text: `${code(what)} is not on the approved list`, path, line })),
    remedy: remedy.charAt(0).toUpperCase() + remedy.slice(1),
  };
}

const listed = (names: readonly string[]): string =>
  names.length > 5
    ? `${names
        .slice(0, 5)
        .map((name) => code(name))
        .join(', ')} and ${names.length - 5} more`
    : names.map((name) => code(name)).join(', ');
