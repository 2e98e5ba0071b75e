import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { IssueFacts } from '../../src/model/issue.ts';
import { incidentIn } from '../../src/practices/shared/incident.ts';
import { evaluateIssue, issueRulesFor } from '../../src/review/issues.ts';
import { issueFacts, policy } from '../support/facts.ts';
import { Field } from '../support/issue-form.ts';

const PAGES = ['docs/how-to/issue-forms.md', 'docs/how-to/debt.md'];

/** A form as GitHub takes it: unknown keys are errors there, too. */
const Form = z.strictObject({
  name: z.string().min(3),
  description: z.string().min(3),
  labels: z.array(z.string()).length(1),
  body: z.array(Field),
});
type Form = z.infer<typeof Form>;

const blocksOf = (page: string): unknown[] =>
  [...readFileSync(join(import.meta.dirname, '../..', page), 'utf8').matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(
    ([, text = '']) => parse(text, { uniqueKeys: true }),
  );
const isForm = (block: unknown): boolean => typeof block === 'object' && block !== null && 'body' in block;
const forms = PAGES.flatMap((page) =>
  blocksOf(page)
    .filter(isForm)
    .map((block) => [`${(block as Form).name} of ${page}`, block as Form] as const),
);

/** An issue's description as GitHub writes it from a form. */
const rendered = ({ body }: Form, answers: Record<string, string>): string =>
  body.map(({ attributes: { label } }) => `### ${label}\n\n${answers[label] ?? '_No response_'}`).join('\n\n');

const ALL = Object.fromEntries(
  ['technical-debt/estimate', 'outcomes/experiment', 'resilience/post-incident'].map((name) => [
    name.split('/')[0],
    { [name.split('/')[1] ?? '']: { level: 'require' } },
  ]),
);
const verdicts = (form: Form, answers: Record<string, string>, change: Partial<IssueFacts> = {}) => {
  const facts = issueFacts({ body: rendered(form, answers), labels: form.labels, ...change });
  return evaluateIssue(facts, issueRulesFor(policy(ALL), form.labels), 'r').judged.map(({ rule, verdict }) => [
    rule,
    verdict.outcome,
  ]);
};

/** What people write into each form, by its label: at first, and in the end. */
const ANSWERS: Record<string, { rule: string; first: Record<string, string>; last: Record<string, string> }> = {
  'tech-debt': { rule: 'technical-debt/estimate', first: { 'What it is': 'An old parser.', Debt: '5' }, last: {} },
  incident: {
    rule: 'resilience/post-incident',
    first: { Impact: 'Nobody can book since 12:10 UTC.' },
    last: {
      Deployment: 'https://github.com/acme/api/deployments/123',
      Resolved: '2026-09-01 13:30 UTC',
      Timeline: '12:10 the release is out, 13:30 it is rolled back again.',
      'Contributing factors': 'No alert watches the age of the queue in production.',
      Actions: '- [ ] Alert on queue age, @ada, by 2026-09-20',
    },
  },
  experiment: {
    rule: 'outcomes/experiment',
    first: { Hypothesis: 'Reminders halve missed visits.', Metric: 'missed-visits', 'Decide by': '2026-09-20' },
    last: { Decision: 'Ship it: 5% missed, 12% before.' },
  },
};
const LATER = Date.parse('2026-10-01T10:00Z');

it('every YAML block of the pages can be parsed, and there are forms for all three', () => {
  for (const page of PAGES) expect(blocksOf(page).length).toBeGreaterThan(1);
  expect(new Set(forms.flatMap(([, { labels }]) => labels))).toEqual(new Set(Object.keys(ANSWERS)));
});

describe.each(forms)('the form %s', (_, block) => {
  const form = Form.parse(block);
  const { rule, first, last } = ANSWERS[form.labels[0] ?? ''] ?? { rule: '', first: {}, last: {} };

  it('is one that GitHub takes: each label once, options for each dropdown', () => {
    const labels = form.body.map(({ attributes: { label } }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    for (const { type, attributes } of form.body) expect(attributes.options !== undefined).toBe(type === 'dropdown');
  });

  it('asks at first for all that has to be known by then, and no more', () => {
    const required = form.body.filter(({ validations }) => validations?.required);
    expect(required.map(({ attributes: { label } }) => label)).toEqual(Object.keys(first));
    expect(verdicts(form, first)).toEqual([[rule, rule.startsWith('resilience') ? 'not-applicable' : 'met']]);
  });

  it('once it is filled in, meets its rule', () => {
    expect(verdicts(form, { ...first, ...last }, { now: LATER })).toEqual([[rule, 'met']]);
    for (const left of Object.keys(last).filter((label) => !['Deployment', 'Resolved'].includes(label)))
      expect(verdicts(form, { ...first, ...last, [left]: '_No response_' }, { now: LATER })).toEqual([[rule, 'unmet']]);
  });

  it('offers every number of points, each of which can be read', () => {
    for (const points of form.body.flatMap(({ attributes: { options = [] } }) => options))
      expect(verdicts(form, { ...first, Debt: points })).toEqual([[rule, 'met']]);
  });
});

it('what the incident form says of its end and its deployment is read', () => {
  const form = Form.parse(forms.find(([, { labels }]) => labels[0] === 'incident')?.[1]);
  const body = rendered(form, { ...ANSWERS.incident?.first, ...ANSWERS.incident?.last });
  expect(incidentIn(body)).toEqual({ resolvedAt: Date.parse('2026-09-01T13:30Z'), deployment: '123' });
  expect(incidentIn(rendered(form, {}))).toEqual({});
});
