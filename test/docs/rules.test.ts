import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import GithubSlugger from 'github-slugger';
import { describe, expect, it } from 'vitest';
import { read } from '../../src/policy/diagnose.ts';
import { Policy } from '../../src/policy/schema.ts';
import { registry } from '../../src/practices/registry.ts';

const RULES = join(import.meta.dirname, '../../docs/rules');
const empty = Policy.parse({ version: 1 }) as unknown as Record<string, Record<string, { level: string }>>;
const rules = registry.flatMap((practice) => practice.rules.map((rule) => ({ practice, rule })));

describe.each(rules.map((one) => [`${one.practice.id}/${one.rule.id}`, one] as const))(
  'the page of %s',
  (name, one) => {
    const { practice, rule } = one;
    const page = readFileSync(join(RULES, `${name}.md`), 'utf8');
    const cells = page.split('\n').map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
    const row = (title: string) => cells.find(([, first]) => first === title)?.[2];

    it('says what the rule asks, by which leadership principle, and why', () => {
      const [, asked, why = ''] = /^\*\*(.+?)\*\*([^|]*)/m.exec(page) ?? [];
      expect(asked).toBeDefined();
      expect(why.split(/\s+/).length).toBeGreaterThan(8);
      expect(row('Principle')).toBe(practice.title);
      expect(row('Applies to')).toBeDefined();
    });

    it('tells the level that it has by default', () => {
      expect(row('Default level')).toBe(`\`${empty[practice.id]?.[rule.id]?.level}\``);
    });

    it('says how it is met, with examples met and unmet', () => {
      const [, how = ''] = page.split(/^## How to meet it$/m);
      expect(how.trim()).toMatch(/^[^|#\n]/);
      const heading = cells.findIndex(([, first, second]) => first === 'Met' && second?.startsWith('Unmet'));
      const below = cells.slice(heading + 2);
      const [, met, unmet] = below[0] ?? [];
      expect([heading > 0, met !== '', unmet !== '']).toEqual([true, true, true]);
    });

    it('shows a configuration of it that is accepted, and leads to all of its keys', () => {
      const [, how = ''] = page.split(/^## How to configure it$/m);
      const [, example = ''] = /```yaml\n(.*?)```/s.exec(how) ?? [];
      const { value, problems } = read(`version: 1\n${example}`, `${name}.md`);
      expect(problems).toEqual([]);
      expect((value as unknown as typeof empty)[practice.id]).toHaveProperty(rule.id);
      const anchor = new GithubSlugger().slug(name);
      expect(how).toContain(`](../../reference/configuration.md#${anchor})`);
    });
  },
);
