import { describe, expect, it } from 'vitest';
import { API, api, connected, FILES, file, head, installed, ref, repo } from './connected.ts';

installed();

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
