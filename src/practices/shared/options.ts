import { z } from 'zod';
import { Level } from '../../model/verdict.ts';
import { expanded, globProblem } from './paths.ts';

/** What the configurations of several practices are made of. Keys stay as they are written; unknown keys are errors. */

export const level = (standard: Level) =>
  Level.default(standard).describe(
    `How much the rule insists: off, observe (recorded only), advise (comment, neutral check) or require (failing check). Default: ${standard}.`,
  );

/** A rule that takes nothing but its level. */
export const rule = (standard: Level = 'observe') => z.strictObject({ level: level(standard) }).prefault({});

export const id = z
  .string('lower-case words joined by dashes, such as `first-visit`')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by dashes, such as `first-visit`')
  .max(36, 'at most 36 characters')
  .describe('A name in lower-case words joined by dashes, at most 36 characters.');

export const text = (longest: number) =>
  z.string().trim().min(1, 'some text').max(longest, `at most ${longest} characters`);

const DAYS = { day: 1, week: 7 } as const;

/** `14 days`, `6 weeks`: as a number of days. */
export const duration = z
  .string('a duration such as `14 days` or `6 weeks`')
  .regex(/^[1-9]\d{0,3} (day|week)s?$/, 'a duration such as `14 days` or `6 weeks`')
  .transform((written) => {
    const [count, unit] = written.split(' ');
    return { days: Number(count) * DAYS[unit?.startsWith('week') ? 'week' : 'day'] };
  })
  .describe('A duration, such as `14 days` or `6 weeks`.');

/** `15%`: as a fraction. */
export const share = z
  .string('a share such as `15%`')
  .regex(/^(100|\d{1,2})(\.\d{1,2})?%$/, 'a share such as `15%`')
  .transform((written) => Number(written.slice(0, -1)) / 100)
  .refine((fraction) => fraction <= 1, 'at most `100%`')
  .describe('A share, such as `15%`.');

export const weekTime = z
  .string('a day and time such as `monday 09:00`')
  .regex(/^(mon|tues|wednes|thurs|fri|satur|sun)day ([01]\d|2[0-3]):[0-5]\d$/, 'a day and time such as `monday 09:00`')
  .describe('A day of the week and a time, such as `monday 09:00`.');

export const zone = z
  .string('a time zone by its IANA name, such as `Europe/Berlin`')
  .refine(isZone, 'a time zone by its IANA name, such as `Europe/Berlin`')
  .describe('A time zone by its IANA name, such as `Europe/Berlin`.');

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    // The only way that JavaScript tells an unknown zone.
    return false;
  }
}

export const day = z.iso.date('a day such as `2026-12-31`').describe('A day, such as `2026-12-31`.');

export const team = z
  .string('a team such as `acme/mentors`')
  .regex(/^[\w.-]+\/[\w.-]+$/, 'a team such as `acme/mentors`')
  .describe('A team of the organisation, such as `acme/mentors`.');

export const repository = z
  .string('a repository such as `acme/engineering-health`')
  .regex(/^[\w.-]+\/[\w.-]+$/, 'a repository such as `acme/engineering-health`')
  .describe('A repository, such as `acme/engineering-health`.');

const LONGEST_GLOB = 256;

/** Every path of a pull request is held against every pattern, so their number is bounded, after braces are expanded. */
const PATTERNS = 200;

const glob = z
  .string('a pattern such as `services/**`')
  .min(1, 'a pattern such as `services/**`')
  .max(LONGEST_GLOB, `at most ${LONGEST_GLOB} characters`)
  .superRefine((written, context) => {
    const message = written.length > LONGEST_GLOB ? undefined : globProblem(written);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

export const globs = z
  .array(glob)
  .max(PATTERNS, `at most ${PATTERNS} patterns`)
  .refine((list) => list.reduce((sum, written) => sum + expanded(written), 0) <= PATTERNS, {
    error: `at most ${PATTERNS} patterns, counted with their braces expanded`,
    when: ({ issues }) => issues.length === 0,
  })
  .describe('Paths, as patterns such as `services/**`.');

export const names = z.array(text(100)).max(100, 'at most 100 names');

/** When a rule applies: a changed path matches, or the pull request has one of the labels. */
export const when = z
  .strictObject({ paths: globs.optional(), labels: names.optional().describe('Labels of the pull request.') })
  .refine(({ paths, labels }) => paths !== undefined || labels !== undefined, '`paths`, `labels` or both')
  .describe('When the rule applies, instead of its own condition: any of the paths, or any of the labels.');

/** Pull requests that a rule leaves alone. */
export const exempt = z
  .strictObject({
    labels: names.default([]).describe('Pull requests with any of these labels.'),
    authors: names.default([]).describe('Pull requests by any of these authors.'),
    paths: globs.default([]).describe('Pull requests whose changed paths all match.'),
    bots: z.boolean('`true` or `false`').default(false).describe('Pull requests by bots.'),
    drafts: z.boolean('`true` or `false`').default(false).describe('Pull requests that are drafts.'),
  })
  .prefault({})
  .describe('Pull requests that the rule leaves alone.');
export type Exempt = z.output<typeof exempt>;

/** A rule on pull requests: its level, and whom it leaves alone. */
export const pullRule = (standard: Level = 'observe') =>
  z.strictObject({ level: level(standard), exempt }).prefault({});

/** A rule on pull requests that takes more than that. */
export const pullRuleWith = <Shape extends z.ZodRawShape>(standard: Level, shape: Shape) =>
  z.strictObject({ level: level(standard), exempt, ...shape }).prefault({} as never);

/** The options of a rule that asks for a section in the description. */
export const sectionRule = (standard: { level: Level; headings: string[]; ask: string; 'min-words'?: number }) =>
  z
    .strictObject({
      level: level(standard.level),
      exempt,
      when: when.optional(),
      headings: z
        .array(text(80))
        .min(1, 'at least one heading')
        .max(20)
        .default(standard.headings)
        .describe('Headings, any of which starts the section.'),
      'min-words': z
        .int()
        .min(1)
        .max(200)
        .default(standard['min-words'] ?? 8)
        .describe('How many words the section needs.'),
      ask: text(300).default(standard.ask).describe('The question that the section answers, put to the author.'),
    })
    .prefault({});

export type SectionOptions = z.output<ReturnType<typeof sectionRule>>;
