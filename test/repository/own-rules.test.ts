import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Findings, PullFacts } from '../../src/model/pull.ts';
import { read } from '../../src/policy/diagnose.ts';
import type { Policy } from '../../src/policy/schema.ts';
import { evaluate, reportOf, rulesInForce } from '../../src/review/evaluate.ts';
import { file, files, pullFacts } from '../support/facts.ts';

const ROOT = join(import.meta.dirname, '../..');
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const WORKFLOWS = readdirSync(join(ROOT, '.github/workflows')).map((name) => `.github/workflows/${name}`);
const TEMPLATE = textOf('.github/pull_request_template.md');
const CONFIGURATION = read(textOf('.github/truenorth.yml'), '.github/truenorth.yml');

function own(): Policy {
  if (CONFIGURATION.value === undefined) throw new Error(JSON.stringify(CONFIGURATION.problems));
  return CONFIGURATION.policy;
}

const RECORD = 'docs/decisions/0099-two-doors.md';
const TEXTS = new Map([...WORKFLOWS.map((path) => [path, textOf(path)] as const), [RECORD, 'Outcome: right-verdicts']]);

/** A text, all lines of which are new. */
function added(text: string): { text: string; patch: string } {
  const lines = text.split('\n');
  return { text, patch: [`@@ -0,0 +1,${lines.length} @@`, ...lines.map((line) => `+${line}`)].join('\n') };
}

/** A feature that touches all that the configuration asks about, our workflows as if they were new among it. */
function feature(body: string): PullFacts {
  const listing = files(
    ...[...TEXTS.keys()].map((path) => file(path, 20, { status: 'added' })),
    ...['src/doors/entrance.ts', 'src/adapters/database/migrations.ts', 'test/doors/entrance.test.ts'].map((path) =>
      file(path, 40),
    ),
  );
  const declared = { outcomes: own()['north-star'].outcomes, decisions: own().communication['decision-record'].paths };
  const findings: Record<string, Findings> = {};
  for (const { rule, options } of rulesInForce(own())) {
    for (const { id, of, read } of rule.extracts ?? []) {
      const around = { files: listing.files, declared };
      const found = listing.files
        .filter((changed) => of(changed, options))
        .map((changed) => read({ file: changed, ...added(TEXTS.get(changed.path) ?? 'a = 1;') }, options, around));
      findings[id] = { found: found.flatMap((one) => one.found), unread: found.flatMap((one) => one.unread) };
    }
  }
  return pullFacts({ title: 'feat: two doors', body, files: listing, templates: [TEMPLATE], declared, findings });
}

/** What the guardrails that are turned on say of a description. */
const verdicts = (body: string): Record<string, string> =>
  Object.fromEntries(
    evaluate(feature(body), own(), 'r')
      .judged.filter(({ level }) => level !== 'observe')
      .map(({ rule, verdict }) => [rule, verdict.outcome]),
  );

const ANSWER = 'Whoever reads this sees in eight words or more what was asked.';
const answered = TEMPLATE.replace(/(?<=^Outcome: )<!--.*?-->/m, 'right-verdicts').replaceAll(/<!--.*?-->/gs, ANSWER);
const SECTIONS = [
  'north-star/outcome',
  'outcomes/measure',
  'resilience/observability',
  'resilience/recovery',
  'security/threat-model',
  'security/privacy',
];

describe('Truenorth, judged by its own configuration', () => {
  it('has one without problems', () => {
    expect(CONFIGURATION.problems).toEqual([]);
    expect(own()['north-star'].outcomes.length).toBeGreaterThan(1);
  });

  it('lets pass what answers the template, and nothing else is asked that the template does not ask', () => {
    const said = verdicts(answered);
    expect(Object.values(said).filter((outcome) => !['met', 'not-applicable'].includes(outcome))).toEqual([]);
    for (const rule of [...SECTIONS, 'security/tests', 'communication/decision-record']) expect(said[rule]).toBe('met');
    expect(reportOf(evaluate(feature(answered), own(), 'r').judged, 'own', []).conclusion).toBe('success');
  });

  it('stops a template that nobody filled in, by each of its questions', () => {
    const said = verdicts(TEMPLATE);
    for (const rule of SECTIONS) expect([rule, said[rule]]).toEqual([rule, 'unmet']);
    expect(reportOf(evaluate(feature(TEMPLATE), own(), 'r').judged, 'own', []).conclusion).toBe('failure');
  });

  it('names the outcomes in the template', () => {
    for (const { id } of own()['north-star'].outcomes) expect(TEMPLATE).toContain(id);
  });

  it('has workflows whose actions are pinned to a commit, as it asks of others', () => {
    const { found } = feature('').findings['new-actions'] ?? { found: [] };
    expect(new Set(found.map(({ path }) => path))).toEqual(new Set(WORKFLOWS));
    expect(verdicts('')['security/workflow-pinning']).toBe('met');
  });
});
