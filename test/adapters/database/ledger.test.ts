import { beforeEach, describe, expect, test } from 'vitest';
import type { KpiLedger } from '../../../src/model/kpi.ts';
import type { CommitMemory, PullMemory, RepositoryMemory } from '../../../src/model/memory.ts';
import { databases, repo, withDatabase } from './databases.ts';

const HEAD = 'a'.repeat(40);
const other = { ...repo, name: 'web' };

const aPull = (change: Partial<PullMemory> = {}): PullMemory => ({
  ref: { repo, number: 1 },
  nodeId: 'PR_1',
  open: true,
  draft: false,
  updatedAt: '2026-11-23T09:00:00Z',
  headSha: HEAD,
  base: 'main',
  print: 'digest',
  body: 'digest',
  labels: [{ name: 'bug', by: 'person' }],
  dismissed: [],
  closes: [{ number: 3, labels: ['outcome'], milestone: 'Fünf 🎯 \u0000' }],
  ownLabels: [],
  unsure: false,
  ...change,
});

const aCommit = (sha: string, change: Partial<CommitMemory> = {}): CommitMemory => ({
  repo,
  sha: sha.repeat(40),
  pulls: [1],
  base: HEAD,
  unsure: false,
  ...change,
});

const aRepository = (change: Partial<RepositoryMemory> = {}): RepositoryMemory => ({
  repo,
  nodeId: 'R_1',
  private: true,
  organisation: true,
  defaultBranch: 'main',
  codeowners: 'absent',
  policy: { state: 'absent' },
  templates: [],
  labels: { bug: 'LA_1' },
  ...change,
});

