import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { at, type Key, keys } from '../../scripts/reference/keys.ts';
import { referencePage } from '../../scripts/reference/page.ts';
import { Policy, RULES } from '../../src/policy/schema.ts';

const FILE = join(import.meta.dirname, '../../docs/reference/configuration.md');
const alone = keys().filter(({ path }) => !path.includes('[]'));

/** A configuration with these keys alone. */
function setting(told: readonly (readonly [path: string, value: unknown])[]): object {
  const file: Record<string, unknown> = { version: 1 };
  for (const [path, value] of told) {
    const steps = path.split('.');
    let inner = file;
    for (const step of steps.slice(0, -1)) {
      inner[step] ??= {};
      inner = inner[step] as Record<string, unknown>;
    }
    inner[steps.at(-1) ?? ''] = value;
  }
  return file;
}

describe('the reference of the configuration', () => {
  const page = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';

  it('is current; `npm run schema` writes it', () => {
    expect(page).toBe(referencePage());
  });

  it('has every rule, with its page', () => {
    for (const rule of RULES) expect(page).toContain(`### \`${rule}\``);
    for (const rule of RULES) expect(page).toContain(`](../rules/${rule}.md)`);
  });

  it('says of every key what it means', () => {
    expect(keys().filter(({ node }) => !node.description?.endsWith('.'))).toEqual([]);
  });

  it('tells the defaults that an empty configuration gets', () => {
    const empty = Policy.parse({ version: 1 });
    // What is in a group that may be left out, such as `paved-road.npm`, holds once the group is there.
    const there = ({ path }: Key) => at(empty, path.split('.').slice(0, -1).join('.') || 'version') !== undefined;
    const told = alone.filter(({ standard }) => standard !== undefined).filter(there);
    expect(Policy.parse(setting(told.map(({ path, standard }) => [path, standard] as const)))).toEqual(empty);
    const none = ({ standard, required }: Key) => standard === undefined && !required;
    expect(alone.filter(none).filter(({ path }) => at(empty, path) !== undefined)).toEqual([]);
  });

  it('shows of every key an example that is accepted', () => {
    expect(keys().filter(({ example }) => example === undefined)).toEqual([]);
    for (const { path, example } of alone)
      expect(Policy.safeParse(setting([[path, example]])).error?.message, path).toBeUndefined();
  });
});
