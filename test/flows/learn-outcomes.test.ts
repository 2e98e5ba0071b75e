import { describe, expect, it } from 'vitest';
import { type LearningPorts, learnFrom, resembling, type TeachingPorts } from '../../src/flows/learn-outcomes.ts';
import type { Lesson } from '../../src/model/lesson.ts';
import type { PullMemory } from '../../src/model/memory.ts';
import type { PullFacts } from '../../src/model/pull.ts';
import { file, files, OUTCOMES, pullFacts } from '../support/facts.ts';

const repoOf = (installation: number) => ({ installation, owner: 'acme', name: 'api' });

const memoryOf = (installation: number, number: number): PullMemory => ({
  ref: { repo: repoOf(installation), number },
  ...{ nodeId: 'PR', open: true, draft: false, updatedAt: '', headSha: '', base: 'main', print: '', body: '' },
  ...{ labels: [], dismissed: [], closes: [], ownLabels: [], unsure: false },
});

/** A ledger in memory, that counts how often lessons are read. */
function ports(): LearningPorts & TeachingPorts & { kept: Map<number, Lesson[]>; reads: number } {
  const kept = new Map<number, Lesson[]>();
  const all = {
    ...{
      kept,
      reads: 0,
      learned: new Map(),
      print: (text: string) => Buffer.from(text).toString('base64url').slice(-10),
    },
    history: { salt: async (installation: number) => `salt of ${installation}` },
    ledger: {
      lessonsState: async (installation: number) => `${kept.get(installation)?.length ?? 0}`,
      async lessons(installation: number) {
        all.reads++;
        return kept.get(installation) ?? [];
      },
      async teach(
        { installation }: { installation: number },
        _: boolean,
        lessons: readonly { lesson: Lesson | undefined }[],
      ) {
        const more = lessons.flatMap(({ lesson }) => lesson ?? []);
        kept.set(installation, [...(kept.get(installation) ?? []), ...more]);
      },
    },
  };
  return all;
}

const facts = (n: number, change: Partial<PullFacts> = {}) =>
  pullFacts({
    ...{ number: n, title: n % 2 === 0 ? 'Welcome form' : 'Slow queue' },
    files: files(file(n % 2 === 0 ? 'apps/welcome.ts' : 'services/queue.ts')),
    declared: { outcomes: OUTCOMES, decisions: [] },
    ...change,
  });

async function teach(to: TeachingPorts, installation: number, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    const name = n % 2 === 0 ? 'north-star: activation' : 'north-star: reliability';
    const memory = memoryOf(installation, n);
    await learnFrom(facts(n, { labels: [{ name, by: 'person' }] }), memory, to);
  }
}

describe('an organisation', () => {
  it('learns from its own pull requests, and nothing of another’s', async () => {
    const world = ports();
    await teach(world, 1, 40);
    expect((await resembling(repoOf(1), facts(100), world))?.likely?.outcome).toBe('activation');
    expect((await resembling(repoOf(1), facts(101), world))?.likely?.outcome).toBe('reliability');
    expect(await resembling(repoOf(2), facts(100), world)).toBeUndefined();
  });

  it('learns anew only once people confirmed something more', async () => {
    const world = ports();
    await teach(world, 1, 40);
    await resembling(repoOf(1), facts(100), world);
    await resembling(repoOf(1), facts(101), world);
    expect(world.reads).toBe(1);
    await teach(world, 1, 1);
    await resembling(repoOf(1), facts(100), world);
    expect(world.reads).toBe(2);
  });

  it('learns nothing from labels that Truenorth or a bot set, nor twice from one that stands', async () => {
    const world = ports();
    const name = 'north-star: activation';
    const memory = memoryOf(1, 1);
    for (const by of ['truenorth', 'bot', 'unknown'] as const) {
      expect(await learnFrom(facts(1, { labels: [{ name, by }] }), memory, world)).toBe(memory);
    }
    expect(world.kept.size).toBe(0);
    const taught = await learnFrom(facts(1, { labels: [{ name, by: 'person' }] }), memory, world);
    expect(await learnFrom(facts(1, { labels: [{ name, by: 'person' }] }), taught, world)).toBe(taught);
    expect(world.kept.get(1)).toHaveLength(1);
  });
});