describe.each(databases)('the ledger on %s', (_name, newPlace) => {
  const { ledger } = withDatabase(newPlace);

  test('knows nothing at first', async () => {
    expect(await ledger().pull({ repo, number: 1 })).toBeUndefined();
    expect(await ledger().commit(repo, HEAD)).toBeUndefined();
    expect(await ledger().repository(repo)).toEqual({ memory: undefined, fresh: false, generation: 0 });
    expect(await ledger().openPullsAt(repo, HEAD)).toEqual([]);
    expect(await ledger().commitsOf({ repo, number: 1 })).toEqual([]);
  });

  test('remembers the newest of what it was told, whatever the case of names', async () => {
    await ledger().savePull(aPull({ draft: true }));
    await ledger().savePull(aPull());
    await ledger().saveRepository(aRepository({ private: false }), 0);
    await ledger().saveRepository(aRepository(), 0);
    await ledger().saveCommit(aCommit('b', { unsure: true }));
    await ledger().saveCommit(aCommit('b'));
    const shouted = { ...repo, owner: 'ACME' };
    expect(await ledger().pull({ repo: shouted, number: 1 })).toEqual(aPull());
    expect(await ledger().repository(shouted)).toEqual({ memory: aRepository(), fresh: true, generation: 0 });
    expect(await ledger().commit(shouted, 'b'.repeat(40))).toEqual(aCommit('b'));
  });

  test('keeps the waivers of a pull request of which another version remembered something else otherwise', async () => {
    const waivers = [
      { rule: 'security/tests', until: '2026-12-31', because: 'moved', by: 'ada', at: '2026-11-23T09:00:00Z' },
    ];
    const newer = { report: { newer: true }, comment: 7 } as object as Partial<PullMemory>;
    await ledger().savePull(aPull({ waivers, ...newer }));
    expect(await ledger().pull({ repo, number: 1 })).toEqual(aPull({ waivers, unsure: true }));
    expect(await ledger().waivedPulls({ repo })).toEqual([{ repo: 'acme/api', number: 1, waivers }]);
    await ledger().savePull(aPull({ waivers, ...({ base: 7 } as object) }));
    expect(await ledger().pull({ repo, number: 1 })).toBeUndefined();
  });

  test('doubts what it remembers of what was written, once it is told to, and nothing else', async () => {
    const waiver = { rule: 'security/tests', until: '2026-12-31', by: 'ada', at: '2026-11-23T09:00:00Z' };
    const waivers = [{ ...waiver, because: 'they say "unsure":false' }];
    await ledger().savePull(aPull({ waivers }));
    await ledger().saveCommit(aCommit('b'));
    await ledger().saveIssue({ ref: { repo, number: 2 }, nodeId: 'I_2', ownLabels: [], unsure: false });
    await ledger().savePublication(repo, 'ledger', { id: 'I_3', number: 3, print: 'digest', unsure: false });
    await ledger().doubt();
    expect(await ledger().pull({ repo, number: 1 })).toEqual(aPull({ waivers, unsure: true }));
    expect(await ledger().commit(repo, 'b'.repeat(40))).toEqual(aCommit('b', { unsure: true }));
    expect(await ledger().issue({ repo, number: 2 })).toMatchObject({ unsure: true });
    expect(await ledger().publication(repo, 'ledger')).toMatchObject({ id: 'I_3', unsure: true });
  });

  test('finds the open pull requests of a head', async () => {
    await ledger().savePull(aPull());
    await ledger().savePull(aPull({ ref: { repo, number: 2 } }));
    await ledger().savePull(aPull({ ref: { repo, number: 3 }, open: false }));
    await ledger().savePull(aPull({ ref: { repo, number: 4 }, headSha: 'b'.repeat(40) }));
    await ledger().savePull(aPull({ ref: { repo: other, number: 5 } }));
    const numbers = async () => (await ledger().openPullsAt(repo, HEAD)).map((memory) => memory.ref.number);
    expect(await numbers()).toEqual([1, 2]);

    await ledger().savePull(aPull({ open: false }));
    expect(await numbers()).toEqual([2]);
  });

  test('finds the merge queue’s commits of a pull request, newest first', async () => {
    await ledger().saveCommit(aCommit('b'));
    await ledger().saveCommit(aCommit('c', { pulls: [2, 1, 1] }));
    await ledger().saveCommit(aCommit('d', { pulls: [2] }));
    const { base: _, ...sharedHead } = aCommit('e');
    await ledger().saveCommit(sharedHead);
    await ledger().saveCommit(aCommit('b', { unsure: true }));
    expect((await ledger().commitsOf({ repo, number: 1 })).map((memory) => memory.sha[0])).toEqual(['c', 'b']);

    await ledger().saveCommit(aCommit('c', { pulls: [2] }));
    expect((await ledger().commitsOf({ repo, number: 1 })).map((memory) => memory.sha[0])).toEqual(['b']);
  });

  test('what an earlier version remembered otherwise counts as not remembered', async () => {
    await ledger().savePull({ ...aPull(), labels: ['bug'] } as unknown as PullMemory);
    expect(await ledger().pull({ repo, number: 1 })).toBeUndefined();
    expect(await ledger().openPullsAt(repo, HEAD)).toEqual([]);
  });

  test('keeps the KPIs of each repository, and finds those of an installation', async () => {
    const kpis = (value: number): KpiLedger => ({
      readings: [{ kpi: 'uptime', day: '2026-11-12', value, source: 'dispatch' }],
      problems: [{ line: 3, text: '`12,5` is no number.' }],
      lacks: 'too large',
    });
    expect(await ledger().kpis(repo)).toBeUndefined();
    await ledger().saveKpis(repo, kpis(1));
    await ledger().saveKpis({ ...repo, owner: 'ACME' }, kpis(99.95));
    await ledger().saveKpis(other, { readings: [], problems: [] });
    await ledger().saveKpis({ ...repo, installation: 8, owner: 'globex' }, kpis(2));
    expect(await ledger().kpis(repo)).toEqual(kpis(99.95));
    expect(await ledger().kpisIn(repo.installation)).toEqual([
      { repo: 'acme/api', kpis: kpis(99.95) },
      { repo: 'acme/web', kpis: { readings: [], problems: [] } },
    ]);
  });

  describe('a repository whose files changed', () => {
    test('is remembered still, but no longer fresh', async () => {
      await ledger().saveRepository(aRepository(), 0);
      await ledger().voidRepository(repo);
      expect(await ledger().repository(repo)).toEqual({ memory: aRepository(), fresh: false, generation: 1 });
    });

    test('keeps nothing that was read before the change', async () => {
      const before = await ledger().repository(repo);
      await ledger().voidRepository(repo);
      expect(await ledger().saveRepository(aRepository({ nodeId: 'before' }), before.generation)).toBe(false);
      const after = await ledger().repository(repo);
      expect(after).toEqual({ memory: undefined, fresh: false, generation: 1 });

      expect(await ledger().saveRepository(aRepository({ nodeId: 'after' }), after.generation)).toBe(true);
      expect(await ledger().saveRepository(aRepository({ nodeId: 'before' }), before.generation)).toBe(false);
      const memory = aRepository({ nodeId: 'after' });
      expect(await ledger().repository(repo)).toEqual({ memory, fresh: true, generation: 1 });
    });
  });

  test('labels are added to what is remembered of a repository, by several at once', async () => {
    await ledger().saveLabels(repo, { bug: 'LA_0' });
    expect((await ledger().repository(repo)).memory).toBeUndefined();

    await ledger().saveRepository(aRepository(), 0);
    const added = { debt: 'LA_2', outcome: 'LA_3', risk: 'LA_4' };
    await Promise.all(Object.entries(added).map(([name, id]) => ledger().saveLabels(repo, { [name]: id })));
    const memory = aRepository({ labels: { bug: 'LA_1', ...added } });
    expect(await ledger().repository(repo)).toEqual({ memory, fresh: true, generation: 0 });
  });

  describe('lessons', () => {
    const lesson = (...outcomes: string[]) => ({ outcomes, signs: ['a', 'b'] });
    const elsewhere = { ...repo, owner: 'globex', installation: 9 };

    test('are those of all repositories of an installation, and of no other', async () => {
      await ledger().teach(repo, false, [{ number: 1, lesson: lesson('activation') }]);
      await ledger().teach(other, true, [{ number: 1, lesson: lesson() }]);
      await ledger().teach(elsewhere, true, [{ number: 1, lesson: lesson('other') }]);
      expect(await ledger().lessons(repo.installation)).toEqual([lesson(), lesson('activation')]);
      expect(await ledger().lessons(9)).toEqual([lesson('other')]);
    });

    test('change their state whenever one is taught, changed or forgotten, and not otherwise', async () => {
      const states: string[] = [];
      const then = async (number: number, taught: ReturnType<typeof lesson> | undefined) => {
        await ledger().teach(repo, true, [{ number, lesson: taught }]);
        states.push(await ledger().lessonsState(repo.installation));
      };
      await then(1, lesson('activation'));
      await then(1, lesson('activation'));
      await then(1, lesson('reliability'));
      await then(2, lesson());
      await then(2, undefined);
      expect(states[1]).toBe(states[0]);
      expect(new Set(states).size).toBe(4);
      expect(await ledger().lessons(repo.installation)).toEqual([lesson('reliability')]);
      await then(2, lesson('activation'));
      await ledger().teach(other, true, [{ number: 9, lesson: lesson() }]);
      await ledger().forgetRepository(other);
      states.push(await ledger().lessonsState(repo.installation));
      expect(new Set(states).size).toBe(6);
    });

    test('that somebody told by an act stay when the past is read again', async () => {
      await ledger().teach(repo, false, [{ number: 1, lesson: lesson('activation') }]);
      await ledger().teach(repo, true, [{ number: 1, lesson: lesson('reliability') }]);
      await ledger().teach(repo, false, [{ number: 1, lesson: lesson('activation') }]);
      expect(await ledger().lessons(repo.installation)).toEqual([lesson('reliability')]);
    });
  });

  describe('takes along to the new name of a repository', () => {
    const waiver = {
      ...{ rule: 'security/threat-model', by: 'stella', because: 'it moves', at: '2026-11-23T09:00:00Z' },
      until: '2026-12-01',
    };
    const readings = [{ kpi: 'k', day: '2026-11-20', value: 3, source: 'command' as const }];
    const lesson = { outcomes: ['reliability'], signs: [] };
    const week = { published: true, points: {} };
    const old = { ...repo, name: 'Old' };
    const rename = (to = repo, nodeId = 'R_1') => ledger().renameRepository(old, to, nodeId);

    beforeEach(async () => {
      await ledger().saveRepository(aRepository({ repo: old }), 0);
      for (const number of [1, 2]) await ledger().savePull(aPull({ ref: { repo: old, number }, waivers: [waiver] }));
      await ledger().saveKpis(old, { readings, problems: [] });
      await ledger().teach(old, true, [{ number: 1, lesson }]);
      await ledger().freeze(old.installation, '2026-W47', [{ scope: 'acme/old', week }]);
      await ledger().savePublication(old, 'debt', { id: 'I_1', number: 4, print: 'p', unsure: false });
    });

    test('waivers, told readings, what was learned, the weeks and the issues that are kept up to date', async () => {
      expect(await rename()).toBe('renamed');
      expect(await ledger().pull({ repo, number: 1 })).toMatchObject({ ref: { repo, number: 1 }, waivers: [waiver] });
      expect(await ledger().openPullsAt(repo, HEAD)).toMatchObject([1, 2].map((number) => ({ ref: { repo, number } })));
      expect(await ledger().kpis(repo)).toEqual({ readings, problems: [] });
      expect(await ledger().lessons(repo.installation)).toEqual([lesson]);
      expect(await ledger().weeks(repo.installation, ['2026-W47'], 'acme/api')).toHaveLength(1);
      expect(await ledger().publication(repo, 'debt')).toMatchObject({ number: 4 });
      expect(await ledger().openPulls(old)).toEqual([]);
      expect(await ledger().kpis(old)).toBeUndefined();
    });

    test('waivers also to a pull request that was judged under it already, but for what its people said since', async () => {
      const newer = { headSha: 'b'.repeat(40) };
      const other = { ...waiver, rule: 'resilience/observability' };
      await ledger().savePull(aPull({ ref: { repo, number: 1 }, ...newer, waivers: [other] }));
      await ledger().savePull(aPull({ ref: { repo, number: 2 }, ...newer, waivers: [] }));
      expect(await rename()).toBe('renamed');
      const waivers = [other, waiver];
      expect(await ledger().pull({ repo, number: 1 })).toMatchObject({ ...newer, waivers });
      expect(await ledger().pull({ repo, number: 2 })).toMatchObject({ ...newer, waivers: [] });
    });

    test('no waiver to a pull request of another repository', async () => {
      await ledger().savePull(aPull({ ref: { repo, number: 1 }, nodeId: 'PR_9' }));
      expect(await rename()).toBe('renamed');
      expect((await ledger().pull({ repo, number: 1 }))?.waivers).toBeUndefined();
    });

    test('nothing of another repository that had the name before, and nothing onto one that still has the new one', async () => {
      expect(await rename(repo, 'R_2')).toBe('unknown');
      await ledger().saveRepository(aRepository({ nodeId: 'R_3' }), 0);
      expect(await rename()).toBe('occupied');
      expect(await ledger().openPulls(old)).toEqual([1, 2]);
    });

    test('nothing where only the case of its name changed, and nothing twice', async () => {
      expect(await rename({ ...old, name: 'OLD' })).toBe('unknown');
      expect(await ledger().openPulls(old)).toEqual([1, 2]);
      expect(await rename()).toBe('renamed');
      // Somebody makes a new one under the old name.
      await ledger().saveRepository(aRepository({ repo: old, nodeId: 'R_2' }), 0);
      await ledger().savePull(aPull({ ref: { repo: old, number: 3 } }));
      expect(await rename()).toBe('unknown');
      expect([await ledger().openPulls(repo), await ledger().openPulls(old)]).toEqual([[1, 2], [3]]);
    });
  });

  describe('forgets', () => {
    const moved = { ...other, installation: 8 };

    beforeEach(async () => {
      for (const of of [repo, moved]) {
        await ledger().savePull(aPull({ ref: { repo: of, number: 1 } }));
        await ledger().saveCommit(aCommit('b', { repo: of }));
        await ledger().saveRepository(aRepository({ repo: of }), 0);
        await ledger().saveKpis(of, { readings: [], problems: [] });
        await ledger().teach(of, true, [{ number: 1, lesson: { outcomes: [], signs: [] } }]);
      }
    });

    const remembered = async (of: typeof repo) => [
      (await ledger().pull({ repo: of, number: 1 })) !== undefined,
      (await ledger().repository(of)).memory !== undefined,
      (await ledger().commit(of, 'b'.repeat(40))) !== undefined,
      (await ledger().commitsOf({ repo: of, number: 1 })).length > 0,
      (await ledger().kpis(of)) !== undefined,
      (await ledger().lessons(of.installation)).length > 0,
    ];

    test('a repository, and no other', async () => {
      await ledger().forgetRepository(repo);
      expect(await remembered(repo)).toEqual([false, false, false, false, false, false]);
      expect(await remembered(moved)).toEqual([true, true, true, true, true, true]);
    });

    test('an installation, and no other', async () => {
      await ledger().forgetInstallation(8);
      expect(await remembered(moved)).toEqual([false, false, false, false, false, false]);
      expect(await remembered(repo)).toEqual([true, true, true, true, true, true]);
    });
  });
});
