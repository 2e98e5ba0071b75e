import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../../src/model/fault.ts';
import type { Target } from '../../../src/ports/github.ts';
import { API, connected as connectedAt } from './connected.ts';

const NOW = Date.parse('2026-11-16T09:00:00Z');
const repo = { installation: 3, owner: 'acme', name: 'api' };
const ref = { repo, number: 12 };
const head = 'a'.repeat(40);

/** At an instant, unless a test has a clock of its own. */
const connected = (now = () => NOW) => connectedAt(now);

const api = () => nock(API);
const GRANTED = { metadata: 'read', contents: 'read', pull_requests: 'write', issues: 'write', checks: 'write' };

beforeEach(() => {
  nock.disableNetConnect();
  api()
    .persist()
    .post('/api/v3/app/installations/3/access_tokens')
    .reply(201, { token: 'ghs_x', expires_at: '2099-01-01T00:00:00Z', permissions: {}, repository_selection: 'all' });
  api().persist().get('/api/v3/app/installations/3').reply(200, { permissions: GRANTED });
  api().persist().get('/api/v3/app').reply(200, { id: 7, slug: 'truenorth' });
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const file = (path: string, more: object = {}) => ({
  ...{ filename: path, status: 'modified', additions: 1, deletions: 0 },
  contents_url: `${API}/api/v3/repos/acme/api/contents/${path}?ref=${head}`,
  ...more,
});
const FILES = '/api/v3/repos/acme/api/pulls/12/files';
const page = (n: number, size = 100) => Array.from({ length: size }, (_, i) => file(`f${n}-${i}.ts`));

describe('the changed files', () => {
  it('are read to the last page, and no further', async () => {
    api().get(FILES).query({ per_page: 100, page: 1 }).reply(200, page(1));
    api().get(FILES).query({ per_page: 100, page: 2 }).reply(200, page(2, 20));
    const { listing } = await connected().github.files(ref, head, 120, () => false);
    expect(listing).toMatchObject({ whole: true });
    expect(listing.files).toHaveLength(120);
  });

  it('of exactly one full page cost one call', async () => {
    api().get(FILES).query({ per_page: 100, page: 1 }).reply(200, page(1));
    expect((await connected().github.files(ref, head, 100, () => false)).listing.whole).toBe(true);
  });

  it('keep the old name of a renamed file', async () => {
    api()
      .get(FILES)
      .query(true)
      .reply(200, [file('b.ts', { status: 'renamed', previous_filename: 'auth/a.ts' })]);
    expect((await connected().github.files(ref, head, 1, () => false)).listing.files).toEqual([
      { path: 'b.ts', status: 'renamed', additions: 1, deletions: 0, previousPath: 'auth/a.ts' },
    ]);
  });

  it('that GitHub cut short are read again in smaller pages, and then said to be incomplete by the pull request’s own size', async () => {
    api().get(FILES).query({ per_page: 100, page: 1 }).reply(200, page(1, 40));
    api().get(FILES).query({ per_page: 30, page: 1 }).reply(200, page(1, 30));
    api().get(FILES).query({ per_page: 30, page: 2 }).reply(200, page(2, 15));
    expect((await connected().github.files(ref, head, 50, () => false)).listing).toMatchObject({
      ...{ whole: false, cause: 'subject' },
      because: 'GitHub lists only 45 of its 50 changed files',
    });
  });

  it('of another commit than the head are no answer: the head moved', async () => {
    api()
      .get(FILES)
      .query(true)
      .reply(200, [file('a.ts', { contents_url: `${API}/x?ref=${'b'.repeat(40)}` })]);
    await expect(connected().github.files(ref, head, 1, () => false)).rejects.toMatchObject({ kind: 'transient' });
  });
});

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

describe('writing', () => {
  const target: Target = {
    repo,
    repositoryId: 'R_1',
    key: 'acme/api#12',
    pullId: 'PR_1',
    labels: { 'needs: x': 'L_1' },
  };
  const content = { state: 'failure', title: 'One', summary: 'All of it', annotations: [], button: false } as const;

  it('keeps no verdict from the check where GitHub takes no label, and says so in the end', async () => {
    let sent: { variables?: Record<string, object> } = {};
    api()
      .post('/api/graphql', (body) => {
        sent = body;
        return true;
      })
      .reply(200, { data: { m0: {} } });
    api().post('/api/v3/repos/acme/api/labels').reply(403, { message: 'Resource not accessible by integration' });
    const wished = connected().github.write(target, [
      { kind: 'update-check', id: 'CR_1', content },
      { kind: 'add-labels', labels: [{ name: 'new', color: 'ffffff', description: 'd' }] },
    ]);
    await expect(wished).rejects.toMatchObject({ kind: 'terminal' });
    expect(sent.variables).toMatchObject({ i0: { checkRunId: 'CR_1', conclusion: 'FAILURE' } });
    expect(Object.keys(sent.variables ?? {})).toEqual(['i0']);
  });

  it('makes no issue without the label by which it is found again', async () => {
    api().post('/api/v3/repos/acme/api/labels').reply(403, { message: 'Resource not accessible by integration' });
    const labels = [{ name: 'new', color: 'ffffff', description: 'd' }];
    const wished = connected().github.write(target, [{ kind: 'create-issue', title: 't', body: 'b', labels }]);
    await expect(wished).rejects.toMatchObject({ kind: 'terminal' });
    expect(nock.pendingMocks().filter((mock) => mock.includes('graphql'))).toEqual([]);
  });

  it('does everything in one request, the check first', async () => {
    let sent: { query: string; variables: Record<string, object> } | undefined;
    api()
      .post('/api/graphql', (body) => {
        sent = body;
        return true;
      })
      .reply(200, {
        data: { m0: { checkRun: { id: 'CR_1' } }, m1: {}, m2: {}, m3: { commentEdge: { node: { id: 'IC_1' } } } },
      });
    api().post('/api/v3/repos/acme/api/labels').reply(201, { node_id: 'L_2' });
    const { answers, labels } = await connected().github.write(target, [
      { kind: 'create-check', sha: head, content },
      { kind: 'remove-labels', names: ['Needs: X'] },
      { kind: 'add-labels', labels: [{ name: 'new', color: 'ffffff', description: 'd' }] },
      { kind: 'create-comment', body: 'hello' },
    ]);
    expect(answers).toEqual({ 'create-check': 'CR_1', 'create-comment': 'IC_1' });
    expect(labels).toEqual({ 'needs: x': 'L_1', new: 'L_2' });
    expect(sent?.variables).toEqual({
      i0: {
        repositoryId: 'R_1',
        name: 'truenorth',
        headSha: head,
        externalId: 'acme/api#12',
        status: 'COMPLETED',
        conclusion: 'FAILURE',
        output: { title: 'One', summary: 'All of it' },
        actions: [],
      },
      i1: { labelableId: 'PR_1', labelIds: ['L_1'] },
      i2: { labelableId: 'PR_1', labelIds: ['L_2'] },
      i3: { subjectId: 'PR_1', body: 'hello' },
    });
  });

  it('makes a check with annotations by REST, fifty at once, and adds the others', async () => {
    const annotation = (line: number) => ({ path: 'a.ts', line, level: 'failure', title: 'T', message: 'm' }) as const;
    let made: { annotations?: object[] } = {};
    let added: { annotations?: object[] } = {};
    api()
      .post('/api/v3/repos/acme/api/check-runs', (body) => {
        made = body.output;
        return body.name === 'truenorth' && body.conclusion === 'failure' && body.external_id === 'acme/api#12';
      })
      .reply(201, { node_id: 'CR_9' });
    api()
      .post('/api/graphql', (body) => {
        added = body.variables.i.output;
        return body.variables.i.checkRunId === 'CR_9';
      })
      .reply(200, { data: { updateCheckRun: {} } });
    const annotations = Array.from({ length: 60 }, (_, n) => annotation(n + 1));
    const wish = { kind: 'create-check', sha: head, content: { ...content, annotations } } as const;
    expect((await connected().github.write(target, [wish])).answers).toEqual({ 'create-check': 'CR_9' });
    expect(made.annotations).toHaveLength(50);
    expect(made.annotations?.[0]).toEqual({
      ...{ path: 'a.ts', start_line: 1, end_line: 1, annotation_level: 'failure', title: 'T', message: 'm' },
    });
    expect(added.annotations).toHaveLength(10);
  });

  it('takes a label as it is that somebody made meanwhile', async () => {
    api()
      .post('/api/v3/repos/acme/api/labels')
      .reply(422, { message: 'Validation Failed', errors: [{ code: 'already_exists' }] });
    api().get('/api/v3/repos/acme/api/labels/new').reply(200, { node_id: 'L_9' });
    api()
      .post('/api/graphql')
      .reply(200, { data: { m0: {} } });
    const { labels } = await connected().github.write(target, [
      { kind: 'add-labels', labels: [{ name: 'new', color: 'ffffff', description: 'd' }] },
    ]);
    expect(labels.new).toBe('L_9');
  });

  it('that finds something gone is tried again after a look at what stands', async () => {
    api()
      .post('/api/graphql')
      .reply(200, {
        data: { m0: null },
        errors: [{ type: 'NOT_FOUND', path: ['m0'], message: 'Could not resolve to a node' }],
      });
    const edit = connected().github.write(target, [{ kind: 'edit-comment', id: 'IC_0', body: 'x' }]);
    await expect(edit).rejects.toMatchObject({ kind: 'transient' });
  });

  it('of one installation goes one at a time', async () => {
    let inFlight = 0;
    let most = 0;
    api()
      .post('/api/graphql')
      .times(5)
      .reply(200, async () => {
        most = Math.max(most, ++inFlight);
        await new Promise((resolve) => setImmediate(resolve));
        inFlight--;
        return { data: { m0: { issueComment: { id: 'IC_0' } } } };
      });
    const { github } = connected();
    await Promise.all(
      Array.from({ length: 5 }, () => github.write(target, [{ kind: 'edit-comment', id: 'IC_0', body: 'x' }])),
    );
    expect(most).toBe(1);
  });
});

describe('what Truenorth wrote before', () => {
  it('is found among all comments, by its author and never by its marker alone', async () => {
    const marker = '<!-- truenorth:review -->\nhello';
    const comments = (nodes: object[], next: string | null) => ({
      data: {
        repository: {
          pullRequest: { comments: { pageInfo: { hasNextPage: next !== null, endCursor: next }, nodes } },
          object: null,
        },
      },
    });
    api()
      .post('/api/graphql')
      .reply(200, comments([{ id: 'forged', body: marker, viewerDidAuthor: false }], 'c1'));
    api()
      .post('/api/graphql')
      .reply(200, comments([{ id: 'ours', body: marker, viewerDidAuthor: true }], null));
    expect((await connected().github.own(ref, head)).comment).toEqual({ id: 'ours', body: marker });
  });
});

describe('the rules', () => {
  it('of a repository that is not there, or not ours to see, are not there', async () => {
    api()
      .post('/api/graphql')
      .reply(200, {
        data: { repository: null },
        errors: [{ type: 'NOT_FOUND', path: ['repository'], message: 'Could not resolve to a Repository' }],
      });
    expect(await connected().github.rules(repo)).toBeUndefined();
  });

  it('say how large a configuration is that is too large to be read', async () => {
    const repository = {
      ...{ id: 'R_1', isPrivate: false, isArchived: false, owner: { __typename: 'Organization' } },
      defaultBranchRef: { name: 'main', target: { oid: head } },
      config: { oid: 'b', byteSize: 1_000_000, isBinary: false, isTruncated: true, text: null },
      ...{ github: null, root: null, docs: null, owners0: null, owners1: null, owners2: null },
      ...{ labels: { nodes: [{ id: 'L_1', name: 'Needs: X' }] } },
    };
    api().post('/api/graphql').reply(200, { data: { repository } });
    expect(await connected().github.rules(repo)).toMatchObject({
      policy: { state: 'present', commit: head, tooLarge: 1_000_000 },
      labels: { 'needs: x': 'L_1' },
    });
  });
});
