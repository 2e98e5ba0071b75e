import { code } from '../../model/markdown.ts';
import type { ChangedFile, Declared, Finding, PullFacts } from '../../model/pull.ts';
import type { Extract, PullRule } from '../practice.ts';
import { pathsOf } from '../shared/files.ts';
import { matcher } from '../shared/paths.ts';
import { outcomeLine, outlineOf } from '../shared/section.ts';
import { occasionOf, touching } from '../shared/section-rule.ts';
import { cannotJudge, cannotJudgeFor } from '../shared/unread.ts';
import type { CommunicationOptions } from './options.ts';

const ID = 'decision-records';

/** Where the shape of a system is written down; documented in docs/rules/communication/decision-record.md. */
const isArchitecture = matcher([
  '**/{Dockerfile,Containerfile}*',
  '**/{docker-compose,compose}*.{yml,yaml}',
  '**/*.{tf,hcl,bicep,proto,graphql,avsc}',
  '**/{openapi,swagger,asyncapi}*.{yml,yaml,json}',
  '**/{terraform,infra,infrastructure,helm,k8s,kubernetes,pulumi}/**',
  '**/migrations/**',
]);

/** The outcomes that a record names: in its `Outcome` line or section, or by an id or a title as it is declared. */
function outcomesNamed(text: string, { outcomes }: Declared): string[] {
  const written = new Set(outcomeLine(outlineOf(text)).values.map(({ id }) => id.toLowerCase()));
  const words = ` ${text.toLowerCase().replaceAll(/[^\p{L}\p{N}-]+/gu, ' ')} `;
  const holds = (phrase: string) =>
    words.includes(
      ` ${phrase
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}-]+/gu, ' ')
        .trim()} `,
    );
  return outcomes.filter(({ id, title }) => written.has(id) || holds(id) || holds(title)).map(({ id }) => id);
}

const isRecordIn = (options: CommunicationOptions) => matcher(options['decision-record'].paths);
const isPresent = ({ status }: ChangedFile): boolean => status !== 'removed';

/** The outcomes that each added or changed record names. */
const records: Extract<CommunicationOptions> = {
  id: ID,
  from: 'text',
  of: (file, options) => isPresent(file) && isRecordIn(options)(file.path),
  read: ({ file, text }, _, { declared }) => ({
    found: outcomesNamed(text, declared).map((id): Finding => ({ path: file.path, what: id })),
    unread: [],
  }),
};

/** What changes the shape of a system says why, for those who come later, and which outcome it is for. */
export const decisionRecord: PullRule<CommunicationOptions> = {
  on: 'pull',
  id: 'decision-record',
  title: 'Decision record',
  asks: 'An architecture-relevant change adds or links a decision record that names an outcome.',
  needs: ['files'],
  extracts: [records],
  judge(facts, options) {
    const { when, paths } = options['decision-record'];
    const occasion = occasionOf(facts, when, () =>
      touching(facts, isArchitecture, 'shapes the system', 'Nothing that shapes the system changed'),
    );
    if (occasion.applies === false) return { outcome: 'not-applicable', because: occasion.because };
    const isRecord = isRecordIn(options);
    const { found, unread } = facts.findings[ID] ?? { found: [], unread: [] };
    const added = facts.files.files.filter((file) => isPresent(file) && isRecord(file.path));
    const naming = added.find(
      ({ path }) => facts.declared.outcomes.length === 0 || found.some((one) => one.path === path),
    );
    if (naming) return met(`${code(naming.path)} says why`, occasion.because);
    const linked = linkedRecord(facts, isRecord);
    if (linked) return met(`the description links ${code(linked)}`, occasion.because);
    const missing = cannotJudgeFor(unread);
    if (missing !== undefined) return missing;
    if (occasion.applies === 'unknown') return cannotJudge(occasion);
    const [record] = added;
    if (record !== undefined) {
      const known = facts.declared.outcomes
        .slice(0, 12)
        .map(({ id }) => code(id))
        .join(', ');
      return {
        outcome: 'unmet',
        because: `${occasion.because}; ${code(record.path)} names no outcome`,
        evidence: [{ text: 'This record names no outcome', path: record.path, line: 1 }],
        remedy: `Say in the record which outcome it is for, with a line ${code('Outcome: …')}: one of ${known}`,
      };
    }
    return {
      outcome: 'unmet',
      because: `${occasion.because}; no decision record is added or linked`,
      evidence: [],
      remedy: `Add a decision record in ${code(paths[0] ?? '')}, or link the one that it follows from the description`,
    };
  },
};

const met = (found: string, because: string) => ({
  outcome: 'met' as const,
  because: `${because}; ${found}`,
  evidence: [{ text: found }],
});

const PATH = /(?<![\w.-])[\w.-]+(?:\/[\w%-]+(?:\.[\w%-]+)*)+/g;
/** A record's file has an ending, or begins with the record's number; `none` is no file. */
const FILE = /(?:^|\/)(?:\d[^/]*|[^/]+\.[^/]+)$/;
/** Nobody links more files in one description, and each is held against every pattern. */
const MOST_PATHS = 300;

/** A path of a record in the description, alone or in an address; an example in the template links nothing. */
function linkedRecord({ body, templates, files }: PullFacts, isRecord: (path: string) => boolean): string | undefined {
  const gone = new Set(files.files.flatMap((file) => (isPresent(file) ? [] : pathsOf(file))));
  const pathsIn = (markdown: string) =>
    [...markdown.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '').matchAll(PATH)]
      .slice(0, MOST_PATHS)
      .flatMap(([path]) => (FILE.test(path) ? suffixes(path) : []))
      .filter(isRecord);
  const examples = new Set(templates.flatMap(pathsIn));
  return pathsIn(body).find((path) => !examples.has(path) && !gone.has(path));
}

/** The path, and what it ends with: an address holds more before the path of the file. */
function suffixes(path: string): string[] {
  const parts = path.split('/').slice(-12);
  return parts.slice(0, -1).map((_, from) => parts.slice(from).join('/'));
}
