import { code } from '../../model/markdown.ts';
import type { PullFacts, Unread } from '../../model/pull.ts';
import type { LabelWish, Verdict } from '../../model/verdict.ts';
import type { Need, PullRule } from '../practice.ts';
import { pathsOf } from './files.ts';
import type { SectionOptions } from './options.ts';
import { matcher } from './paths.ts';
import { findSection, outlineOf, type Section } from './section.ts';
import { cannotJudge } from './unread.ts';

/** Why a section is asked for on this pull request, or that it is not, or that it cannot be told. */
export type Occasion =
  | { applies: true; because: string; evidence: string[] }
  | { applies: false; because: string }
  | { applies: 'unknown'; because: string; cause: 'subject' | 'elsewhere' };

interface SectionRule<O> {
  id: string;
  title: string;
  asks: string;
  options(practice: O): SectionOptions;
  /** When the section is asked for, unless `when` is configured. */
  occasion(facts: PullFacts): Occasion;
  /** What answers the question without a section, in a sentence; or why that could not be told. */
  instead?(facts: PullFacts, practice: O): string | Unread | undefined;
  needs?: readonly Need[];
}

/** A rule that asks for a section in the description: `needs: <rule>` labels the pull request until it is there. */
export function sectionRule<O>(rule: SectionRule<O>): PullRule<O> {
  return {
    on: 'pull',
    id: rule.id,
    title: rule.title,
    asks: rule.asks,
    needs: ['files', 'templates', ...(rule.needs ?? [])],
    judge(facts, practice) {
      const options = rule.options(practice);
      const occasion = occasionOf(facts, options.when, rule.occasion);
      const found = () => findSection(outlineOf(facts.body), options.headings, facts.templates, options['min-words']);
      switch (occasion.applies) {
        case false:
          return { outcome: 'not-applicable', because: occasion.because };
        case 'unknown': {
          // A section that is there answers the question, whether or not it had to be asked.
          const section = found();
          if (isGood(section)) return verdict(section, 'The changed files could not all be read', rule, options);
          return cannotJudge(occasion);
        }
        case true: {
          const section = found();
          const instead = isGood(section) ? undefined : rule.instead?.(facts, practice);
          if (typeof instead === 'string')
            return { outcome: 'met', because: `${occasion.because}; ${instead}`, evidence: [{ text: instead }] };
          if (instead !== undefined) return cannotJudge(instead);
          return verdict(section, occasion.because, rule, options);
        }
      }
    },
  };
}

const isGood = (section: Section): boolean => section.state === 'good' || section.state === 'not-applicable-because';

function verdict(
  section: Section,
  because: string,
  rule: { id: string; title: string },
  options: SectionOptions,
): Verdict {
  const found = describe(section, options['min-words']);
  const line = 'line' in section ? { line: section.line } : {};
  if (isGood(section)) return { outcome: 'met', because: `${because}; ${found}`, evidence: [{ text: found, ...line }] };
  const heading = options.headings[0] ?? rule.title;
  return {
    outcome: 'unmet',
    because: `${because}; ${found}`,
    evidence: [{ text: found, ...line }],
    remedy: `${section.state === 'missing' ? 'Add a section' : 'Fill in the section'} ${code(`## ${heading}`)}: ${code(options.ask)}`,
    labels: [needs(rule)],
    ...(section.state === 'missing' ? { paste: `## ${heading}\n\n<!-- ${commentSafe(options.ask)} -->\n` } : {}),
  };
}

/** The label that says which section is still asked for. */
export const needs = (rule: { id: string; title: string }): LabelWish => ({
  name: `needs: ${rule.id}`,
  color: 'fbca04',
  description: `Truenorth asks for it: ${rule.title}`.slice(0, 100),
});

/** The configured question, unable to end the comment that holds it. */
const commentSafe = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('--', '- -').replaceAll('>', '');

function describe(section: Section, asked: number): string {
  switch (section.state) {
    case 'good':
      return `section found at line ${section.line}, ${section.words} words`;
    case 'not-applicable-because':
      return `answered with a reason why it does not apply, at line ${section.line}`;
    case 'missing':
      return 'the section is missing';
    case 'empty':
      return `the section at line ${section.line} is empty`;
    case 'placeholder':
      return `the section at line ${section.line} holds a placeholder`;
    case 'unchanged template':
      return `the section at line ${section.line} is the unchanged template`;
    case 'too short':
      return `section found at line ${section.line}, ${section.words} ${section.words === 1 ? 'word' : 'words'}, ${asked} asked`;
  }
}

/** The occasion by the organisation's own condition, if there is one, else by the rule's. */
export const occasionOf = (
  facts: PullFacts,
  when: SectionOptions['when'],
  standard: (facts: PullFacts) => Occasion,
): Occasion => (when === undefined ? standard(facts) : configured(facts, when));

/** The organisation's own condition: any of the paths, or any of the labels. */
function configured(facts: PullFacts, when: NonNullable<SectionOptions['when']>): Occasion {
  const names = new Set((when.labels ?? []).map((name) => name.toLowerCase()));
  const label = facts.labels.find(({ name }) => names.has(name.toLowerCase()));
  if (label) return { applies: true, because: `Labelled ${code(label.name)}`, evidence: [] };
  if (when.paths === undefined)
    return { applies: false, because: `Not labelled ${[...names].map((name) => code(name)).join(' or ')}` };
  return touching(
    facts,
    matcher(when.paths),
    'matches the configured paths',
    'No changed file matches the configured paths',
  );
}

/** The occasion that a changed path gives, or that none does, or that GitHub did not list enough to tell. */
export function touching(
  facts: PullFacts,
  matches: (path: string) => boolean,
  so: string,
  otherwise: string,
): Occasion {
  const hits = facts.files.files.flatMap(pathsOf).filter(matches);
  const [first] = hits;
  if (first !== undefined) {
    const more = hits.length > 1 ? ` and ${hits.length - 1} more` : '';
    return {
      applies: true,
      because: `${code(first)}${more} ${so}`,
      evidence: hits.slice(0, 10).map((path) => code(path)),
    };
  }
  if (!facts.files.whole) return { applies: 'unknown', because: facts.files.because, cause: facts.files.cause };
  return { applies: false, because: otherwise };
}
