import { describe, expect, test, vi } from 'vitest';
import { databases, LEASE, labels, pull, repo, wanted, withDatabase } from './databases.ts';

const SOON = 1_000;

describe.each(databases)('asking the queue on %s', (_name, newPlace) => {
  const { clock, queue, due, takeOne, database } = withDatabase(newPlace);

  describe('asking', () => {
    test('makes a job of a subject, with what its event said', async () => {
      expect(await queue().deliver('d1', [wanted(1, 'bug')])).toBe(true);
      clock.pass(5);
      expect(await takeOne()).toEqual({
        key: 'acme/api#1',
        subject: pull(1),
        facts: [{ kind: 'label', label: 'bug', set: true, by: 'person', at: '2026-11-23T09:00:00Z' }],
        attempts: 0,
        delivery: 'd1',
        heardAll: true,
        since: clock.at - 5,
        token: expect.any(String),
      });
    });

    test('a delivery seen before is no new work', async () => {
      await queue().deliver('d1', [wanted(1)]);
      await queue().done(await takeOne());
      expect(await queue().deliver('d1', [wanted(1)])).toBe(false);
      expect(await due()).toEqual([]);
    });

    test('the same delivery twice at the same moment counts once', async () => {
      const answers = await Promise.all(['d1', 'd1', 'd1'].map((id) => queue().deliver(id, [wanted(1, 'bug')])));
      expect(answers).toEqual([true, false, false]);
      expect(labels(await takeOne())).toEqual(['bug']);
    });

    test('of several at the same moment the last one is named, whoever asked first and whatever each said', async () => {
      await Promise.all([
        queue().add([wanted(1)]),
        queue().deliver('d1', [wanted(1, 'bug')]),
        queue().deliver('d2', [wanted(1)]),
        queue().deliver('d3', [{ ...wanted(1, 'slow'), after: 0 }]),
        queue().deliver('d4', [wanted(1)]),
      ]);
      const job = await takeOne();
      expect(job.delivery).toBe('d4');
      expect(labels(job)).toEqual(['bug', 'slow']);
    });

    test('a delivery that asks for nothing is not remembered', async () => {
      expect(await queue().deliver('d1', [])).toBe(true);
      expect(await queue().deliver('d1', [wanted(1)])).toBe(true);
    });

    test('deliveries are forgotten once they are old', async () => {
      await Promise.all(Array.from({ length: 2_500 }, (_, n) => queue().deliver(`old ${n}`, [wanted(1)])));
      clock.pass(10);
      await queue().deliver('new', [wanted(1)]);
      await queue().prune(clock.at);
      expect(await queue().deliver('old 2499', [wanted(1)])).toBe(true);
      expect(await queue().deliver('new', [wanted(1)])).toBe(false);
    });

    test('several askings are one job with the facts of all, in their order', async () => {
      await queue().deliver('d1', [wanted(1, 'a', 'b')]);
      clock.pass(5);
      await queue().deliver('d2', [wanted(1, 'c')]);
      await Promise.all([queue().deliver('d3', [wanted(1, 'd')]), queue().add([wanted(1, 'e'), wanted(1, 'f')])]);
      const job = await takeOne();
      expect(labels(job)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
      expect(job.since).toBe(clock.at - 5);
    });

    test('the newest spelling of a subject holds', async () => {
      const renewed = { ...repo, installation: 8, owner: 'ACME' };
      await queue().add([wanted(1)]);
      await queue().add([{ subject: { ...pull(1), repo: renewed } }]);
      expect((await takeOne()).subject).toEqual({ ...pull(1), repo: renewed });
    });

    test('the newest spelling of a subject holds among what is asked for at once, too', async () => {
      const spelled = (owner: string) => ({ subject: { ...pull(1), repo: { ...repo, owner } } });
      await Promise.all(['acme', 'ACME', 'Acme'].map((owner, n) => queue().deliver(`d${n}`, [spelled(owner)])));
      expect(await takeOne()).toMatchObject({ subject: spelled('Acme').subject, delivery: 'd2' });
    });

    test('a fact with a NUL or half a character is taken in without it', async () => {
      expect(await queue().deliver('d1', [wanted(1, 'no\0body', 'half \ud83d')])).toBe(true);
      expect(labels(await takeOne())).toEqual(['nobody', 'half \ufffd']);
    });

    test('500 deliveries at once are all committed, and counted once each', async () => {
      const answers = await Promise.all(
        Array.from({ length: 500 }, (_, n) => queue().deliver(`d${n % 400}`, [wanted(1 + (n % 50), `${n}`)])),
      );
      expect(answers.filter(Boolean)).toHaveLength(400);
      const jobs = await queue().take(100, LEASE);
      expect(jobs).toHaveLength(50);
      expect(jobs.flatMap(labels)).toHaveLength(400);
    });

    test('thousands of subjects can be asked for at once', async () => {
      await queue().add(Array.from({ length: 3_000 }, (_, n) => wanted(n + 1, 'a')));
      expect(await queue().depth()).toMatchObject({ waiting: 3_000 });
    });

    test('what the database refuses is refused alone', async () => {
      const nameless = null as unknown as string;
      const answers = await Promise.allSettled(
        ['d1', nameless, 'd2'].map((id, index) => queue().deliver(id, [wanted(index + 1)])),
      );
      expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await due()).toEqual(['acme/api#1', 'acme/api#3']);
    });

    test('wakes whoever waits for work, and not for a delivery seen before', async () => {
      const wake = vi.fn();
      queue().onWork(wake);
      await queue().deliver('d1', [wanted(1)]);
      expect(wake).toHaveBeenCalledTimes(1);
      await queue().deliver('d1', [wanted(1)]);
      expect(wake).toHaveBeenCalledTimes(1);
    });
  });

  describe('due times', () => {
    test('work may be asked for later', async () => {
      await queue().add([{ ...wanted(1), notBefore: clock.at + SOON }]);
      expect(await due()).toEqual([]);
      clock.pass(SOON);
      expect(await due()).toEqual(['acme/api#1']);
    });

    test('the earlier of two times counts', async () => {
      await queue().add([{ ...wanted(1), notBefore: clock.at + SOON }]);
      await queue().add([{ ...wanted(1), notBefore: clock.at + 2 * SOON }]);
      clock.pass(SOON);
      expect(await due()).toEqual(['acme/api#1']);
    });

    test('an event hastens work that was to wait', async () => {
      await queue().add([{ ...wanted(1), notBefore: clock.at + SOON }]);
      await queue().deliver('d1', [wanted(1)]);
      expect(await due()).toEqual(['acme/api#1']);
    });

    test('the longest due is taken first, and no more than asked', async () => {
      await queue().add([{ ...wanted(1), notBefore: clock.at - 1 }]);
      await queue().add([{ ...wanted(2), notBefore: clock.at - 3 }]);
      await queue().add([{ ...wanted(3), notBefore: clock.at - 2 }]);
      expect((await queue().take(2, LEASE)).map((job) => job.key)).toEqual(['acme/api#2', 'acme/api#3']);
      expect(await due()).toEqual(['acme/api#1']);
    });
  });

  test('tells what waits, what runs and how long the longest-due has been due', async () => {
    expect(await queue().depth()).toEqual({ waiting: 0, scheduled: 0, running: 0, setAside: 0, oldest: 0 });
    await queue().add([wanted(1)]);
    await takeOne();
    await queue().add([wanted(2)]);
    clock.pass(5);
    await queue().add([wanted(3), { ...wanted(4), notBefore: clock.at + SOON }]);
    expect(await queue().depth()).toEqual({ waiting: 2, scheduled: 1, running: 1, setAside: 0, oldest: 5 });
  });

  test('tells how much work of a kind is due or fails, and not what waits for its time or was given up', async () => {
    const history = (name: string) => ({ kind: 'history' as const, repo: { installation: 7, owner: 'Acme', name } });
    const behind = () => queue().due('acme/', ['history', 'issues']);
    await queue().add([{ subject: history('api') }, { subject: history('later'), notBefore: clock.at + SOON }]);
    expect(await behind()).toBe(1);
    const job = await takeOne();
    expect(await behind()).toBe(1);
    await queue().retry(job, clock.at + 1, 'GitHub is down');
    expect(await behind()).toBe(1);
    clock.pass(1);
    await queue().setAside(await takeOne(), 'GitHub is down');
    expect(await behind()).toBe(0);
  });

  test('what is asked for before closing is committed, and after it refused', async () => {
    const asked = queue().deliver('d1', [wanted(1)]);
    await database().close();
    expect(await asked).toBe(true);
    await expect(queue().deliver('d2', [wanted(2)])).rejects.toThrow();
    await expect(database().ping()).rejects.toThrow();
  });
});
