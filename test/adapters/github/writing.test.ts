import nock from 'nock';
import { describe, expect, it } from 'vitest';
import type { Target } from '../../../src/ports/github.ts';
import { api, connected, head, installed, repo } from './connected.ts';

installed();

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
