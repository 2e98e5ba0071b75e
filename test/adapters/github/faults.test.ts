import { describe, expect, it } from 'vitest';
import { Fault } from '../../../src/model/fault.ts';
import { api, connected, FILES, file, GRANTED, head, installed, NOW, ref } from './connected.ts';

installed();

describe('what went wrong on GitHub', () => {
  const faultOf = async (status: number, body: object = {}, headers: Record<string, string> = {}) => {
    api().get(FILES).query(true).reply(status, body, headers);
    return connected()
      .github.files(ref, head, 1, () => false)
      .catch((error: unknown) => error as Fault);
  };

  it.each([
    ['a failing server', 502, {}, {}, { kind: 'transient', throttled: false }],
    [
      'a secondary limit, with its wait',
      403,
      {},
      { 'retry-after': '30' },
      { kind: 'transient', throttled: true, retryAt: NOW + 30_000 },
    ],
    [
      'a secondary limit without a wait: a minute',
      403,
      { message: 'You have exceeded a secondary rate limit.' },
      {},
      { throttled: true, retryAt: NOW + 60_000 },
    ],
    ['429', 429, {}, { 'retry-after': '5' }, { kind: 'transient', throttled: true, retryAt: NOW + 5_000 }],
    [
      'the primary limit, until its reset',
      403,
      {},
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 600) },
      { throttled: true, retryAt: NOW + 601_000 },
    ],
    [
      'the primary limit, by GitHub’s clock where ours is wrong',
      403,
      {},
      {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(NOW / 1000 + 5 * 3600 + 600),
        date: new Date(NOW + 5 * 3_600_000).toUTCString(),
      },
      { throttled: true, retryAt: NOW + 601_000 },
    ],
    [
      'a wait of years is none that GitHub means',
      503,
      {},
      { 'retry-after': '999999999' },
      { kind: 'transient', retryAt: NOW + 7_200_000 },
    ],
    [
      'nor is one until the end of the century',
      403,
      {},
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '4102444800' },
      { throttled: true, retryAt: NOW + 7_200_000 },
    ],
    ['a missing permission', 403, { message: 'Resource not accessible by integration' }, {}, { kind: 'terminal' }],
    ['a repository that is gone', 404, {}, {}, { kind: 'terminal' }],
    ['a repository that is blocked', 451, {}, {}, { kind: 'terminal' }],
  ])('%s', async (_, status, body, headers, expected) => {
    expect(await faultOf(status, body, headers)).toMatchObject(expected);
  });

  it('a reset connection is tried again', async () => {
    api()
      .get(FILES)
      .query(true)
      .replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    await expect(connected().github.files(ref, head, 1, () => false)).rejects.toMatchObject({ kind: 'transient' });
  });

  it('an installation at its limit is not called again before its time', async () => {
    api().get(FILES).query(true).once().reply(403, {}, { 'retry-after': '30' });
    const { github, calls } = connected();
    await expect(github.files(ref, head, 1, () => false)).rejects.toMatchObject({ throttled: true });
    await expect(github.files(ref, head, 1, () => false)).rejects.toMatchObject({
      throttled: true,
      retryAt: NOW + 30_000,
    });
    expect(calls).toHaveLength(1);
  });

  it('nor for hours after it, where the clock was turned back', async () => {
    api().get(FILES).query(true).once().reply(403, {}, { 'retry-after': '30' });
    api()
      .get(FILES)
      .query(true)
      .reply(200, [file('a.ts')]);
    const clock = { at: NOW };
    const { github } = connected(() => clock.at);
    await expect(github.files(ref, head, 1, () => false)).rejects.toMatchObject({ throttled: true });
    clock.at -= 5 * 3_600_000;
    expect((await github.files(ref, head, 1, () => false)).listing.whole).toBe(true);
  });

  it('another installation goes on meanwhile', async () => {
    api().get('/api/v3/app/installations/4').reply(200, { permissions: GRANTED });
    api()
      .post('/api/v3/app/installations/4/access_tokens')
      .reply(201, { token: 'ghs_y', expires_at: '2099-01-01T00:00:00Z', permissions: {} });
    api().get(FILES).query(true).once().reply(403, {}, { 'retry-after': '30' });
    api()
      .get('/api/v3/repos/other/api/pulls/12/files')
      .query(true)
      .reply(200, [file('a.ts')]);
    const { github } = connected();
    await expect(github.files(ref, head, 1, () => false)).rejects.toBeInstanceOf(Fault);
    const other = { repo: { installation: 4, owner: 'other', name: 'api' }, number: 12 };
    expect((await github.files(other, head, 1, () => false)).listing.whole).toBe(true);
  });
});
