import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { read } from '../../src/policy/diagnose.ts';
import { Field } from '../support/issue-form.ts';

const ROOT = join(import.meta.dirname, '../..');
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const yamlOf = (path: string): unknown => parse(textOf(path), { uniqueKeys: true });

const FORMS = '.github/ISSUE_TEMPLATE';
const names = readdirSync(join(ROOT, FORMS));

const Note = z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: z.string() }) });
/** A form as GitHub takes it: unknown keys are errors there, too. */
const Form = z.strictObject({
  name: z.string().min(3),
  description: z.string().min(3),
  labels: z.array(z.string()).length(1),
  body: z.array(z.union([Field, Note])).min(1),
});

describe('the issue forms of this repository', () => {
  it.each(names)('%s is one that GitHub takes', (name) => {
    expect(Form.safeParse(yamlOf(`${FORMS}/${name}`)).error).toBeUndefined();
  });

  it.each(['debt', 'incident', 'experiment'])('%s.yml is the one that the docs offer to everybody', (name) => {
    expect(textOf('docs/how-to/issue-forms.md')).toContain(`\`\`\`yaml\n${textOf(`${FORMS}/${name}.yml`)}\`\`\``);
  });

  it('a feature names one of the outcomes that the configuration has, or none', () => {
    const { policy } = z
      .object({ policy: z.object({ 'north-star': z.object({ outcomes: z.array(z.object({ id: z.string() })) }) }) })
      .parse(read(textOf('.github/truenorth.yml'), 'truenorth.yml'));
    const { body } = Form.parse(yamlOf(`${FORMS}/feature.yml`));
    const options = body.flatMap((field) => ('options' in field.attributes ? (field.attributes.options ?? []) : []));
    expect(options).toEqual([...policy['north-star'].outcomes.map(({ id }) => id), 'none of these']);
  });
});

it('updates are proposed for packages, actions and images, weekly and in groups', () => {
  const { updates } = yamlOf('.github/dependabot.yml') as {
    updates: { 'package-ecosystem': string; schedule: object; groups: object }[];
  };
  expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions', 'docker']);
  for (const { schedule, groups } of updates) {
    expect(schedule).toEqual({ interval: 'weekly' });
    expect(Object.keys(groups).length).toBeGreaterThan(0);
  }
});
