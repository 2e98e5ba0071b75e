import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { translate } from '../../src/doors/events.ts';
import { readingOf } from '../../src/health/kpi-reading.ts';
import { read } from '../../src/policy/diagnose.ts';
import { merge, type Raw } from '../../src/policy/merge.ts';
import { Policy } from '../../src/policy/schema.ts';
import { manifestAt } from '../../src/practices/developer-experience/manifests/index.ts';
import { parseCommand } from '../../src/review/commands.ts';

/** What reaches every object, where a key is taken for what it says. */
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
const POISON = { polluted: true, toString: 'x', level: 'off', prototype: { polluted: true } };

afterEach(() => {
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

interface Example {
  name: string;
  examples: object[];
}
const examples = (createRequire(import.meta.url)('@octokit/webhooks-examples') as Example[]).flatMap(
  ({ name, examples: all }) => all.map((payload) => ({ name, payload: { installation: { id: 3 }, ...payload } })),
);
const self = { id: 7, login: 'truenorth[bot]' };
const heard = (name: string, payload: unknown) => {
  try {
    return translate({ id: 'd', name, payload }, self, (text) => text);
  } catch (error) {
    if (error instanceof z.ZodError) return 'odd';
    throw error;
  }
};

/** A JSON text in which every object also has such a key, as a sender can write it and an object literal cannot. */
function poisoned(value: unknown, name: string): string {
  if (Array.isArray(value)) return `[${value.map((one) => poisoned(one, name)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${poisoned(one, name)}`);
  return `{${[...entries, `${JSON.stringify(name)}:${JSON.stringify(POISON)}`].join(',')}}`;
}

describe('a key that names what all objects share', () => {
  it.each(NAMES)('`%s`, wherever it is in a payload, changes nothing of what the event says', (name) => {
    expect(examples.length).toBeGreaterThan(100);
    for (const { name: event, payload } of examples)
      expect(heard(event, JSON.parse(poisoned(payload, name))), event).toEqual(heard(event, payload));
  });

  it('makes no event throw, whatever stands in the place of anything', () => {
    const odd = fc.oneof(
      fc.constantFrom(...NAMES, null, -1, Number.MAX_VALUE, '', [], {}, true, '\0', '\u202e', 'x'.repeat(70_000)),
      fc
        .constantFrom(...NAMES)
        .map((name) => JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(POISON)}}`) as object),
      fc
        .constantFrom('[', '{"a":')
        .map((open) => JSON.parse(`${open.repeat(9_000)}1${(open === '[' ? ']' : '}').repeat(9_000)}`)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.nat(), odd, ({ name, payload }, seed, value) => {
        const copy = structuredClone(payload) as Record<string, unknown>;
        replaceOne(copy, seed, value);
        const knock = heard(name, copy);
        if (knock !== 'odd')
          for (const { facts } of knock.wanted) expect(JSON.stringify(facts ?? []).length).toBeLessThan(20_000);
      }),
      { numRuns: 1_500 },
    );
  });

  it('nor does a KPI reading that is a list of lists of lists, which no text is made of', () => {
    const deep = JSON.parse(`${'['.repeat(30_000)}${']'.repeat(30_000)}`);
    const payload = { action: 'truenorth-kpi', client_payload: { kpi: deep, value: deep, date: deep } };
    const repository = { name: 'api', owner: { login: 'acme' } };
    const knock = heard('repository_dispatch', { ...payload, installation: { id: 3 }, repository });
    expect(knock).toMatchObject({ wanted: [{ facts: [{ kind: 'reading' }] }] });
  });

  it.each(NAMES)('`%s` in a configuration is a key that is not known, or a name like any other', (name) => {
    const at = (text: string) => read(`version: 1\n${text}`, 'truenorth.yml');
    expect(at(`${name}: { polluted: true }\n`).problems).toMatchObject([{ line: 2 }]);
    expect(at(`security: { ${name}: { level: "off" } }\n`).problems).toMatchObject([{ line: 2 }]);
    expect(at(`security: { privacy: { ${name}: { polluted: true } } }\n`).problems).toMatchObject([{ line: 2 }]);
    expect(at(`security: { <<: { ${name}: { polluted: true } } }\n`).problems).toMatchObject([{ line: 2 }]);
    expect(at(`locked: [${name}/privacy]\n`).problems).not.toEqual([]);
    const named = at(`developer-experience: { paved-road: { npm: { instead: { ${name}: zod } } } }\n`);
    if (named.problems.length === 0)
      expect(Object.keys(named.value ?? {})).toEqual(['version', 'developer-experience']);
  });

  it.each(NAMES)('`%s` in a repository’s file undoes nothing of the organisation’s', (name) => {
    const organisation = { version: 1, security: { privacy: { level: 'require' } } };
    const own = JSON.parse(
      `{"version":1,"${name}":{"security":{"privacy":{"level":"off"}}},"security":{"${name}":{"privacy":{"level":"off"}}}}`,
    ) as Raw;
    const merged = merge(organisation, own, ['security/privacy']).value as typeof organisation;
    expect(merged.security.privacy).toEqual({ level: 'require' });
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
    expect(Policy.safeParse(merged).success).toBe(false);
  });

  it.each([
    ['package.json', (name: string) => `{"dependencies":{${JSON.stringify(name)}:"1"}}`],
    ['package-lock.json', (name: string) => `{"packages":{"":{"dependencies":{${JSON.stringify(name)}:"1"}}}}`],
    ['pnpm-lock.yaml', (name: string) => `importers:\n  .:\n    dependencies:\n      ${name}: { specifier: "1" }\n`],
    ['Cargo.toml', (name: string) => `[dependencies]\n${name} = "1"\n`],
  ])('in a %s is a dependency of that name', (path, textOf) => {
    for (const name of NAMES) {
      const found = manifestAt(path)
        ?.dependencies(textOf(name))
        .map((one) => one.name);
      expect(found).toEqual([name]);
    }
  });

  it.each(NAMES)('`%s` is no rule, no outcome, no KPI and no command', (name) => {
    const known = { rules: ['security/privacy'], outcomes: ['activation'], kpis: ['uptime'] };
    for (const line of [name, `waive ${name} because of it`, `outcome ${name}`, `kpi ${name} 3`, `explain ${name}`])
      expect(parseCommand(`/truenorth ${line}`, known)).toHaveProperty('problem');
    const told = { kpi: name, day: '2026-11-02', value: 1 };
    expect(readingOf(told, { kpis: [], inherited: [], tomorrow: '2026-11-24' })).toHaveProperty('problem');
  });
});

/** Puts a value in the place of one that is somewhere in an object. */
function replaceOne(root: object, seed: number, value: unknown): void {
  const places: [Record<string, unknown>, string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      walk((node as Record<string, unknown>)[key]);
    }
  };
  walk(root);
  const [holder, key] = places[seed % places.length] ?? [{}, ''];
  holder[key] = value;
}
