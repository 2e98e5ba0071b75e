import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../src/model/pull.ts';
import { keysAt, RULES } from '../../src/policy/schema.ts';
import { registry } from '../../src/practices/registry.ts';
import { evaluate } from '../../src/review/evaluate.ts';
import { cutShort, file, files, OUTCOMES, policy, pullFacts } from '../support/facts.ts';

const ROOT = join(import.meta.dirname, '../..');
const rules = registry.flatMap((practice) =>
  practice.rules.map((rule) => ({ practice, rule, name: `${practice.id}/${rule.id}` })),
);

describe.each(rules.map((one) => [one.name, one] as const))('the rule %s', (name, { practice, rule }) => {
  it('can be configured under its own name', () => {
    expect(RULES).toContain(name);
  });

  it('has a page that says why, how to meet it, and how to configure it', () => {
    const page = readFileSync(join(ROOT, 'docs/rules', `${name}.md`), 'utf8');
    expect(page).toContain(`# \`${name}\``);
    expect(page).toContain('## How to meet it');
    expect(page).toContain('## How to configure it');
    expect(page).toContain('| Met |');
  });

  it('has a test of its own', () => {
    expect(existsSync(join(ROOT, 'test/practices', `${name}.test.ts`))).toBe(true);
  });

  it('says in a sentence what it asks, and its practice why', () => {
    for (const text of [rule.asks, practice.why]) expect(text).toMatch(/^[A-Z].*\.$/);
    expect(rule.title).toMatch(/^[A-Z]/);
  });
});

it.each(registry.map((practice) => [practice.id, practice] as const))(
  'what rules of %s lean on is there',
  (id, practice) => {
    for (const [rule, paths] of Object.entries(practice.leansOn ?? {})) {
      expect(RULES).toContain(`${id}/${rule}`);
      for (const path of paths) {
        const steps = path.split('.');
        expect(keysAt(steps.slice(0, -1))).toContain(steps.at(-1));
      }
    }
  },
);

it('every rule has a name of its own', () => {
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});

describe('the same facts give the same verdict', () => {
  const config = policy({ 'north-star': { outcomes: OUTCOMES } });
  it.each<[string, Partial<PullFacts>]>([
    ['of an empty pull request', {}],
    ['of a sensitive change', { files: files(file('src/auth/a.ts', 50)), body: 'Outcome: activation' }],
    ['of a list cut short', { files: cutShort(file('src/a.ts', 50)) }],
  ])('%s', (_, change) => {
    const once = evaluate(pullFacts(change), config, 'r');
    expect(evaluate(structuredClone(pullFacts(change)), config, 'r')).toEqual(once);
    expect(once.mishaps).toEqual([]);
  });
});
