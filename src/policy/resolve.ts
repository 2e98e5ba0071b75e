import { code } from '../model/markdown.ts';
import type { PolicyFile } from '../model/memory.ts';
import { references } from './coherence.ts';
import { type Good, type Problem, type Reading, read, tooLarge, unread } from './diagnose.ts';
import { merge, type Raw } from './merge.ts';
import { Policy } from './schema.ts';

/** A configuration file and its address for people: `acme/.github: .github/truenorth.yml`. */
export interface Source {
  file: string;
  current: PolicyFile;
}

/** What a repository is judged by. */
export interface InForce {
  /** Absent when every configuration there is has problems, and none was ever without. */
  policy?: Policy;
  problems: Problem[];
  /** What people should know of it, the problems too: sentences of safe Markdown. */
  notes: string[];
  /** `truenorth.yml @ 4f2a91c`: the files in force with their commits. */
  name: string;
  /** The same whenever the same files are in force at the same commits. */
  print: string;
}

/** The rules in force from the organisation's file and the repository's; `undefined` if there is no file. */
export function resolve(sources: { organisation?: Source; repository?: Source }): InForce | undefined {
  const organisation = sources.organisation && standing(sources.organisation);
  const repository = sources.repository && standing(sources.repository);
  const files = [repository, organisation].filter((file) => file !== undefined);
  const inForce = files.filter(({ reading }) => reading !== undefined);
  if (inForce.length === 0 && files.every(({ problems }) => problems.length === 0)) return undefined;

  const locked = organisation?.reading?.policy.locked ?? [];
  const { value, ignored } = merge(organisation?.reading?.value, repository?.reading?.value, locked);
  const policy = inForce.length > 0 ? Policy.parse({ ...value, locked }) : undefined;
  const dangling = policy ? danglingIn(policy, outcomesOf(value), files) : [];
  const lockedHere = (repository?.reading?.policy.locked ?? []).length > 0;
  return {
    ...(policy ? { policy } : {}),
    problems: [...files.flatMap(({ problems }) => problems), ...dangling],
    notes: [
      ...files.flatMap(({ notes }) => notes),
      ...told(dangling),
      ...(lockedHere ? [`${code('locked')} counts in the organisation's file alone.`] : []),
      ...told(repository?.reading?.locate(ignored) ?? []),
    ],
    name: inForce.map(({ name }) => name).join(', over ') || 'no configuration without problems',
    print: inForce.map(({ name, commit = '' }) => `${name} ${commit}`).join(', '),
  };
}

/** Outcomes whose KPI is in neither file, at their place; nothing while a file that may define it cannot be read. */
function danglingIn(policy: Policy, outcomes: unknown, files: readonly Standing[]): Problem[] {
  if (files.some(({ unseen }) => unseen)) return [];
  const readings = files.flatMap(({ reading }) => reading ?? []);
  const known = readings.flatMap((reading) => reading.policy.outcomes.kpis.map(({ id }) => id));
  const owner = readings.find(({ value }) => outcomesOf(value) === outcomes);
  return owner?.locate(references(policy, known)) ?? [];
}

/** The list of outcomes as it is written; a merged configuration has the very list of the file that it takes it from. */
const outcomesOf = (value: Raw): unknown => (value['north-star'] as Raw | undefined)?.outcomes;

/** A file's reading that counts, if any does, and what is to be said of it. */
interface Standing {
  reading?: Good;
  commit?: string | undefined;
  name: string;
  /** There may be values in it that nobody could read. */
  unseen: boolean;
  problems: Problem[];
  notes: string[];
}

function standing({ file, current }: Source): Standing {
  const { state, commit, good } = current;
  const nothing: Standing = { name: '', unseen: false, problems: [], notes: [] };
  if (state === 'absent') return nothing;
  const last = good && lastGood(file, good);
  const kept = last && `the configuration of ${code(short(last.commit))} stays in force.`;
  if (state === 'unreadable') {
    const notes = [`Organisation policy not visible${kept ? `; ${kept}` : ': its repository cannot be read.'}`];
    return { ...nothing, ...last, unseen: last === undefined, notes };
  }
  const reading = readingOf(current, file);
  if (isGood(reading)) return { ...nothing, reading, commit, name: nameOf(file, commit) };
  const until = `Until this is fixed, ${kept ?? `nothing in ${code(file)} is in force.`}`;
  const { problems } = reading;
  return { ...nothing, ...last, unseen: last === undefined, problems, notes: [...told(problems), until] };
}

/** The last good text read again: a newer Truenorth may ask for more than the one that once found it good. */
function lastGood(file: string, { commit, text }: NonNullable<PolicyFile['good']>) {
  const reading = read(text, file);
  return isGood(reading) ? { reading, commit, name: nameOf(file, commit) } : undefined;
}

/** What is remembered of a file after a reading; the last good text stays until a better one comes, or the file goes. */
export function remember(
  previous: PolicyFile | undefined,
  reading: Omit<PolicyFile, 'good'>,
  file: string,
): PolicyFile {
  if (reading.state === 'absent') return reading;
  const { commit, text } = reading;
  const good =
    commit !== undefined && text !== undefined && isGood(readingOf(reading, file)) ? { commit, text } : previous?.good;
  return good ? { ...reading, good } : reading;
}

const readingOf = ({ text, tooLarge: bytes = 0 }: PolicyFile, file: string): Reading =>
  text === undefined ? unread(file, tooLarge(bytes)) : read(text, file);

const isGood = (reading: Reading): reading is Good => reading.value !== undefined;

/** As many problems as people read at once; all of them are in `problems`. */
const TOLD = 50;

const told = (problems: readonly Problem[]): string[] => [
  ...problems
    .slice(0, TOLD)
    .map(({ file, line, column, message, fix }) => `${code(`${file}:${line}:${column}`, 200)} ${message} ${fix}`),
  ...(problems.length > TOLD ? [`There are ${problems.length - TOLD} more problems.`] : []),
];

const short = (commit: string): string => commit.slice(0, 7);

const nameOf = (file: string, commit: string | undefined): string =>
  `${file.replace('.github/truenorth.yml', 'truenorth.yml')}${commit === undefined ? '' : ` @ ${short(commit)}`}`;
