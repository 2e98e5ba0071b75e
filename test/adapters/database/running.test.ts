import { describe, expect, test, vi } from 'vitest';
import { databases, LEASE, labels, wanted, withDatabase } from './databases.ts';

const SOON = 1_000;

describe.each(databases)('running jobs on %s', (_name, newPlace) => {
  const { clock, queue, due, takeOne } = withDatabase(newPlace);

  test('may be taken of all but some owners, whatever kind of work it is', async () => {
    const other = { kind: 'pull' as const, repo: { installation: 8, owner: 'acme-two', name: 'api' }, number: 1 };
    await queue().add([
      ...[wanted(1), { subject: { kind: 'sweep', installation: 7, owner: 'acme' } as const }],
      ...[{ subject: { kind: 'organisation', installation: 7, owner: 'Acme' } as const }, { subject: other }],
    ]);
    const keys = async (butOf: string[]) => (await queue().take(10, LEASE, butOf)).map(({ key }) => key);
    expect(await keys(['acme', 'nobody'])).toEqual(['acme-two/api#1']);
    expect((await keys([])).toSorted()).toEqual(['acme', 'acme sweep', 'acme/api#1']);
  });

  describe('asked for while it runs', () => {
    test('is not taken by a second holder, and runs once more', async () => {
      await queue().add([wanted(1, 'a')]);
      const first = await takeOne();
      clock.pass(5);
      await queue().deliver('d1', [wanted(1, 'b')]);
      await queue().deliver('d2', [wanted(1, 'c')]);
      expect(await due()).toEqual([]);

      await queue().done(first);
      const second = await takeOne();
      expect(labels(second)).toEqual(['b', 'c']);
      expect(second.since).toBe(clock.at);
      await queue().done(second);
      expect(await queue().depth()).toEqual({ waiting: 0, scheduled: 0, running: 0, setAside: 0, oldest: 0 });
    });

    test('wakes once it can be taken', async () => {
      await queue().add([wanted(1)]);
      const job = await takeOne();
      await queue().add([wanted(1)]);
      const wake = vi.fn();
      queue().onWork(wake);
      await queue().done(job);
      expect(wake).toHaveBeenCalledTimes(1);
    });

    test('the next run may be asked for later', async () => {
      await queue().add([wanted(1)]);
      const job = await takeOne();
      await queue().add([{ ...wanted(1), notBefore: clock.at + SOON }]);
      await queue().done(job);
      expect(await due()).toEqual([]);
      clock.pass(SOON);
      expect(await due()).toEqual(['acme/api#1']);
    });
  });

  describe('a failed job', () => {
    test('keeps its facts and is due when it was told', async () => {
      await queue().add([wanted(1, 'a')]);
      await queue().retry(await takeOne(), clock.at + SOON, 'GitHub is down');
      expect(await due()).toEqual([]);
      clock.pass(SOON);
      const again = await takeOne();
      expect(again).toMatchObject({ attempts: 1, since: clock.at - SOON });
      expect(labels(again)).toEqual(['a']);
    });

    test('is let go whatever its reason says', async () => {
      await queue().add([wanted(1)]);
      await queue().retry(await takeOne(), clock.at, `\0 ${'long '.repeat(10_000)}`);
      await queue().setAside(await takeOne(), '\0');
      expect(await queue().depth()).toMatchObject({ running: 0, setAside: 1 });
    });

    test('is not hastened by events, whose facts it gets', async () => {
      await queue().add([wanted(1, 'a')]);
      const job = await takeOne();
      await queue().deliver('d1', [wanted(1, 'b')]);
      await queue().retry(job, clock.at + SOON, 'GitHub is down');
      await queue().deliver('d2', [wanted(1, 'c')]);
      clock.pass(SOON - 1);
      expect(await due()).toEqual([]);
      clock.pass(1);
      expect(labels(await takeOne())).toEqual(['a', 'b', 'c']);
    });

    test('starts afresh after it succeeded', async () => {
      await queue().add([wanted(1)]);
      await queue().retry(await takeOne(), clock.at, 'GitHub is down');
      const second = await takeOne();
      await queue().add([wanted(1)]);
      await queue().done(second);
      expect((await takeOne()).attempts).toBe(0);
    });
  });

  describe('a job set aside', () => {
    test('waits until an event asks for it, and then has its facts still', async () => {
      await queue().add([wanted(1, 'a')]);
      await queue().retry(await takeOne(), clock.at, 'no');
      await queue().setAside(await takeOne(), 'no permission');
      clock.pass(1_000 * LEASE);
      expect(await due()).toEqual([]);
      expect(await queue().depth()).toEqual({ waiting: 0, scheduled: 0, running: 0, setAside: 1, oldest: 0 });

      await queue().deliver('d1', [wanted(1, 'b')]);
      const revived = await takeOne();
      expect(revived).toMatchObject({ attempts: 0, since: clock.at });
      expect(labels(revived)).toEqual(['a', 'b']);
    });

    test('lives on if an event asked for it while it ran', async () => {
      await queue().add([wanted(1)]);
      const job = await takeOne();
      await queue().deliver('d1', [wanted(1)]);
      await queue().setAside(job, 'no permission');
      expect(await queue().aside()).toEqual([]);
      expect(await takeOne()).toMatchObject({ attempts: 0 });
    });

    /** Work on these pull requests, each tried twice and then set aside, a second apart. */
    const setAside = async (...numbers: number[]) => {
      for (const number of numbers) {
        clock.pass(SOON);
        await queue().add([wanted(number, 'a')]);
        await queue().retry(await takeOne(), clock.at, 'GitHub is down');
        await queue().setAside(await takeOne(), `no permission for ${number}`);
      }
    };

    test('can be looked at: what it is, since when, how often it was tried, and why it failed', async () => {
      await setAside(2, 1);
      await queue().add([wanted(3)]);
      expect(await queue().aside()).toEqual([
        { key: 'acme/api#2', since: clock.at - SOON, tries: 2, reason: 'no permission for 2' },
        { key: 'acme/api#1', since: clock.at, tries: 2, reason: 'no permission for 1' },
      ]);
    });

    test('can be tried again by hand, one or all, as if it had just been asked for', async () => {
      await setAside(1, 2, 3);
      clock.pass(SOON);
      const wake = vi.fn();
      queue().onWork(wake);
      expect(await queue().tryAgain('Acme/api#2')).toEqual(['acme/api#2']);
      expect(wake).toHaveBeenCalledTimes(1);
      const job = await takeOne();
      expect(job).toMatchObject({ key: 'acme/api#2', attempts: 0, since: clock.at });
      expect(labels(job)).toEqual(['a']);

      expect((await queue().tryAgain()).sort()).toEqual(['acme/api#1', 'acme/api#3']);
      expect(await queue().aside()).toEqual([]);
    });

    test('is all that is tried again: what waits, runs or is done is left alone', async () => {
      await queue().add([wanted(1)]);
      await queue().retry(await takeOne(), clock.at + SOON, 'GitHub is down');
      await queue().add([wanted(2)]);
      await takeOne();
      expect(await queue().tryAgain()).toEqual([]);
      expect(await queue().tryAgain('acme/api#1')).toEqual([]);
      expect(await queue().tryAgain('acme/api#9')).toEqual([]);
      expect(await due()).toEqual([]);
    });
  });

  describe('a lease', () => {
    test('that ends gives the job to another, and counts as a failure', async () => {
      await queue().add([wanted(1, 'a')]);
      const lost = await takeOne();
      clock.pass(LEASE - 1);
      expect(await due()).toEqual([]);
      clock.pass(1);
      const taken = await takeOne();
      expect(taken.attempts).toBe(1);
      expect(labels(taken)).toEqual(['a']);
      expect(taken.token).not.toBe(lost.token);
    });

    test('that was lost gives no say: answers of the former holder change nothing', async () => {
      await queue().add([wanted(1)]);
      const lost = await takeOne();
      clock.pass(LEASE);
      const taken = await takeOne();
      await queue().done(lost);
      await queue().retry(lost, clock.at, 'late');
      await queue().setAside(lost, 'late');
      expect(await queue().extend(lost, LEASE)).toBe(false);
      expect(await queue().depth()).toMatchObject({ running: 1, waiting: 0 });
      await queue().done(taken);
      expect(await queue().depth()).toMatchObject({ running: 0, waiting: 0 });
    });

    test('can be extended', async () => {
      await queue().add([wanted(1)]);
      const job = await takeOne();
      clock.pass(LEASE - 1);
      expect(await queue().extend(job, LEASE)).toBe(true);
      clock.pass(LEASE - 1);
      expect(await due()).toEqual([]);
    });

    test('that ended takes what was asked for meanwhile into the same run', async () => {
      await queue().add([wanted(1, 'a')]);
      await takeOne();
      await queue().deliver('d1', [wanted(1, 'b')]);
      clock.pass(LEASE);
      const taken = await takeOne();
      expect(labels(taken)).toEqual(['a', 'b']);
      await queue().done(taken);
      expect(await queue().depth()).toMatchObject({ waiting: 0, running: 0 });
    });
  });

  describe('a clock that is turned back by hours', () => {
    const HOURS = 5 * 3_600_000;
    const turnBack = async () => {
      clock.pass(-HOURS);
      await queue().turnBack();
    };

    test('keeps nothing waiting for hours: what was asked for, and what failed, is due', async () => {
      await queue().add([wanted(1, 'a')]);
      await queue().retry(await takeOne(), clock.at + SOON, 'GitHub is down');
      await queue().add([wanted(2), { ...wanted(3), notBefore: clock.at + 3 * SOON }]);
      await turnBack();
      expect((await due()).sort()).toEqual(['acme/api#1', 'acme/api#2', 'acme/api#3']);
    });

    test('lets what failed for hours be tried soon', async () => {
      clock.pass(-2 * HOURS);
      await queue().add([wanted(1)]);
      clock.pass(2 * HOURS);
      await queue().retry(await takeOne(), clock.at + SOON, 'GitHub is down');
      await turnBack();
      expect(await due()).toEqual(['acme/api#1']);
    });

    test('lets the leases of the lost end soon, and takes nothing from who holds on', async () => {
      await queue().add([wanted(1), wanted(2)]);
      const [lost, held] = await queue().take(2, LEASE);
      if (lost === undefined || held === undefined) throw new Error('both are due');
      await turnBack();
      expect(await due()).toEqual([]);
      await queue().extend(held, LEASE * 10);
      clock.pass(LEASE * 5);
      expect(await due()).toEqual([lost.key]);
    });

    test('runs what was asked for while it ran', async () => {
      await queue().add([wanted(1)]);
      const job = await takeOne();
      await queue().add([wanted(1, 'b')]);
      await turnBack();
      await queue().done(job);
      expect(labels(await takeOne())).toEqual(['b']);
    });

    test('leaves alone what waits for its time, and what is set aside', async () => {
      await queue().add([wanted(1), { ...wanted(2), notBefore: clock.at + HOURS }]);
      await queue().setAside(await takeOne(), 'no');
      clock.pass(HOURS - 1);
      await queue().turnBack();
      expect(await due()).toEqual([]);
      expect(await queue().depth()).toMatchObject({ scheduled: 1, setAside: 1 });
    });
  });
});
