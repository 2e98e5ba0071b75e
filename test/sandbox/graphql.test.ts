import type { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { COMMIT_CHECK, OWN, PULL, RULES } from '../../src/adapters/github/queries.ts';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { asInstallation } from './caller.ts';

let github: PlayedGitHub;
let octokit: Octokit;
const where = { owner: 'acme', name: 'api' };

beforeEach(async () => {
  github = await startPlayedGitHub();
  const files = { '.github/truenorth.yml': 'version: 1\n', '.github/pull_request_template/bug.md': 'What?\n' };
  github.world.addRepo({ name: 'acme/api', files });
  octokit = await asInstallation(github);
});
afterEach(() => github.close());

const open = () => github.world.openPull({ repo: 'acme/api', title: 'One', files: { 'a.ts': 'a\n' }, by: 'ada' });

// biome-ignore lint/suspicious/noExplicitAny: an answer of any query
const ask = (query: string, variables: object = {}): Promise<any> =>
  octokit.graphql(query, { ...where, people: false, ...variables });

describe('GraphQL', () => {
  it('reads a pull request with who set which label, in the order in which it happened', async () => {
    const issue = github.world.openIssue({ repo: 'acme/api', title: 'Broken', labels: ['bug'], milestone: 'Q4' });
    const pull = open();
    github.world.editPull(pull, { body: `Fixes #${issue.number}` });
    github.world.addLabel(pull, 'bug', { by: 'ada' });
    github.world.addLabel(pull, 'mine', { by: 'truenorth-sandbox[bot]' });
    github.world.removeLabel(pull, 'mine', { by: 'grace' });
    const answer = await ask(PULL, { number: pull.number });
    expect(answer.repository.pullRequest).toMatchObject({
      ...{ id: pull.nodeId, state: 'OPEN', isDraft: false, isCrossRepository: false, changedFiles: 1 },
      labels: { nodes: [{ name: 'bug' }], pageInfo: { hasNextPage: false } },
      timelineItems: {
        nodes: [
          { __typename: 'LabeledEvent', actor: { __typename: 'User', login: 'ada' }, label: { name: 'bug' } },
          { __typename: 'LabeledEvent', actor: { __typename: 'Bot', login: 'truenorth-sandbox' } },
          { __typename: 'UnlabeledEvent', actor: { login: 'grace' }, label: { name: 'mine' } },
        ],
      },
      closingIssuesReferences: {
        nodes: [{ number: 1, labels: { nodes: [{ name: 'bug' }] }, milestone: { title: 'Q4' } }],
      },
    });
  });

  it('pages a long timeline by its cursor', async () => {
    const pull = open();
    for (let i = 0; i < 70; i++) {
      github.world.addLabel(pull, 'bug');
      github.world.removeLabel(pull, 'bug');
    }
    const first = (await ask(PULL, { number: 1 })).repository.pullRequest.timelineItems;
    const { hasNextPage, endCursor } = first.pageInfo;
    const rest = (await ask(PULL, { number: 1, events: endCursor })).repository.pullRequest.timelineItems;
    expect([hasNextPage, first.nodes.length, rest.nodes.length]).toEqual([true, 100, 40]);
  });

  it('reads files by their place, folders by their entries, and both by their object id', async () => {
    const { repository } = await ask(RULES);
    expect(repository.config).toMatchObject({ text: 'version: 1\n', byteSize: 11, isBinary: false });
    expect(repository.github.entries).toMatchObject([
      { name: 'pull_request_template', type: 'tree' },
      { name: 'truenorth.yml', type: 'blob', oid: repository.config.oid },
    ]);
    const query = `query ($owner: String!, $name: String!, $oid: GitObjectID!) { repository(owner: $owner, name: $name) {
      object(oid: $oid) { ... on Tree { entries { name oid } } ... on Blob { text } } } }`;
    const [folder] = repository.github.entries;
    const tree = (await ask(query, { oid: folder.oid })).repository.object;
    expect(tree.entries).toMatchObject([{ name: 'bug.md' }]);
    expect((await ask(query, { oid: tree.entries[0].oid })).repository.object.text).toBe('What?\n');
  });

  it('does several writings in one request; one that fails leaves the others done', async () => {
    const pull = open();
    const label = github.world.createLabel('acme/api', { name: 'bug' });
    const mutation = `mutation ($check: CreateCheckRunInput!, $none: AddLabelsToLabelableInput!, $label: AddLabelsToLabelableInput!, $comment: AddCommentInput!) {
      check: createCheckRun(input: $check) { checkRun { id status conclusion } }
      none: addLabelsToLabelable(input: $none) { clientMutationId }
      label: addLabelsToLabelable(input: $label) { clientMutationId }
      comment: addComment(input: $comment) { commentEdge { node { id viewerDidAuthor } } }
    }`;
    const output = { title: 'One unmet', summary: 'See below' };
    const failure = await ask(mutation, {
      check: {
        ...{ repositoryId: pull.repo.nodeId, name: 'truenorth', headSha: pull.head.sha, externalId: 'acme/api#1' },
        ...{ status: 'COMPLETED', conclusion: 'FAILURE', output },
      },
      none: { labelableId: pull.nodeId, labelIds: ['LA_none'] },
      label: { labelableId: pull.nodeId, labelIds: [label.nodeId] },
      comment: { subjectId: pull.nodeId, body: 'Hello' },
    }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      errors: [{ type: 'NOT_FOUND', path: ['none'], message: expect.stringContaining('LA_none') }],
      data: { none: null, label: {}, comment: { commentEdge: { node: { viewerDidAuthor: true } } } },
    });
    expect(pull.labels.map(({ name }) => name)).toEqual(['bug']);
    const { repository } = await ask(OWN, { number: 1, sha: pull.head.sha, app: github.app.id, check: 'truenorth' });
    expect(repository.pullRequest.comments.nodes).toMatchObject([{ body: 'Hello', viewerDidAuthor: true }]);
    const [suite] = repository.object.checkSuites.nodes;
    expect(suite.checkRuns.nodes).toMatchObject([{ status: 'COMPLETED', conclusion: 'FAILURE', ...output }]);
  });

  it('changes what it wrote in place, and a check that is worked on again has no conclusion', async () => {
    const pull = open();
    const by = { by: 'truenorth-sandbox[bot]' };
    const comment = github.world.comment(pull, 'Before', by);
    const check = github.world.createCheck(pull.repo, pull.head.sha, { name: 'truenorth', conclusion: 'success' });
    await ask(
      `mutation ($check: UpdateCheckRunInput!, $comment: UpdateIssueCommentInput!) {
        updateCheckRun(input: $check) { checkRun { id } }
        updateIssueComment(input: $comment) { issueComment { id } }
      }`,
      {
        check: { repositoryId: pull.repo.nodeId, checkRunId: check.nodeId, status: 'IN_PROGRESS' },
        comment: { id: comment.nodeId, body: 'After' },
      },
    );
    expect(comment.body).toBe('After');
    const { repository } = await ask(COMMIT_CHECK, { sha: pull.head.sha, app: github.app.id, check: 'truenorth' });
    expect(repository.object.checkSuites.nodes[0].checkRuns.nodes).toMatchObject([
      { id: check.nodeId, status: 'IN_PROGRESS', conclusion: null },
    ]);
  });

  it('answers what it cannot find as GitHub does', async () => {
    const failure = await ask(PULL, { name: 'none', number: 1 }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      errors: [
        {
          type: 'NOT_FOUND',
          path: ['repository'],
          message: "Could not resolve to a Repository with the name 'acme/none'.",
        },
      ],
      data: { repository: null },
    });
  });
});
