import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { read } from '../../src/policy/diagnose.ts';
import { jsonSchema, keysAt, Policy, RULES } from '../../src/policy/schema.ts';

const here = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');
/** `version: 1` in the first line, then this. */
const below = (...lines: string[]): string => ['version: 1', ...lines, ''].join('\n');

const smallest = Policy.parse({ version: 1 });

/** A rule's level in a complete policy. */
const levelOf = (policy: Policy, rule: string): string => {
  const [practice = '', key = ''] = rule.split('/');
  return (policy as unknown as Record<string, Record<string, { level: string }>>)[practice]?.[key]?.level ?? 'none';
};

describe('the configuration', () => {
  it('knows every rule of the nine practices', () => {
    expect([...RULES].sort()).toEqual(
      [
        ...[
          'north-star/outcome',
          'north-star/vision-review',
          'outcomes/measure',
          'outcomes/experiment',
          'outcomes/kpi',
        ],
        ...['developer-experience/small-batch', 'developer-experience/paved-road', 'resilience/observability'],
        ...['resilience/recovery', 'resilience/post-incident', 'resilience/chaos-drill', 'security/threat-model'],
        ...['security/privacy', 'security/ownership', 'security/tests', 'security/workflow-pinning'],
        ...['technical-debt/budget', 'technical-debt/marker', 'technical-debt/estimate'],
        ...[
          'technical-debt/refactor-window',
          'trust/first-contribution',
          'trust/shared-decision',
          'trust/expectations',
        ],
        ...['alignment/discovery', 'alignment/milestone', 'alignment/ritual', 'communication/decision-record'],
        ...['communication/digest', 'communication/strategic-update'],
      ].sort(),
    );
  });

  it('advises on five rules and only observes the others, until it is told otherwise', () => {
    const advised = RULES.filter((rule) => levelOf(smallest, rule) === 'advise');
    expect(advised.sort()).toEqual([
      'north-star/outcome',
      'resilience/observability',
      'security/threat-model',
      'technical-debt/budget',
      'trust/first-contribution',
    ]);
    expect(RULES.filter((rule) => !advised.includes(rule)).every((rule) => levelOf(smallest, rule) === 'observe')).toBe(
      true,
    );
  });

  it('asks a question with every section it asks for, and for eight words', () => {
    const { security, resilience, outcomes } = smallest;
    for (const section of [security['threat-model'], security.privacy, resilience.recovery, outcomes.measure]) {
      expect(section.ask).toMatch(/\?$/);
      expect(section['min-words']).toBe(8);
      expect(section.when).toBeUndefined();
    }
    expect(security['threat-model'].headings).toEqual(['Threat model', 'Security']);
    expect(resilience.observability.headings).toEqual(['Observability', 'Monitoring']);
  });

  it('takes the smallest useful file', () => {
    const { policy, problems } = valid('examples/smallest.yml');
    expect(problems).toEqual([]);
    expect(policy['north-star'].outcomes.map(({ id }) => id)).toEqual(['activation', 'reliability']);
  });

  it('takes a full file, with durations in days and shares as fractions', () => {
    const { policy } = valid('examples/fuller.yml');
    expect(policy.outcomes.kpis[0]).toMatchObject({ direction: 'down', baseline: 72, 'stale-after': { days: 14 } });
    expect(policy['north-star']['vision-review']).toEqual({ level: 'observe', every: { days: 91 } });
    expect(policy['technical-debt'].interest).toEqual({ after: { days: 28 }, 'per-week': 0.02 });
    expect(policy['technical-debt'].points['label-prefix']).toBe('debt: ');
    expect(policy.security['threat-model']).toMatchObject({ level: 'require', when: { labels: ['security'] } });
    expect(policy.communication.digest).toEqual({
      level: 'observe',
      repository: 'acme/engineering-health',
      at: 'monday 09:00',
    });
    expect(policy.waivers).toEqual({ approvers: 'acme/staff-engineers', longest: { days: 90 } });
  });

  it('knows the keys at a path, and none that an object has from its prototype', () => {
    expect(keysAt(['security', 'threat-model'])).toEqual(['level', 'exempt', 'when', 'headings', 'min-words', 'ask']);
    expect(keysAt(['north-star', 'outcomes', 0])).toContain('keywords');
    for (const key of ['constructor', '__proto__', 'toString']) expect(keysAt([key])).toBeUndefined();
  });
});

describe('what a configuration file may hold', () => {
  it.each([
    ['a byte order mark', '\uFEFFversion: 1\n'],
    ['Windows line ends', 'version: 1\r\ntrust: {}\r\n'],
    ['`off` without quotes', below('security: { tests: { level: off } }', 'trust: { pulse: on }')],
    [
      'a few aliases',
      below('security:', '  privacy: { when: { paths: &p [a/**] } }', '  threat-model: { when: { paths: *p } }'),
    ],
    [
      'a dependency called constructor',
      below('developer-experience: { paved-road: { npm: { instead: { constructor: x } } } }'),
    ],
  ])('%s', (_, text) => {
    expect(read(text, 'truenorth.yml').problems).toEqual([]);
  });
});

describe('the JSON Schema for editors', () => {
  it('is current; `npm run schema` writes it', () => {
    expect(here('../../docs/truenorth.schema.json')).toBe(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
  });

  it('describes every key', () => {
    expect(undescribed(jsonSchema(), '')).toEqual([]);
  });
});

function valid(example: string) {
  const reading = read(here(example), example);
  if (reading.value === undefined) throw new Error(JSON.stringify(reading.problems, null, 2));
  return reading;
}

interface Node {
  description?: string;
  properties?: Record<string, Node>;
  items?: Node;
}

/** Paths of properties without a description. */
const undescribed = ({ properties = {}, items }: Node, path: string): string[] => [
  ...Object.entries(properties).flatMap(([key, node]) => [
    ...(node.description ? [] : [`${path}/${key}`]),
    ...undescribed(node, `${path}/${key}`),
  ]),
  ...(items ? undescribed(items, `${path}[]`) : []),
];
