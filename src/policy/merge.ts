import { code } from '../model/markdown.ts';
import { Level } from '../model/verdict.ts';
import type { Raw } from './diagnose.ts';

const isMap = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Repository over organisation: maps merge key by key, lists and scalars replace. Neither is changed. */
export function merge(organisation: Raw, repository: Raw): Raw {
  const merged = new Map<string, unknown>(Object.entries(organisation));
  for (const [key, value] of Object.entries(repository)) {
    const under = merged.get(key);
    merged.set(key, isMap(under) && isMap(value) ? merge(under, value) : value);
  }
  // Entries become own properties, so that a key such as `__proto__` is a key like any other.
  return Object.fromEntries(merged);
}

/**
 * A repository's values without those that it may not set: for a rule that the organisation locked only a higher level
 * counts. Tells what is left out, in safe Markdown.
 */
export function unlocked(
  organisation: Raw,
  repository: Raw,
  defaultLevel: (rule: string) => Level,
): { raw: Raw; notes: string[] } {
  const locked = Array.isArray(organisation.locked) ? organisation.locked.map(String) : [];
  const notes: string[] = [];
  const { locked: own, ...rest } = repository;
  if (own !== undefined)
    notes.push(`${code('locked')} counts in the organisation's file alone; the repository's is left out.`);
  let raw: Raw = rest;
  for (const name of locked) {
    const [practice = '', rule = ''] = name.split('/');
    const given = at(at(raw, practice), rule);
    if (given === undefined) continue;
    const lowest = levelOf(at(at(organisation, practice), rule)) ?? defaultLevel(name);
    const wished = levelOf(given);
    const raised = wished !== undefined && LEVELS.indexOf(wished) > LEVELS.indexOf(lowest);
    const others = isMap(given) ? Object.keys(given).filter((key) => key !== 'level') : [];
    if (others.length > 0 || (wished !== undefined && wished !== lowest && !raised))
      notes.push(
        `${code(name)} is locked by the organisation; of the repository's values for it only a higher level counts.`,
      );
    raw = { ...raw, [practice]: { ...(raw[practice] as Raw), [rule]: raised ? { level: wished } : {} } };
  }
  return { raw, notes };
}

const LEVELS = Level.options;

const at = (value: unknown, key: string): unknown =>
  isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const levelOf = (rule: unknown): Level | undefined => Level.safeParse(at(rule, 'level')).data;
