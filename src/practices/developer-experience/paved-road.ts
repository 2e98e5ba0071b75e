import { code } from '../../model/markdown.ts';
import type { Finding } from '../../model/pull.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { PullRule } from '../practice.ts';
import { matcher } from '../shared/paths.ts';
import { cannotJudge, cannotJudgeFor } from '../shared/unread.ts';
import { manifestAt } from './manifests/index.ts';
import { type Ecosystem, plainName, withoutUser } from './manifests/manifest.ts';
import { NEW_DEPENDENCIES, newDependencies } from './new-dependencies.ts';
import type { DeveloperExperienceOptions } from './options.ts';

const ECOSYSTEMS: readonly Ecosystem[] = ['npm', 'pypi', 'go', 'maven', 'cargo'];

/** A newly added dependency is an approved one; where there is an approved alternative, it is named. */
export const pavedRoad: PullRule<DeveloperExperienceOptions> = {
  on: 'pull',
  id: 'paved-road',
  title: 'Paved road',
  asks: 'A newly added dependency is on the approved list, or its approved alternative is used.',
  needs: ['files'],
  extracts: [newDependencies],
  lacks: (options) =>
    ECOSYSTEMS.some((ecosystem) => options['paved-road'][ecosystem] !== undefined)
      ? undefined
      : 'No approved dependencies are configured',
  judge(facts, options) {
    const { found, unread } = facts.findings[NEW_DEPENDENCIES] ?? { found: [], unread: [] };
    const roads = roadsOf(options);
    const off = withoutEchoes(found).filter((one) => roadOf(roads, one)?.isApproved(one) === false);
    if (off.length > 0) return leaving(off, roads);
    // A lock file is often too large to be read, and says what its manifest says.
    const missing = cannotJudgeFor(unread.filter(({ path }) => !manifestAt(path)?.isLock));
    if (missing !== undefined) return missing;
    if (!facts.files.whole) return cannotJudge(facts.files);
    if (found.length === 0) return { outcome: 'not-applicable', because: 'No dependency is added' };
    const evidence = [...new Set(found.map(shown))].slice(0, 10).map((text) => ({ text }));
    return { outcome: 'met', because: `${enumerated(found)} approved`, evidence };
  },
};

/** A lock file repeats what its manifest declares; it is told once, where it was written. */
function withoutEchoes(found: readonly Finding[]): Finding[] {
  const isEcho = ({ path }: Finding) => manifestAt(path)?.isLock === true;
  const keyOf = ({ what, detail = '' }: Finding) => `${what} ${detail}`;
  const written = new Set(found.filter((one) => !isEcho(one)).map(keyOf));
  return found.filter((one) => !isEcho(one) || !written.has(keyOf(one)));
}

/** What one ecosystem allows. */
interface Road {
  ecosystem: Ecosystem;
  isApproved(one: Finding): boolean;
  alternative(one: Finding): string | undefined;
}

function roadsOf(options: DeveloperExperienceOptions): Map<string, Road> {
  return new Map(
    ECOSYSTEMS.flatMap((ecosystem) => {
      const road = options['paved-road'][ecosystem];
      if (road === undefined) return [];
      const compared = (name: string) => (ecosystem === 'pypi' ? plainName(name) : name.toLowerCase());
      const instead = new Map(Object.entries(road.instead).map(([old, better]) => [compared(old), better]));
      const isListed = listed(road.allow.map(compared));
      const isListedAddress = listed(road.allow.filter((one) => one.includes(':')).map(comparedAddress));
      const alternative = ({ what }: Finding) => instead.get(compared(what));
      const isApproved = (one: Finding) => {
        if (alternative(one) !== undefined) return false;
        // An empty list allows everything that has no alternative.
        if (road.allow.length === 0) return true;
        return one.detail === undefined ? isListed(compared(one.what)) : addressesOf(one.detail).some(isListedAddress);
      };
      return [[ecosystem, { ecosystem, isApproved, alternative }]];
    }),
  );
}

function listed(allowed: readonly string[]): (name: string) => boolean {
  const names = new Set(allowed);
  const matches = matcher(allowed.filter((name) => name.includes('*')));
  return (name) => names.has(name) || matches(name);
}

const comparedAddress = (address: string): string => withoutUser(address).toLowerCase();

/** An address as it can be approved, with and without its version; not one that leads elsewhere than it reads. */
function addressesOf(written: string): string[] {
  const address = comparedAddress(written);
  return /\.\.|%2[ef]|%5c|\\/.test(address) ? [] : [address, address.replace(/#.*$/s, '')];
}

const roadOf = (roads: Map<string, Road>, { path }: Finding) => roads.get(manifestAt(path)?.ecosystem ?? '');

const shown = ({ what, detail = what }: Finding): string =>
  detail === what ? code(what) : `${code(what)} from ${code(detail)}`;

function leaving(off: readonly Finding[], roads: Map<string, Road>): Verdict {
  const better = (one: Finding) => roadOf(roads, one)?.alternative(one);
  const replaced = off.flatMap((one) => {
    const name = better(one);
    return name === undefined ? [] : [`use ${code(name)} instead of ${code(one.what)}`];
  });
  const other = off.find((one) => better(one) === undefined);
  const list = other && `paved-road.${roadOf(roads, other)?.ecosystem}.allow`;
  const proposed =
    other && `use an approved one, or propose ${code(other.detail ?? other.what)} for ${code(list ?? '')}`;
  const remedy = [...new Set(replaced)]
    .slice(0, 3)
    .concat(proposed ?? [])
    .join('; ');
  return {
    outcome: 'unmet',
    because: `${enumerated(off)} not on the approved list`,
    evidence: off.map((one) => ({ text: `${shown(one)} is not on the approved list`, path: one.path, line: one.line })),
    remedy: remedy.charAt(0).toUpperCase() + remedy.slice(1),
  };
}

/** The first of them, each once, and the verb that follows. */
function enumerated(found: readonly Finding[]): string {
  const names = [...new Set(found.map(shown))];
  const first = names.slice(0, 5).join(', ');
  if (names.length > 5) return `${first} and ${names.length - 5} more are`;
  return `${first} ${names.length === 1 ? 'is' : 'are'}`;
}
