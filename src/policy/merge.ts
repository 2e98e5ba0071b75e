import { code } from '../model/markdown.ts';
import { Level } from '../model/verdict.ts';
import { registry } from '../practices/registry.ts';
import type { Explanation } from './explain.ts';
import { Policy } from './schema.ts';

/** A configuration as it is written: without defaults, durations and shares still as text. */
export type Raw = Readonly<Record<string, unknown>>;

/** What two files come to, and what of the repository's a lock set aside, at its place there. */
export interface Merged {
  value: Raw;
  ignored: Explanation[];
}

/**
 * The repository's values over the organisation's: maps merge key by key, lists and all else replace. Of a locked rule
 * the repository may only raise the level. With it are locked the options of others that it leans on, unless the organisation
 * leaves them empty, and, whatever is locked, who may waive.
 */
export function merge(organisation: Raw | undefined, repository: Raw | undefined, locked: readonly string[]): Merged {
  if (repository === undefined) return { value: organisation ?? {}, ignored: [] };
  const whole: Merged = { value: repository, ignored: [] };
  const ruled = locked.reduce((so, rule) => withoutLocked(so, rule, organisation ?? {}), whole);
  const leaning = locked.flatMap((rule) => leansOn(rule).map((path) => ({ rule, path })));
  const unleaned = leaning
    .filter(({ path }) => !isEmpty(valueAt(organisation ?? {}, path) ?? valueAt(STANDARD, path)))
    .reduce(
      (so, { rule, path }) => without(so, path, `${code(rule)} is locked by the organisation and leans on it`),
      ruled,
    );
  const unlocked = locked.length > 0 ? without(unleaned, ['waivers'], 'The organisation has locked rules') : unleaned;
  return { value: overlay(organisation ?? {}, unlocked.value), ignored: unlocked.ignored };
}

const isMap = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Entries are set as own properties, so that no key, whatever its name, reaches a prototype. */
function overlay(below: Raw, above: Raw): Raw {
  const merged = new Map(Object.entries(below));
  for (const [key, value] of Object.entries(above)) {
    const under = merged.get(key);
    merged.set(key, isMap(under) && isMap(value) ? overlay(under, value) : value);
  }
  return Object.fromEntries(merged);
}

/** The repository's values without those of a locked rule, but for a higher level. */
function withoutLocked({ value, ignored }: Merged, rule: string, organisation: Raw): Merged {
  const [practice = '', key = ''] = rule.split('/');
  const options = value[practice];
  const written = isMap(options) ? options[key] : undefined;
  if (!isMap(options) || !isMap(written)) return { value, ignored };

  const standing = rank(levelIn(organisation, practice, key));
  const asked = 'level' in written ? rank(levelIn(value, practice, key)) : standing;
  const kept = asked > standing ? { level: written.level } : {};
  const dropped = Object.keys(written).filter((name) => (name === 'level' ? asked < standing : true));
  const [first] = dropped;
  const message = `${code(rule)} is locked by the organisation; ${dropped.map((name) => code(name)).join(', ')} here ${dropped.length === 1 ? 'is' : 'are'} ignored.`;
  return {
    value: { ...value, [practice]: { ...options, [key]: kept } },
    ignored: first === undefined ? ignored : [...ignored, note([practice, key, first], message)],
  };
}

const note = (path: readonly string[], message: string): Explanation => ({
  ...{ path, at: 'key', message, fix: "Remove it, or have it changed in the organisation's file." },
});

/** The repository's values without those at a path. */
function without({ value, ignored }: Merged, path: readonly string[], because: string): Merged {
  if (valueAt(value, path) === undefined) return { value, ignored };
  const message = `${because}; ${code(path.join('.'))} here is ignored.`;
  return { value: removed(value, path), ignored: [...ignored, note(path, message)] };
}

function removed(value: Raw, [key = '', ...rest]: readonly string[]): Raw {
  const entries = Object.entries(value).flatMap(([name, under]): [string, unknown][] => {
    if (name !== key) return [[name, under]];
    return rest.length > 0 && isMap(under) ? [[name, removed(under, rest)]] : [];
  });
  return Object.fromEntries(entries);
}

const valueAt = (value: unknown, [key, ...rest]: readonly string[]): unknown =>
  key === undefined ? value : isMap(value) && Object.hasOwn(value, key) ? valueAt(value[key], rest) : undefined;

const isEmpty = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

/** The paths of the options that a rule leans on, as its practice says. */
function leansOn(rule: string): string[][] {
  const [practice, key = ''] = rule.split('/');
  const paths = registry.find(({ id }) => id === practice)?.leansOn?.[key] ?? [];
  return paths.map((path) => path.split('.'));
}

const STANDARD: Raw = Policy.parse({ version: 1 });

/** The level that a rule has in a configuration, by its default if none is written. */
function levelIn(raw: Raw, practice: string, key: string): Level {
  for (const { [practice]: options } of [raw, STANDARD]) {
    const rule = isMap(options) ? options[key] : undefined;
    if (isMap(rule) && rule.level !== undefined) return Level.parse(rule.level);
  }
  throw new Error(`${practice}/${key} is not a rule`);
}

const rank = (level: Level): number => Level.options.indexOf(level);
