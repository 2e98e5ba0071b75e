import { afterEach, describe, expect, it } from 'vitest';
import type { MergeGroup } from '../../src/sandbox/github/entities.ts';
import type { Fault, FaultRequest } from '../../src/sandbox/github/gate.ts';
import { ANSWERED, lines, type Playground, startPlayground, until } from '../support/playground.ts';

const AUTH = { 'services/auth/token.ts': lines(40) };
let play: Playground;
afterEach(() => play.close());

/** Lets a fault befall the first calls that match, so many times. */
function befalls(fault: Fault, matches: (request: FaultRequest) => boolean, times = 1) {
  let left = times;
  return (request: FaultRequest): Fault => (matches(request) && left-- > 0 ? fault : undefined);
}

const isWrite = ({ operation }: FaultRequest) => operation === 'Write';
const isFiles = ({ path }: FaultRequest) => path.endsWith('/files');
const isToken = ({ path }: FaultRequest) => path.endsWith('/access_tokens');
const open = (options: object = {}) =>
  play.github.world.openPull({ repo: 'acme/api', title: 'Exchange tokens', files: AUTH, by: 'bob', ...options });

describe('when GitHub fails, the work is done in the end, and once', () => {
  it.each<[string, (request: FaultRequest) => Fault]>([
    ['502 on a write', befalls({ status: 502 }, isWrite)],
    ['502 on a reading', befalls({ status: 502 }, isFiles)],
    ['a connection that breaks before a write took effect', befalls('reset-before', isWrite)],
    ['a connection that breaks after a write took effect', befalls('reset-after', isWrite)],
    ['an answer to a write that is cut short', befalls('cut-short', isWrite)],
    ['an answer to a reading that is cut short', befalls('cut-short', isFiles)],
    [
      'a secondary limit',
      befalls(
        {
          status: 403,
          headers: { 'retry-after': '1' },
          body: { message: 'You have exceeded a secondary rate limit.' },
        },
        isWrite,
      ),
    ],
    ['a token that is refused', befalls({ status: 401, body: { message: 'Bad credentials' } }, isFiles)],
  ])('%s', async (_, fault) => {
    play = await startPlayground({ fault });
    const pull = open();
    await until(() => play.checks(pull).some(({ conclusion }) => conclusion === 'failure'));
    await play.quiet();
    expect(play.checks(pull)).toHaveLength(1);
    expect(play.comments(pull)).toHaveLength(1);
    expect(play.labels(pull)).toEqual(['needs: observability', 'needs: threat-model', 'north-star: unaligned']);
  });

  it.each<[string, Fault]>([
    ['is cut short', 'cut-short'],
    ['holds none', { status: 201, body: {} }],
    ['is a page', { status: 200, body: '<html>Sign in</html>' }],
  ])(
    'an answer to the question for a token that %s: nobody asks without one, and it is asked for again',
    async (_, answer) => {
      play = await startPlayground({ fault: befalls(answer, isToken) });
      const pull = open();
      await until(() => play.checks(pull).some(({ conclusion }) => conclusion === 'failure'));
      expect(play.github.calls.filter(({ kind }) => kind === 'auth').length).toBeGreaterThan(1);
      expect(play.github.calls.filter(({ status }) => status === 401)).toEqual([]);
    },
  );

  it('a token that was revoked, which is renewed where it came from', async () => {
    play = await startPlayground();
    open();
    await play.quiet();
    play.github.revokeTokens();
    const pull = open({ title: 'Exchange tokens twice' });
    await until(() => play.checks(pull).some(({ conclusion }) => conclusion === 'failure'));
    expect(play.log.join('')).not.toContain('api.github.com');
  });

  it('what stands after an answer that was lost is written on, not beside it', async () => {
    const lost = befalls('reset-after', ({ body }) => body.includes('addComment'));
    // Nor is there a word of the trouble, so that the next try finds everything as it should be.
    const silent = befalls({ status: 502 }, ({ body }) => body.includes('Waiting for GitHub'));
    play = await startPlayground({ fault: (request) => lost(request) ?? silent(request) });
    const pull = open();
    await until(() => play.comments(pull).length > 0);
    await play.quiet();
    play.github.world.editPull(pull, { body: 'Outcome: activation', by: 'bob' });
    await play.quiet();
    expect(play.labels(pull)).toContain('north-star: activation');
    expect(play.comments(pull)).toHaveLength(1);
    expect(play.checks(pull)).toHaveLength(1);
  });

  it('a label that was set by a write whose answer was lost is taken away, too, once it holds no more', async () => {
    let armed = false;
    const lost = befalls('reset-after', ({ body }) => armed && body.includes('addLabels'));
    const silent = befalls({ status: 502 }, ({ body }) => armed && body.includes('Waiting for GitHub'));
    play = await startPlayground({ fault: (request) => lost(request) ?? silent(request) });
    const pull = open();
    await play.quiet();
    armed = true;
    play.github.world.editPull(pull, { body: 'Outcome: activation', by: 'bob' });
    await until(() => play.labels(pull).includes('north-star: activation'));
    await play.quiet();
    play.github.world.editPull(pull, { body: 'No outcome at all.', by: 'bob' });
    await play.quiet();
    expect(play.labels(pull)).toEqual(['needs: observability', 'needs: threat-model', 'north-star: unaligned']);
  });

  it('the check says meanwhile that it is waiting, and neither passes nor fails', async () => {
    let failing = true;
    play = await startPlayground({ fault: (request) => (failing && isFiles(request) ? { status: 502 } : undefined) });
    const pull = open();
    await until(() => play.checks(pull).some(({ status }) => status === 'in_progress'));
    expect(play.checks(pull)).toMatchObject([{ title: 'Waiting for GitHub' }]);
    expect(play.checks(pull)[0]?.summary).toMatch(/Reference `[\w-]{8}`/);
    failing = false;
    await until(() => play.checks(pull).some(({ conclusion }) => conclusion === 'failure'));
    expect(play.checks(pull)).toHaveLength(1);
  });

  it('that check stays the only one, also where nobody heard that it was made', async () => {
    let failing = true;
    let isLost = true;
    play = await startPlayground({
      fault(request) {
        if (failing && isFiles(request)) return { status: 502 };
        const isSaid = isWrite(request) && request.body.includes('Waiting for GitHub');
        if (isSaid && isLost) {
          isLost = false;
          return 'reset-after';
        }
        return undefined;
      },
    });
    const pull = open();
    await until(() => !isLost);
    failing = false;
    await until(() => play.checks(pull).some(({ conclusion }) => conclusion === 'failure'));
    await play.quiet();
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'failure' }]);
  });

  it('that check has its verdict again, also where nobody heard that it lost it', async () => {
    let times = 0;
    const lost = befalls('reset-after', ({ body }) => body.includes('Waiting for GitHub'));
    play = await startPlayground({
      // Judged, a command could not be answered: the verdict is the same when it is tried again.
      fault: (request) => (request.body.includes('addReaction') && times++ === 0 ? { status: 502 } : lost(request)),
    });
    const pull = open();
    await play.quiet();
    play.github.world.comment(pull, '/truenorth help', { by: 'bob' });
    await until(() => play.checks(pull).some(({ status }) => status === 'in_progress'));
    await play.quiet();
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'failure' }]);
  });

  it.each([
    ['a wait', () => ({ 'retry-after': '2' })],
    [
      'until its limit is renewed',
      () => ({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + 1) }),
    ],
  ])('waits as long as GitHub asks, %s, and calls nothing meanwhile', async (_, asking) => {
    const limit = befalls({ status: 429 }, isFiles);
    let limited = 0;
    play = await startPlayground({
      fault(request) {
        if (limit(request) === undefined) return undefined;
        limited = performance.now();
        return { status: 403, headers: asking() };
      },
    });
    const pull = open();
    await until(() => play.checks(pull).length > 0);
    expect(performance.now() - limited).toBeGreaterThan(1_900);
    expect(play.github.calls.filter(({ route }) => route.endsWith('/files'))).toHaveLength(2);
  });
});

