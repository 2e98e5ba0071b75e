import type { Beginning } from '../model/beginning.ts';
import { Policy } from '../policy/schema.ts';

/** Something of a configuration: where it goes, and what it was drawn from, in words. */
export interface Drawn {
  path: readonly [string, string, ...string[]];
  value: string | readonly string[];
  from: string;
}

/** What a configuration may be drawn from: of several repositories, all that is in any of them. */
export type Sources = Pick<Beginning, 'labels' | 'folders' | 'files' | 'templates' | 'codeowners'> & { owner: string };

/** What the rules ask for unless told otherwise. */
const STANDARD = Policy.parse({ version: 1 });

export const drawn = (sources: Sources): Drawn[] => [
  ...fromTemplates(sources),
  ...fromLabels(sources),
  ...fromFolders(sources),
  ...fromFiles(sources),
  ...fromOwners(sources),
];

/** The longest name of a label that a configuration takes. */
const NAME = 100;

function fromLabels({ labels }: Sources): Drawn[] {
  const named = (pattern: RegExp) => labels.filter((label) => label.length <= NAME && pattern.test(label));
  const one = (path: Drawn['path'], pattern: RegExp): Drawn[] =>
    named(pattern)
      .slice(0, 1)
      .map((value) => ({ path, value, from: 'a label that is there' }));
  const all = (path: Drawn['path'], pattern: RegExp): Drawn[] =>
    named(pattern).length === 0 ? [] : [{ path, value: named(pattern).slice(0, 5), from: 'labels that are there' }];
  return [
    ...all(['north-star', 'outcome', 'exempt', 'labels'], /^(?:chore|dependencies)$/i),
    ...one(['outcomes', 'experiment', 'label'], /^experiments?$/i),
    ...one(['resilience', 'post-incident', 'label'], /^(?:incident|outage|post-?mortem)s?$/i),
    ...one(['resilience', 'toggles', 'label'], /^feature[- ]?(?:toggle|flag)s?$/i),
    ...all(['technical-debt', 'labels'], /^(?:tech(?:nical)?[- _]?)?debt$/i),
  ];
}

/** Folders whose name is no pattern of its own. */
const patterns = (folders: readonly string[], pattern: RegExp): string[] =>
  folders
    .filter((folder) => pattern.test(folder))
    .slice(0, 5)
    .map((folder) => `${folder}/**`);

function fromFolders({ folders }: Sources): Drawn[] {
  const record = ['communication', 'decision-record'] as const;
  const records = patterns(folders, /^(?:docs\/)?(?:decisions|adrs?|rfcs?)$/i);
  if (records.length === 0) return [];
  const infrastructure = patterns(folders, /^(?:infra(?:structure)?|terraform|deploy(?:ment)?|k8s|helm|charts)$/i);
  return [
    { path: [...record, 'paths'], value: records, from: 'folders that are there' },
    ...(infrastructure.length === 0
      ? []
      : [{ path: [...record, 'when', 'paths'] as const, value: infrastructure, from: 'folders that are there' }]),
  ];
}

function fromFiles({ files }: Sources): Drawn[] {
  const bots = [
    ...(files.some((name) => /^dependabot\.ya?ml$/i.test(name)) ? ['dependabot[bot]'] : []),
    ...(files.some((name) => /^\.?renovate(?:rc)?(?:\.json5?)?$/i.test(name)) ? ['renovate[bot]'] : []),
  ];
  if (bots.length === 0) return [];
  return [
    {
      path: ['north-star', 'outcome', 'exempt', 'authors'],
      value: bots,
      from: 'dependency updates that are configured',
    },
  ];
}

const SECTIONS = [
  [['outcomes', 'measure'], STANDARD.outcomes.measure.headings],
  [['resilience', 'observability'], STANDARD.resilience.observability.headings],
  [['resilience', 'recovery'], STANDARD.resilience.recovery.headings],
  [['security', 'threat-model'], STANDARD.security['threat-model'].headings],
  [['security', 'privacy'], STANDARD.security.privacy.headings],
] as const;

/** What the template asks for already can be advised. */
function fromTemplates({ templates }: Sources): Drawn[] {
  const asked = templates.flatMap((text) =>
    [...text.matchAll(/^#{1,6} (.{1,200})$/gm)].map(([, words = '']) => plain(words)),
  );
  return SECTIONS.flatMap(([[practice, rule], headings]) =>
    asked.some((words) => headings.some((heading) => words.startsWith(plain(heading))))
      ? [{ path: [practice, rule, 'level'] as const, value: 'advise', from: 'the pull request template asks for it' }]
      : [],
  );
}

const plain = (words: string): string =>
  words
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} ]/gu, '')
    .trim();

const TEAMS = [
  [['alignment', 'product'], /^product(?:-(?:team|management|managers))?$/],
  [['alignment', 'engineering'], /^(?:engineering|engineers|developers)$/],
  [['trust', 'mentors'], /^mentors$/],
] as const;

/** Teams as CODEOWNERS names them: whoever reads a proposal can read that, too. */
function fromOwners({ codeowners, owner }: Sources): Drawn[] {
  if (typeof codeowners === 'string' || !('text' in codeowners)) return [];
  const rows = codeowners.text.split('\n').map((row) => row.replace(/#.*/, '').trim().split(/\s+/));
  const teams = (words: readonly string[]) =>
    words.flatMap((word) => {
      const [, organisation = '', slug = ''] = /^@([\w.-]{1,100})\/([\w.-]{1,100})$/.exec(word) ?? [];
      return organisation.toLowerCase() === owner.toLowerCase() && slug !== '' ? [`${organisation}/${slug}`] : [];
    });
  const everything = rows.findLast(([pattern]) => pattern === '*') ?? [];
  const all = rows.flatMap(teams);
  const from = `a team in ${codeowners.path}`;
  const [keepers] = teams(everything);
  return [
    { path: ['security', 'ownership', 'level'], value: 'advise', from: `${codeowners.path} is there` },
    ...(keepers === undefined
      ? []
      : [{ path: ['waivers', 'approvers'] as const, value: keepers, from: `${from}: it owns everything` }]),
    ...TEAMS.flatMap(([path, pattern]) =>
      all
        .filter((team) => pattern.test(team.split('/')[1]?.toLowerCase() ?? ''))
        .slice(0, 1)
        .map((value) => ({ path, value, from })),
    ),
  ];
}
