import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '../../src/adapters/telemetry/metrics.ts';

const textOf = (file: string) => readFileSync(join(import.meta.dirname, '../../docs/operate', file), 'utf8');
const metrics = createMetrics({
  depth: async () => ({ waiting: 0, scheduled: 0, running: 0, setAside: 0, oldest: 0 }),
  ...{ obstacles: async () => [], digests: async () => [], now: () => 0 },
});
const types = [...(await metrics.text()).matchAll(/^# TYPE (truenorth_\w+) (\w+)$/gm)];
const names = types.flatMap(([, name = '', type]) => (type === 'histogram' ? [name, `${name}_bucket`] : [name]));
const named = (text: string) => [...new Set(text.match(/\btruenorth_\w+/g))];

describe.each(['alerts.yml', 'grafana-dashboard.json', 'observability.md'])('%s', (file) => {
  it('names metrics that there are', () => {
    expect(named(textOf(file)).length).toBeGreaterThan(5);
    expect(names).toEqual(expect.arrayContaining(named(textOf(file))));
  });
});

it('the page tells every metric', () => {
  expect(named(textOf('observability.md'))).toEqual(expect.arrayContaining(types.map(([, name]) => name)));
});

it('every alert leads to its section of the runbook, which names it', () => {
  interface Rule {
    alert: string;
    annotations: { runbook_url: string };
  }
  const { groups } = parse(textOf('alerts.yml')) as { groups: { rules: Rule[] }[] };
  const sections = textOf('runbook.md').split(/^## /m);
  for (const { alert, annotations } of groups.flatMap(({ rules }) => rules)) {
    const anchor = /^docs\/operate\/runbook\.md#(.+)$/.exec(annotations.runbook_url)?.[1];
    const section = sections.find((text) => text.split('\n', 1)[0]?.toLowerCase().replaceAll(' ', '-') === anchor);
    expect(section, alert).toContain(`\`${alert}\``);
  }
});