describe('a merge queue’s commit', () => {
  const onGroup = (group: MergeGroup) => group.repo.checks.filter(({ headSha }) => headSha === group.headSha);

  it('waits for a verdict that is not there yet', async () => {
    let failing = true;
    play = await startPlayground({ fault: (request) => (failing && isFiles(request) ? { status: 502 } : undefined) });
    const pull = open();
    await until(() => play.checks(pull).length > 0);
    const group = play.github.world.requestMergeGroup('acme/api', [pull.number]);
    await until(() => onGroup(group).some(({ status }) => status === 'in_progress'));
    failing = false;
    await until(() => onGroup(group).some(({ conclusion }) => conclusion === 'failure'));
    expect(onGroup(group)).toHaveLength(1);
  });

  it('hears of a verdict whose first writing failed', async () => {
    let failing = false;
    const hits = ({ body }: FaultRequest) => JSON.stringify(body).includes('updateCheckRun');
    play = await startPlayground({
      fault: (request) => (failing && isWrite(request) && hits(request) ? { status: 502 } : undefined),
    });
    const pull = open({ body: ANSWERED });
    await play.quiet();
    const group = play.github.world.requestMergeGroup('acme/api', [pull.number]);
    await play.quiet();
    expect(onGroup(group)).toMatchObject([{ conclusion: 'success' }]);
    failing = true;
    play.github.world.editPull(pull, { body: 'Never mind.', by: 'bob' });
    await until(() => play.log.some((line) => line.includes('502')));
    failing = false;
    await until(() => onGroup(group).some(({ conclusion }) => conclusion === 'failure'));
  });
});

