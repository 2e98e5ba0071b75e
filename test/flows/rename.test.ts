import { describe, expect, it } from 'vitest';
import { reconcileRepository } from '../../src/flows/reconcile-rules.ts';
import type { RepositoryMemory } from '../../src/model/memory.ts';
import { keyOf } from '../../src/model/ref.ts';
import type { Wanted } from '../../src/ports/queue.ts';
import { databases, repo, withDatabase } from '../adapters/database/databases.ts';

/** Where each name leads on GitHub, and the node id of what is there. */
type Whereabouts = Record<string, [name: string, nodeId: string]>;

const named = (name: string) => ({ ...repo, name });

describe.each(databases)('repositories that are renamed, on %s', (_name, newPlace) => {
  const { ledger } = withDatabase(newPlace);

  /** A repository that is known by this name, with a reading that tells it from others. */
  async function known(name: string, nodeId: string, value: number): Promise<void> {
    const memory: RepositoryMemory = {
      ...{ repo: named(name), nodeId, private: true, organisation: true, defaultBranch: 'main', codeowners: 'absent' },
      ...{ policy: { state: 'absent' }, templates: [], labels: {} },
    };
    await ledger().saveRepository(memory, (await ledger().repository(named(name))).generation);
    const readings = [{ kpi: 'k', day: '2026-11-20', value, source: 'command' as const }];
    await ledger().saveKpis(named(name), { readings, problems: [] });
  }

  /** What is known by each name, by its reading. */
  const told = (...names: string[]) =>
    Promise.all(names.map(async (name) => (await ledger().kpis(named(name)))?.readings[0]?.value));

  /** Hears of a rename once GitHub has the repositories where they are at last; answers what it asks for. */
  async function hear(name: string, facts: object[], now: Whereabouts, attempts = 0) {
    const asked: Wanted[] = [];
    const ports = {
      github: {
        rules: async () => undefined,
        seesAll: async () => true,
        located: async ({ name: of }: typeof repo) => now[of] && { repo: named(now[of][0]), nodeId: now[of][1] },
      },
      ledger: ledger(),
      queue: { add: async (wanted: readonly Wanted[]) => void asked.push(...wanted) },
      log: { info: () => undefined, debug: () => undefined },
    };
    await reconcileRepository({ repo: named(name), facts, attempts } as never, ports as never);
    return asked.map(({ subject }) => keyOf(subject));
  }
  const from = (name: string, nodeId: string) => [{ kind: 'renamed', from: name, nodeId }, { kind: 'added' }];

  it('and back again keep what is known of them, in whatever order that is heard of', async () => {
    await known('api', 'R_1', 1);
    const now: Whereabouts = { api: ['api', 'R_1'], tmp: ['api', 'R_1'] };
    await hear('api', from('tmp', 'R_1'), now);
    await hear('tmp', from('api', 'R_1'), now);
    expect(await told('api', 'tmp')).toEqual([1, undefined]);
  });

  it('and renamed again are known under their last name, in whatever order that is heard of', async () => {
    await known('a', 'R_1', 1);
    const now: Whereabouts = { b: ['c', 'R_1'], c: ['c', 'R_1'] };
    await hear('c', from('b', 'R_1'), now);
    expect(await hear('b', from('a', 'R_1'), now)).toContain('acme/c');
    expect(await told('a', 'b', 'c')).toEqual([undefined, undefined, 1]);
  });

  it('to the name of another one wait until that one has gone along to its own', async () => {
    await known('api', 'R_1', 1);
    await known('v2', 'R_2', 2);
    const now: Whereabouts = { api: ['api', 'R_2'], legacy: ['legacy', 'R_1'] };
    await expect(hear('api', from('v2', 'R_2'), now)).rejects.toMatchObject({ kind: 'transient' });
    await hear('legacy', from('api', 'R_1'), now);
    await hear('api', from('v2', 'R_2'), now, 1);
    expect(await told('api', 'legacy', 'v2')).toEqual([2, 1, undefined]);
  });

  it('to the name of one that was deleted take nothing over from it', async () => {
    await known('api', 'R_1', 1);
    await known('v2', 'R_2', 2);
    const now: Whereabouts = { api: ['api', 'R_2'] };
    await hear('api', [{ kind: 'removed' }, ...from('v2', 'R_2')], now);
    expect(await told('api', 'v2')).toEqual([2, undefined]);
    // Nobody told that it was deleted.
    await known('v3', 'R_3', 3);
    await hear('api', from('v3', 'R_3'), { api: ['api', 'R_3'] }, 3);
    expect(await told('api', 'v3')).toEqual([3, undefined]);
  });

  it('leave alone what another one has under the old name by now', async () => {
    await known('api', 'R_2', 2);
    await hear('legacy', from('api', 'R_1'), { legacy: ['legacy', 'R_1'] });
    expect(await told('api', 'legacy')).toEqual([2, undefined]);
  });
});
