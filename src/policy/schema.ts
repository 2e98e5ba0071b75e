import { z } from 'zod';
import { options as alignment } from '../practices/alignment/options.ts';
import { options as communication } from '../practices/communication/options.ts';
import { options as developerExperience } from '../practices/developer-experience/options.ts';
import { options as northStar } from '../practices/north-star/options.ts';
import { options as outcomes } from '../practices/outcomes/options.ts';
import { options as resilience } from '../practices/resilience/options.ts';
import { options as security } from '../practices/security/options.ts';
import { duration, team } from '../practices/shared/options.ts';
import { options as technicalDebt } from '../practices/technical-debt/options.ts';
import { options as trust } from '../practices/trust/options.ts';

/** The nine practices, in the order in which people read them. */
const practices = {
  'north-star': northStar.describe('A clear North Star.'),
  outcomes: outcomes.describe('Outcomes over output.'),
  'developer-experience': developerExperience.describe('Platform and developer experience.'),
  resilience: resilience.describe('Observability and resilience.'),
  security: security.describe('Security and privacy by design.'),
  'technical-debt': technicalDebt.describe('Technical debt in balance.'),
  trust: trust.describe('High-trust teams.'),
  alignment: alignment.describe('Product and engineering aligned.'),
  communication: communication.describe('Communication with clarity and cadence.'),
};

const isRule = (schema: z.ZodType): boolean => 'level' in shapeOf(schema);

/** Every rule by its name, `practice/rule`: the options of a practice that have a level. */
export const RULES: readonly string[] = Object.entries(practices).flatMap(([practice, options]) =>
  Object.entries(shapeOf(options))
    .filter(([, schema]) => isRule(schema))
    .map(([rule]) => `${practice}/${rule}`),
);

const waivers = z
  .strictObject({
    approvers: team.optional().describe('The team whose members grant waivers.'),
    longest: duration.prefault('90 days').describe('The longest that a waiver may last.'),
  })
  .prefault({})
  .describe('Who may let a pull request pass without a guardrail, and for how long.');

/** `truenorth.yml`, complete with its defaults. */
export const Policy = z
  .strictObject({
    version: z.literal(1, '`1`').describe('The version of this format.'),
    ...practices,
    waivers,
    locked: z
      .array(z.enum(RULES, 'the name of a rule, such as `security/threat-model`'))
      .default([])
      .describe(
        "Rules whose options a repository cannot change, except to a higher level, nor the options they lean on, nor waivers. Only counts in the organisation's file.",
      ),
  })
  .meta({ title: 'Truenorth', description: 'The configuration of Truenorth: .github/truenorth.yml.' });
export type Policy = z.output<typeof Policy>;

/** The schema of the file as people write it, for editors. */
export const jsonSchema = (): object =>
  z.toJSONSchema(Policy, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' });

/** The keys known at a path of the file, to suggest the nearest; `undefined` where any key may stand. */
export function keysAt(path: readonly PropertyKey[]): string[] | undefined {
  let schema: z.ZodType | undefined = Policy;
  for (const key of path) {
    if (schema === undefined) return undefined;
    const inner = unwrap(schema);
    const shape = shapeOf(inner);
    if (inner instanceof z.ZodArray) schema = inner.element as z.ZodType;
    else schema = Object.hasOwn(shape, key) ? shape[String(key)] : undefined;
  }
  return schema === undefined || !(unwrap(schema) instanceof z.ZodObject) ? undefined : Object.keys(shapeOf(schema));
}

/** The schema under its defaults and options. */
function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault || inner instanceof z.ZodOptional)
    inner = inner.unwrap() as z.ZodType;
  return inner;
}

function shapeOf(schema: z.ZodType): Record<string, z.ZodType> {
  const inner = unwrap(schema);
  return inner instanceof z.ZodObject ? (inner.shape as Record<string, z.ZodType>) : {};
}
