import { type Experience, learn, resemblance } from '../learning/experience.ts';
import { type Signing, signsOf } from '../learning/signs.ts';
import { actedOn } from '../learning/taught.ts';
import type { Lesson } from '../model/lesson.ts';
import type { PullMemory } from '../model/memory.ts';
import type { PullPast } from '../model/past.ts';
import type { DeclaredOutcome, PullFacts, Resemblance } from '../model/pull.ts';
import type { RepoRef } from '../model/ref.ts';
import type { History } from '../ports/history.ts';
import type { Ledger } from '../ports/ledger.ts';
import { infer } from '../practices/shared/infer.ts';

/** What was learned last, for an installation's lessons as they stood and the outcomes that were asked about. */
export interface Learned {
  state: string;
  experience: Experience;
}

export interface LearningPorts {
  ledger: Pick<Ledger, 'lessons' | 'lessonsState'>;
  history: Pick<History, 'salt'>;
  print: (text: string) => string;
  /** Kept in memory: learning anew is only worth it once people confirmed something more. */
  learned: Map<string, Learned>;
}

export type TeachingPorts = Pick<LearningPorts, 'history' | 'print'> & { ledger: Pick<Ledger, 'teach'> };

/** Organisations and lists of outcomes whose experience is kept in memory. */
const REMEMBERED = 8;

/** What people confirmed in this organisation says of a pull request; nothing where they confirmed too little. */
export async function resembling(
  { installation }: RepoRef,
  facts: Signing,
  ports: LearningPorts,
): Promise<Resemblance | undefined> {
  const { ledger, history, print, learned } = ports;
  const digest = digester(await history.salt(installation), print);
  const outcomes = facts.declared.outcomes.map((one) => ({ id: one.id, print: digest(asConfigured(one)) }));
  const state = await ledger.lessonsState(installation);
  const key = `${installation} ${outcomes.map((one) => one.print).sort()}`;
  const { experience } = await known(
    key,
    state,
    async () => learn(await ledger.lessons(installation), outcomes),
    learned,
  );
  if (experience.lessons === 0) return undefined;
  const signs = signsOf(facts);
  return resemblance(
    experience,
    signs,
    signs.map(({ key }) => digest(key)),
  );
}

async function known(
  key: string,
  state: string,
  anew: () => Promise<Experience>,
  learned: Map<string, Learned>,
): Promise<Learned> {
  const before = learned.get(key);
  const now = before?.state === state ? before : { state, experience: await anew() };
  learned.delete(key);
  learned.set(key, now);
  if (learned.size > REMEMBERED) learned.delete(learned.keys().next().value ?? '');
  return now;
}

/** How things are kept: salted for each installation, so that no word can be read from them nor found in another's. */
const digester =
  (salt: string, print: LearningPorts['print']) =>
  (key: string): string =>
    print(`${salt} sign ${key}`).slice(0, 10);

const asConfigured = ({ id, keywords, paths }: DeclaredOutcome): string =>
  `outcome ${JSON.stringify([id, keywords, paths])}`;

/** What somebody says of an open pull request by an act is learned at once, and unlearned when they take it back. */
export async function learnFrom(facts: PullFacts, memory: PullMemory, ports: TeachingPorts): Promise<PullMemory> {
  const { repo, number } = memory.ref;
  const outcomes = actedOn(facts);
  const taught = outcomes?.join();
  if (taught === memory.taught) return memory;
  const lesson = outcomes && (await lessonOf(repo, facts, outcomes, ports));
  await ports.ledger.teach(repo, true, [{ number, lesson }]);
  return { ...memory, taught };
}

/** What was declared of pull requests that were merged is learned; what an author wrote counts once somebody let it in. */
export async function learnFromPast(
  repo: RepoRef,
  past: readonly { pull: PullPast; declared: readonly string[] }[],
  setting: Pick<Signing, 'templates' | 'declared'>,
  ports: TeachingPorts,
): Promise<void> {
  const merged = past.filter(({ pull, declared }) => pull.mergedAt && !pull.author.bot && declared.length > 0);
  const lessons: { number: number; lesson: Lesson }[] = [];
  for (const { pull, declared } of merged) {
    lessons.push({ number: pull.number, lesson: await lessonOf(repo, { ...pull, ...setting }, declared, ports) });
  }
  if (lessons.length > 0) await ports.ledger.teach(repo, false, lessons);
}

/** What a pull request teaches that serves these outcomes. */
async function lessonOf(
  { installation }: RepoRef,
  facts: Signing,
  outcomes: readonly string[],
  { history, print }: Pick<LearningPorts, 'history' | 'print'>,
): Promise<Lesson> {
  const digest = digester(await history.salt(installation), print);
  const found = infer(facts, facts.declared.outcomes);
  return {
    outcomes: [...outcomes].sort(),
    signs: signsOf(facts).map(({ key }) => digest(key)),
    ...(found?.certain ? { configured: digest(asConfigured(found.outcome)) } : {}),
  };
}