describe('when the work cannot be done', () => {
  it('in an archived repository, it ends with a line in the log', async () => {
    play = await startPlayground();
    play.github.world.repoOf('acme/api').archived = true;
    open();
    await play.quiet();
    expect(play.log.filter((line) => line.includes('the work ends here'))).toHaveLength(1);
    expect(play.log.join('')).toContain('acme/api#1');
  });

  it('in a repository that vanished, it ends with a line in the log', async () => {
    play = await startPlayground();
    const pull = open();
    await play.quiet();
    play.github.world.edit(pull, { body: 'Outcome: activation', by: 'bob' });
    play.github.world.repos.delete('acme/api');
    await until(() => play.log.some((line) => line.includes('the work ends here')));
    await play.quiet();
    expect(play.log.filter((line) => line.includes('the work ends here'))).toHaveLength(1);
  });

  it('for lack of a permission to read the files, the rules that need them are unknown and the others count', async () => {
    play = await startPlayground({
      fault: (request) =>
        isFiles(request) ? { status: 403, body: { message: 'Resource not accessible by integration' } } : undefined,
    });
    const pull = open({ body: 'Outcome: activation' });
    await play.quiet();
    expect(play.checks(pull)).toMatchObject([{ conclusion: 'action_required' }]);
    expect(play.labels(pull)).toEqual(['north-star: activation']);
  });
});

describe('what comes in at the door', () => {
  it('is not done twice when it comes twice', async () => {
    play = await startPlayground();
    const pull = open();
    await play.quiet();
    const opened = play.github.deliveries
      .list()
      .find(({ event, action }) => event === 'pull_request' && action === 'opened');
    play.calls();
    expect(play.github.deliveries.redeliver(opened?.id ?? 0)).toBe(true);
    await play.quiet();
    expect(play.calls()).toEqual([]);
    expect(play.comments(pull)).toHaveLength(1);
  });

  it('without the keys it should have is logged with its delivery id, and acknowledged', async () => {
    play = await startPlayground();
    expect(await play.send('pull_request', { action: 'opened' }, { 'x-github-delivery': 'odd-1' })).toBe(202);
    expect(play.log.filter((line) => line.includes('odd-1') && line.includes('lacks'))).toHaveLength(1);
  });
});
