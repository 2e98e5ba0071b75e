import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Action } from '../../../src/model/action.ts';
import { HOUR } from '../../../src/model/time.ts';
import { API, connected as connectedAt, NOW, repo } from './connected.ts';

const target = { repo, repositoryId: 'R_1', key: 'acme/api#1', pullId: 'PR_1', labels: {} };
const comment: Action[] = [{ kind: 'create-comment', body: 'Hello' }];
const READS = { metadata: 'read', contents: 'read', pull_requests: 'read', issues: 'read', checks: 'read' };
const WRITES = { metadata: 'read', pull_requests: 'write', issues: 'write', checks: 'write' };
const WRITTEN = { data: { m0: { commentEdge: { node: { id: 'IC_1' } } } } };
const GONE = { message: 'There is at least one repository that does not exist or is not accessible' };

/** What was wished for at each asking for a token, and the token with which each other call came. */
let wishes: { permissions?: object; repositories?: string[]; repository_ids?: number[] }[];
let shown: string[];
let granted: Record<string, string>;
let refuses: (wish: (typeof wishes)[number]) => object | undefined;
let refused: boolean;
let clock: number;

const api = () => nock(`${API}/api/v3`).persist();

beforeEach(() => {
  nock.disableNetConnect();
  [wishes, shown, clock] = [[], [], NOW];
  granted = { ...READS, pull_requests: 'write', issues: 'write', checks: 'write', administration: 'write' };
  refuses = () => undefined;
  refused = false;
  api()
    .get('/app/installations/3')
    .reply(200, () => ({ permissions: granted }));
  api()
    .post('/app/installations/3/access_tokens')
    .reply(async (request: Request) => {
      const wish = (await request.json()) as (typeof wishes)[number];
      wishes.push(wish);
      const refusal = refuses(wish);
      if (refusal) return [422, refusal];
      const expires_at = new Date(Date.now() + HOUR).toISOString();
      return [201, { token: `ghs_${wishes.length}`, expires_at, permissions: wish.permissions }];
    });
  const showing = (answer: object) => async (request: Request) => {
    shown.push(String(request.headers.get('authorization')));
    return refused ? [401, { message: 'Bad credentials' }] : [200, answer];
  };
  api()
    .get(/^\/api\/v3\/repos\/[^/]+\/[^/]+\/pulls/)
    .reply(showing([{ number: 1 }]));
  api()
    .get('/repos/acme/api')
    .reply(showing({ id: 77, name: 'renamed' }));
  nock(API).persist().post('/api/graphql').reply(showing(WRITTEN));
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const connected = () => connectedAt(() => clock).github;

describe('a token', () => {
  it('that reads sees all of the installation, and may write nothing', async () => {
    const github = connected();
    await github.openPulls(repo);
    await github.openPulls({ ...repo, name: 'web' });
    expect(wishes).toEqual([{ permissions: READS }]);
    expect(shown).toEqual(['token ghs_1', 'token ghs_1']);
  });

  it('that writes reaches one repository, and may read no code', async () => {
    const github = connected();
    await github.write(target, comment);
    await github.write(target, comment);
    await github.write({ ...target, repo: { ...repo, name: 'web' } }, comment);
    expect(wishes).toEqual([
      { permissions: WRITES, repositories: ['api'] },
      { permissions: WRITES, repositories: ['web'] },
    ]);
    expect(shown).toEqual(['token ghs_1', 'token ghs_1', 'token ghs_2']);
  });

  it('asks for nothing that was not granted', async () => {
    granted = { metadata: 'read', contents: 'read', checks: 'write' };
    const github = connected();
    await github.openPulls(repo);
    await github.write(target, comment);
    expect(wishes.map(({ permissions }) => permissions)).toEqual([
      { metadata: 'read', contents: 'read', checks: 'read' },
      { metadata: 'read', checks: 'write' },
    ]);
  });

  it('has what was granted since, an hour later', async () => {
    granted = { metadata: 'read' };
    const github = connected();
    await github.openPulls(repo);
    granted = { ...granted, members: 'read' };
    await github.openPulls(repo);
    clock += HOUR;
    await github.openPulls(repo);
    expect(wishes.map(({ permissions }) => permissions)).toEqual([
      { metadata: 'read' },
      { metadata: 'read', members: 'read' },
    ]);
  });

  it('asks for less at once where something was taken back', async () => {
    const github = connected();
    await github.openPulls(repo);
    granted = { metadata: 'read', issues: 'write' };
    refuses = ({ permissions = {} }) => ('checks' in permissions ? { message: 'not granted' } : undefined);
    await github.write(target, comment);
    expect(wishes.at(-1)?.permissions).toEqual({ metadata: 'read', issues: 'write' });
  });

  it('for a repository that goes by another name by now is asked for by its id, from then on at once', async () => {
    refuses = ({ repositories }) => (repositories ? GONE : undefined);
    const github = connected();
    await github.write(target, comment);
    await github.write(target, comment);
    expect(wishes.filter(({ permissions }) => permissions && 'contents' in permissions)).toHaveLength(1);
    expect(wishes.map(({ repositories, repository_ids: ids }) => repositories ?? ids ?? 'all')).toEqual([
      ['api'],
      'all',
      [77],
    ]);
    expect(shown.slice(-2)).toEqual(['token ghs_3', 'token ghs_3']);
  });

  it('for a repository whose name is a number is its own, and not that of the repository with this id', async () => {
    api().get('/repos/acme/77').reply(200, { id: 5 });
    refuses = ({ repositories }) => (repositories ? GONE : undefined);
    const github = connected();
    await github.write(target, comment);
    await github.write({ ...target, repo: { ...repo, name: '77' } }, comment);
    expect(wishes.flatMap(({ repository_ids: ids }) => ids ?? [])).toEqual([77, 5]);
  });

  it('for a repository that left the installation is not to be had; whoever tries again looks first', async () => {
    refuses = ({ repositories, repository_ids: ids }) => (repositories || ids ? GONE : undefined);
    const wished = connected().write(target, [
      { kind: 'add-labels', labels: [{ name: 'new', color: 'ffffff', description: 'd' }] },
      ...comment,
    ]);
    await expect(wished).rejects.toMatchObject({ kind: 'transient' });
    expect(wishes.filter(({ repositories }) => repositories)).toHaveLength(1);
  });

  it('that is refused is made anew, and the one that reads with it', async () => {
    const github = connected();
    await github.write(target, comment);
    refused = true;
    await expect(github.write(target, comment)).rejects.toMatchObject({ kind: 'transient' });
    refused = false;
    await github.write(target, comment);
    expect(wishes.map(({ repositories }) => repositories ?? 'all')).toEqual([['api'], 'all', ['api']]);
    expect(shown.at(-1)).toBe('token ghs_3');
  });
});
