import { type Figures, figuresOf, pool } from '../health/figures.ts';
import { type Points, pointsOf } from '../health/metric.ts';
import { type RepositoryFacts, repositoryWeek } from '../health/period.ts';
import type { Week } from '../health/week.ts';
import type { RepositoryMemory } from '../model/memory.ts';
import { nameOf, repoKey } from '../model/ref.ts';
import type { Policy } from '../policy/schema.ts';
import type { History } from '../ports/history.ts';
import type { Clock } from '../ports/runtime.ts';
import { gatherWeeks } from './gather-week.ts';

/** A repository whose week is told, and the configuration in force for it. */
export interface Covered {
  repository: RepositoryMemory;
  policy: Policy;
}

interface WorkPorts {
  history: Pick<History, 'settled' | 'open' | 'progressIn'>;
  clock: Clock;
}

/** A week's points, of the whole and of each repository. */
export interface WeekPoints {
  points: Points;
  repositories: readonly { name: string; points: Points }[];
}

/** Repositories of which the past is in memory at a time. */
const AT_ONCE = 10;

/** The week of each repository whose past is known; and other weeks, by their names, while the past is at hand. */
export async function workOut(
  { covered, isPublic }: { covered: readonly Covered[]; isPublic: boolean },
  [week, ...others]: readonly [Week, ...Week[]],
  { history, clock }: WorkPorts,
): Promise<{ present: ReturnType<typeof repositoryWeek>[]; others: Map<string, WeekPoints> }> {
  const now = clock.now();
  const present: ReturnType<typeof repositoryWeek>[] = [];
  let pooled = others.map((one): Pooled => ({ week: one, repositories: [] }));
  for (let from = 0; from < covered.length; from += AT_ONCE) {
    const some = covered.slice(from, from + AT_ONCE);
    const pasts = await gatherWeeks(
      { repos: some.map(({ repository }) => repository.repo) },
      [week, ...others],
      history,
    );
    const known = some.flatMap(({ repository, policy }): RepositoryFacts[] => {
      const past = pasts.get(repoKey(repository.repo));
      const shown = !isPublic || !repository.private;
      return past ? [{ name: nameOf(repository.repo), shown, policy, past, updates: repository.updates }] : [];
    });
    present.push(...known.map((facts) => repositoryWeek(facts, week, now)));
    pooled = pooled.map((one) => withMore(one, known, now));
  }
  return {
    present,
    others: new Map(
      pooled.map(({ week: { name }, whole, repositories }) => [
        name,
        { points: whole ? pointsOf(whole) : {}, repositories },
      ]),
    ),
  };
}

/** A week of the repositories that were worked out so far. */
interface Pooled {
  week: Week;
  whole?: Figures;
  repositories: WeekPoints['repositories'];
}

function withMore({ week, whole, repositories }: Pooled, more: readonly RepositoryFacts[], now: number): Pooled {
  const figures = more.map(({ past, policy }) => figuresOf(past, policy, week, now));
  const points = more.map(({ name }, i) => ({ name, points: pointsOf(figures[i] as Figures) }));
  return {
    week,
    whole: pool(whole ? [whole, ...figures] : figures, undefined),
    repositories: [...repositories, ...points],
  };
}
