import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PullRecord, Reading } from '../../../src/model/history.ts';
import { merged, opened } from '../../support/history.ts';
import { databases, repo, withDatabase } from './databases.ts';

const other = { ...repo, name: 'web' };
const elsewhere = { ...repo, installation: repo.installation + 1, owner: 'globex' };

const reading = (record: PullRecord, updatedAt = record.mergedAt ?? record.createdAt): Reading<'pull'> => ({
  ...{ kind: 'pull', id: record.number, settledAt: record.mergedAt ?? record.closedAt, updatedAt, record },
});

describe.each(databases)('the history on %s', (_name, newPlace) => {
  const { history, ledger } = withDatabase(newPlace);
  const everything = { from: 0, to: Number.MAX_SAFE_INTEGER };
  const settled = async (of: object = { repo }, within = everything) =>
    (await history().settled(of as { repo: typeof repo }, 'pull', within)).map(({ record }) => record.number);

  test('finds what came to its end in a stretch of time, the end not included, and what is open', async () => {
    const pulls = [merged(1_000, { number: 1 }), merged(2_000, { number: 2 }), opened(500, { number: 3 })];
    await history().keep(
      repo,
      pulls.map((pull) => reading(pull)),
    );
    expect(await settled({ repo }, { from: 1_000, to: 2_000 })).toEqual([1]);
    expect(await history().open({ repo }, 'pull')).toEqual([{ repo: 'acme/api', record: pulls[2] }]);
    expect(await history().open({ repo }, 'issue')).toEqual([]);
  });

  test('of an installation is that of its repositories, and nobody else’s', async () => {
    await history().keep(repo, [reading(merged(1, { number: 1 }))]);
    await history().keep(other, [reading(merged(1, { number: 2 }))]);
    await history().keep(elsewhere, [reading(merged(1, { number: 3 }))]);
    expect(await settled({ installation: repo.installation })).toEqual([1, 2]);
  });

  test('keeps the newest reading, whatever the order in which readings come, and however often', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([1, 2, 3, 3, 2], { minLength: 1 }), async (order) => {
        await history().drop(repo, 'pull', 7);
        for (const at of order) await history().keep(repo, [reading(merged(at, { number: 7 }), at)]);
        const [kept] = await history().settled({ repo }, 'pull', everything);
        expect(kept?.record.mergedAt).toBe(Math.max(...order));
      }),
      { numRuns: 20 },
    );
  });

  test('drops what a later reading of all did not find, and nothing of another kind or repository', async () => {
    const alert = (number: number, updatedAt: number): Reading<'alert'> => ({
      ...{ kind: 'alert', id: number, settledAt: undefined, updatedAt },
      record: { number, severity: 'high', createdAt: 1 },
    });
    await history().keep(repo, [alert(1, 10), alert(2, 10), reading(opened(10, { number: 1 }), 10)]);
    await history().keep(other, [alert(3, 10)]);
    await history().keep(repo, [alert(2, 20)]);
    await history().dropBefore(repo, 'alert', 20);
    const numbers = async (kind: 'alert' | 'pull') =>
      (await history().open({ installation: repo.installation }, kind)).map(({ record }) => record.number);
    expect([await numbers('alert'), await numbers('pull')]).toEqual([[2, 3], [1]]);
  });

  test('takes many readings at once, also two of one thing', async () => {
    const many = Array.from({ length: 1_201 }, (_, i) => reading(merged(i + 1, { number: i + 1 })));
    await history().keep(repo, [...many, reading(opened(5, { number: 1 }), 0)]);
    expect(await settled()).toHaveLength(1_201);
  });

  test('tells nothing of a record that is none, and of any other only what belongs to it', async () => {
    const odd = { ...merged(1, { number: 1 }), createdAt: Number.NaN };
    const more = { ...merged(2, { number: 2 }), title: 'Sessions end after a day' };
    await history().keep(repo, [reading(odd, 1), reading(more, 2)]);
    const [kept, ...others] = await history().settled({ repo }, 'pull', everything);
    expect(others).toEqual([]);
    expect(kept?.record).toEqual(merged(2, { number: 2, mergeCommit: more.mergeCommit }));
  });

  test('two writers at once lose nothing and count nothing twice', async () => {
    const pulls = Array.from({ length: 300 }, (_, i) => reading(merged(i + 1, { number: i + 1 })));
    await Promise.all([history().keep(repo, pulls), history().keep(repo, [...pulls].reverse())]);
    expect(await settled()).toHaveLength(300);
  });

  test('remembers how far it is known, and a salt that stays', async () => {
    expect(await history().progress(repo)).toEqual({});
    const pull = { from: 1, to: 2, reading: { cursor: 'c', began: 3, downTo: 4 } };
    await Promise.all([history().saveProgress(repo, 'pull', pull), history().saveProgress(repo, 'issue', { to: 1 })]);
    expect(await history().progress(repo)).toEqual({ pull, issue: { to: 1 } });
    await history().forgetProgress(repo, 'issue');
    expect(await history().progressIn({ installation: repo.installation })).toEqual([
      { repo: 'acme/api', progress: { pull } },
    ]);
    const salts = await Promise.all([history().salt(1), history().salt(1), history().salt(2)]);
    expect(salts[0]).toBe(salts[1]);
    expect(salts[0]).not.toBe(salts[2]);
  });

  test('is forgotten with its repository, and with its installation, salt and all', async () => {
    for (const of of [repo, other, elsewhere]) {
      await history().keep(of, [reading(merged(1, { number: 1 }))]);
      await history().saveProgress(of, 'pull', { from: 1, to: 2 });
    }
    const salt = await history().salt(repo.installation);
    await ledger().forgetRepository(other);
    expect(await settled({ installation: repo.installation })).toEqual([1]);
    expect(await history().progress(other)).toEqual({});
    await ledger().forgetInstallation(repo.installation);
    expect(await settled({ installation: repo.installation })).toEqual([]);
    expect(await history().progress(repo)).toEqual({});
    expect(await history().salt(repo.installation)).not.toBe(salt);
    expect(await settled({ installation: elsewhere.installation })).toEqual([1]);
  });
});
