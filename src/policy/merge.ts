import { code } from '../model/markdown.ts';
import { Level } from '../model/verdict.ts';
import { Policy } from './schema.ts';

/** A configuration as it is written: without defaults, durations and shares still as text. */
export type Raw = Readonly<Record<string, unknown>>;

/** What two files come to, and what of the repository's a lock set aside, in sentences of safe Markdown. */
export interface Merged {
  value: Raw;
  ignored: string[];
}

/**
 * The repository's values over the organisation's: maps merge key by key, lists and all else replace. Of a locked rule
 * the repository may only raise the level.
 */
export function merge(organisation: Raw | undefined, repository: Raw | undefined, locked: readonly string[]): Merged {
  if (repository === undefined) return { value: organisation ?? {}, ignored: [] };
  const unlocked = locked.reduce<Merged>((so, rule) => withoutLocked(so, rule, organisation ?? {}), {
    value: repository,
    ignored: [],
  });
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
  const note = `${code(rule)} is locked by the organisation; ${dropped.map((name) => code(name)).join(', ')} here ${dropped.length === 1 ? 'is' : 'are'} ignored.`;
  return {
    value: { ...value, [practice]: { ...options, [key]: kept } },
    ignored: dropped.length > 0 ? [...ignored, note] : ignored,
  };
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
