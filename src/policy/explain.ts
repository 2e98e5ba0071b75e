import type { z } from 'zod';
import { code } from '../model/markdown.ts';
import { nearest } from './nearest.ts';
import { keysAt } from './schema.ts';

/** What is wrong with a path of the configuration, and what to do, in sentences of safe Markdown. */
export interface Explanation {
  path: readonly PropertyKey[];
  at: 'key' | 'value';
  message: string;
  fix: string;
}

/** `north-star.outcomes[0].kpi`, as a code span. */
export const pathOf = (path: readonly PropertyKey[]): string =>
  code(path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${String(step)}`)).join(''));

/**
 * What to write instead, where the schema does not say it itself: the end of a sentence that begins with "Write".
 * Schemas give their own messages in the same form.
 */
export function wanted(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? 'another value';
    case 'invalid_value':
      return `one of ${issue.values.map((value) => code(String(value))).join(', ')}`;
    case 'too_small':
      return `at least ${issue.minimum}${UNITS[issue.origin] ?? ''}`;
    case 'too_big':
      return `at most ${issue.maximum}${UNITS[issue.origin] ?? ''}`;
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'another key';
    default:
      return 'another value';
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list, such as `[one, two]`',
  object: 'options, each with its key',
  record: 'options, each with its key',
};

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };

/** One schema issue in words; an issue about unknown keys becomes one explanation for each. */
export function explain(issue: z.core.$ZodIssue, root: unknown): Explanation[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key]));
  const value = valueAt(root, path);
  const advice = `Write ${issue.message}.`;
  if (value === undefined) {
    const where = path.length > 1 ? ` in ${pathOf(path.slice(0, -1))}` : '';
    return [{ path, at: 'value', message: `${code(String(path.at(-1)))} is missing${where}.`, fix: advice }];
  }
  if (value === null) {
    const fix = `Write ${issue.message}, or remove the line.`;
    return [{ path, at: 'key', message: `${pathOf(path)} has no value.`, fix }];
  }
  const meant = issue.code === 'invalid_value' ? nearest(String(value), issue.values.map(String)) : undefined;
  const fix = meant === undefined ? advice : `Did you mean ${code(meant)}? ${advice}`;
  return [{ path, at: 'value', message: misfit(value, path), fix }];
}

function unknownKey(path: readonly PropertyKey[]): Explanation {
  const owner = path.slice(0, -1);
  const key = String(path.at(-1));
  const known = keysAt(owner) ?? [];
  const meant = nearest(key, known);
  const kind = owner.length === 0 ? 'a practice' : `an option of ${pathOf(owner)}`;
  const suggestion = meant === undefined ? '' : `Did you mean ${code(meant)}? `;
  const fix = `${suggestion}Known: ${known.join(', ')}.`;
  return { path, at: 'key', message: `${code(key)} is not ${kind}.`, fix };
}

function misfit(value: unknown, path: readonly PropertyKey[]): string {
  const what = Array.isArray(value)
    ? 'This list'
    : typeof value === 'object'
      ? 'What stands here'
      : code(String(value));
  return path.length === 0 ? `${what} is no configuration.` : `${what} does not fit ${pathOf(path)}.`;
}

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<PropertyKey, unknown>)[step]
        : undefined,
    root,
  );
