import { z } from 'zod';
import { names, pullRuleWith, text } from '../shared/options.ts';

/** Approved dependencies of one ecosystem, and what to use instead of others. */
const ecosystem = z
  .strictObject({
    allow: z
      .array(text(214))
      .max(2_000)
      .default([])
      .describe('Approved dependencies, by name, or by the address they come from.'),
    instead: z.record(text(214), text(214)).default({}).describe('For a dependency, the approved one to use instead.'),
  })
  .optional();

export const options = z
  .strictObject({
    production: z
      .strictObject({
        environments: names
          .default(['production', 'prod-*'])
          .describe('The environments that are production, as patterns.'),
        'deployed-by': z
          .enum(['deployments', 'releases', 'merges'])
          .default('deployments')
          .describe('What counts as a deployment.'),
      })
      .prefault({})
      .describe('What a deployment to production is.'),
    'small-batch': pullRuleWith('observe', {
      'max-lines': z
        .int()
        .min(1)
        .max(100_000)
        .default(400)
        .describe('Changed lines, generated and lock files left out.'),
    }).describe('A pull request is small enough to be reviewed well.'),
    'paved-road': pullRuleWith('observe', {
      npm: ecosystem.describe('npm packages.'),
      pypi: ecosystem.describe('Python packages.'),
      go: ecosystem.describe('Go modules.'),
      maven: ecosystem.describe('Maven artifacts, as group:artifact.'),
      cargo: ecosystem.describe('Rust crates.'),
    }).describe('A newly added dependency is an approved one.'),
  })
  .prefault({});
export type DeveloperExperienceOptions = z.output<typeof options>;
