import { code } from '../model/markdown.ts';
import type { PolicyFile } from '../model/memory.ts';
import type { Level } from '../model/verdict.ts';
import { type Problem, type Raw, read, told, tooLarge } from './diagnose.ts';
import { merge, unlocked } from './merge.ts';
import { Policy } from './schema.ts';

/** A configuration file with the address that people know it by. */
export interface Source {
  file: string;
  current: PolicyFile;
}

/** What a repository is judged by. `policy` is undefined where the only configuration is broken and none was ever good. */
export interface InForce {
  policy: Policy | undefined;
  problems: Problem[];
  /** What people should know of it, each a sentence of safe Markdown. */
  notes: string[];
  /** `truenorth.yml @ 4f2a91c`: which texts are in force. */
  name: string;
}

/** What was just read of a file, with the newest text that had no error kept. */
export function remember(previous: PolicyFile | undefined, now: Omit<PolicyFile, 'good'>, file: string): PolicyFile {
  // What cannot be seen may still be there: the last good one stays. What is known to be gone is gone.
  if (now.state === 'unreadable') return { ...now, ...(previous?.good ? { good: previous.good } : {}) };
  if (now.state === 'absent') return now;
  const isGood = now.text !== undefined && 'raw' in read(now.text, file);
  const good = isGood && now.text !== undefined ? { commit: now.commit ?? '', text: now.text } : previous?.good;
  return { ...now, ...(good ? { good } : {}) };
}

interface Part {
  raw: Raw | undefined;
  commit: string;
  problems: Problem[];
  notes: string[];
}

/** The rules in force from the organisation's file and the repository's. `undefined`: there is no configuration at all. */
export function resolve(sources: { organisation?: Source; repository?: Source }): InForce | undefined {
  const organisation = sources.organisation && partOf(sources.organisation);
  const repository = sources.repository && partOf(sources.repository);
  const unseen = sources.organisation?.current.state === 'unreadable';
  const exists = [organisation, repository].some(
    (part) => part !== undefined && (part.raw !== undefined || part.problems.length > 0),
  );
  if (!exists) return undefined;
  const own = unlocked(organisation?.raw ?? {}, repository?.raw ?? {}, defaultLevel);
  const nothing = organisation?.raw === undefined && repository?.raw === undefined;
  const merged = nothing ? undefined : Policy.safeParse({ version: 1, ...merge(organisation?.raw ?? {}, own.raw) });
  const references = merged?.success ? crossCheck(merged.data, sources) : [];
  if (merged && !merged.success) throw new Error(`Two valid configurations did not merge: ${merged.error.message}`);
  const problems = [...(organisation?.problems ?? []), ...(repository?.problems ?? []), ...references];
  return {
    policy: merged?.success ? merged.data : undefined,
    problems,
    notes: [
      ...(unseen
        ? [
            'Organisation policy not visible: the app cannot read the `.github` repository.' +
              (organisation?.raw ? ' The last good one stays in force.' : ''),
          ]
        : []),
      ...problems.slice(0, 50).map(told),
      ...(organisation?.notes ?? []),
      ...(repository?.notes ?? []),
      ...own.notes,
    ],
    name: nameOf(organisation, repository),
  };
}

function partOf({ file, current }: Source): Part {
  const none: Part = { raw: undefined, commit: '', problems: [], notes: [] };
  const good = current.good && read(current.good.text, file);
  const lastGood = good && 'raw' in good ? { raw: good.raw, commit: current.good?.commit ?? '' } : {};
  if (current.state === 'absent') return none;
  if (current.state === 'unreadable') return { ...none, ...lastGood };
  const now =
    current.text === undefined ? { problems: [tooLarge(file, current.tooLarge ?? 0)] } : read(current.text, file);
  if ('raw' in now) return { ...none, raw: now.raw, commit: current.commit ?? '' };
  const stays =
    'commit' in lastGood && lastGood.commit !== undefined
      ? `Until this is fixed, the configuration of ${code(lastGood.commit.slice(0, 7))} stays in force.`
      : 'Until this is fixed, nothing of this file is in force.';
  return { ...none, ...lastGood, problems: now.problems, notes: [stays] };
}

const nameOf = (organisation: Part | undefined, repository: Part | undefined): string => {
  const named = (label: string, part: Part | undefined) =>
    part?.raw === undefined ? [] : [`${label} @ ${part.commit.slice(0, 7)}`];
  return (
    [...named('truenorth.yml', repository), ...named("the organisation's truenorth.yml", organisation)].join(
      ' over ',
    ) || 'truenorth.yml'
  );
};

const defaults = Policy.parse({ version: 1 }) as unknown as Record<string, Record<string, { level: Level }>>;

const defaultLevel = (name: string): Level => {
  const [practice = '', rule = ''] = name.split('/');
  return defaults[practice]?.[rule]?.level ?? 'off';
};

/** What only the whole can show: names that are given twice, and names that nothing has. */
function crossCheck(policy: Policy, sources: { organisation?: Source; repository?: Source }): Problem[] {
  const file =
    sources.repository?.current.state === 'present' ? sources.repository.file : (sources.organisation?.file ?? '');
  const problem = (message: string): Problem => ({ file, line: 1, column: 1, message });
  const twice = (what: string, ids: readonly string[]) =>
    [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))].map((id) =>
      problem(`The ${what} ${code(id)} is there twice. Keep one.`),
    );
  const kpis = policy.outcomes.kpis.map(({ id }) => id);
  const strays = policy['north-star'].outcomes.flatMap(({ id, kpi }) =>
    kpi === undefined || kpis.includes(kpi)
      ? []
      : [
          problem(
            `The outcome ${code(id)} names the KPI ${code(kpi)}, which is not among ${code('outcomes.kpis')}. Add it there, or mend the name.`,
          ),
        ],
  );
  return [
    ...twice(
      'outcome',
      policy['north-star'].outcomes.map(({ id }) => id),
    ),
    ...twice('KPI', kpis),
    ...twice(
      'ritual',
      policy.alignment.rituals.map(({ id }) => id),
    ),
    ...strays,
  ];
}
