import type { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '../../src/sandbox/github/world.ts';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { at } from '../support/history.ts';
import { asInstallation } from './caller.ts';

let github: PlayedGitHub;
let world: World;
let octokit: Octokit;

beforeEach(async () => {
  github = await startPlayedGitHub({ now: () => at('2026-11-23T10:00Z') });
  ({ world } = github);
  world.addRepo({ name: 'acme/api', files: { 'README.md': '# api\n' } });
  octokit = await asInstallation(github);
});
afterEach(() => github.close());

/** Asks for what stands within the repository. */
// biome-ignore lint/suspicious/noExplicitAny: an answer of any query
const ask = async (inside: string): Promise<any> => {
  const query = `query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${inside} } }`;
  return (await octokit.graphql<{ repository: object }>(query, { owner: 'acme', name: 'api' })).repository;
};

const issue = (title: string, day: string, labels: string[] = []) =>
  world.openIssue({ repo: 'acme/api', title, labels, at: at(day) });

describe('the past in GraphQL', () => {
  it('has issues without pull requests, by when they changed, their labels and their state', async () => {
    issue('First', '2026-11-02', ['bug', 'urgent']);
    const second = issue('Second', '2026-11-03', ['bug']);
    issue('Third', '2026-11-04');
    world.openPull({ repo: 'acme/api', title: 'Four', files: { 'a.ts': 'a\n' } });
    world.close(second, { at: at('2026-11-09') });
    const numbers = async (wanted: string) => {
      const { issues } = await ask(`issues(first: 9, ${wanted}) { totalCount nodes { number } }`);
      return issues.nodes.map((node: { number: number }) => node.number);
    };
    expect(await numbers('orderBy: { field: UPDATED_AT, direction: DESC }')).toEqual([2, 3, 1]);
    expect(await numbers('orderBy: { field: CREATED_AT, direction: DESC }')).toEqual([3, 2, 1]);
    expect(await numbers('filterBy: { since: "2026-11-04T00:00:00Z" }')).toEqual([2, 3]);
    expect(await numbers('filterBy: { labels: ["bug", "urgent"] }')).toEqual([1]);
    expect(await numbers('labels: ["bug", "urgent"], states: [OPEN]')).toEqual([1]);
    expect(await numbers('states: [CLOSED]')).toEqual([2]);
  });

  it('pages issues by their cursor', async () => {
    for (const day of ['2026-11-02', '2026-11-03', '2026-11-04']) issue('One', day);
    const page = (after: string) => `issues(first: 2${after}) { nodes { number } pageInfo { hasNextPage endCursor } }`;
    const { issues: first } = await ask(page(''));
    const { issues: second } = await ask(page(`, after: "${first.pageInfo.endCursor}"`));
    expect([first, second].map(({ nodes, pageInfo }) => [nodes.length, pageInfo.hasNextPage])).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  it('knows when and why an issue was closed and opened again, with its labels between', async () => {
    const one = issue('One', '2026-11-02');
    world.assign(one, 'mei');
    world.close(one, { by: 'grace', reason: 'not_planned', at: at('2026-11-03') });
    world.addLabel(one, 'bug', { at: at('2026-11-04') });
    world.reopen(one, { at: at('2026-11-05') });
    const query = `issue(number: 1) {
      state stateReason createdAt closedAt assignees(first: 5) { nodes { login } }
      timelineItems(first: 9, itemTypes: [LABELED_EVENT, CLOSED_EVENT, REOPENED_EVENT]) { nodes {
        __typename
        ... on LabeledEvent { createdAt label { name } }
        ... on ClosedEvent { createdAt stateReason actor { login } }
        ... on ReopenedEvent { createdAt }
      } }
    }`;
    expect((await ask(query)).issue).toEqual({
      ...{ state: 'OPEN', stateReason: 'REOPENED', createdAt: '2026-11-02T00:00:00Z', closedAt: null },
      assignees: { nodes: [{ login: 'mei' }] },
      timelineItems: {
        nodes: [
          {
            ...{ __typename: 'ClosedEvent', createdAt: '2026-11-03T00:00:00Z' },
            ...{ stateReason: 'NOT_PLANNED', actor: { login: 'grace' } },
          },
          { __typename: 'LabeledEvent', createdAt: '2026-11-04T00:00:00Z', label: { name: 'bug' } },
          { __typename: 'ReopenedEvent', createdAt: '2026-11-05T00:00:00Z' },
        ],
      },
    });
    world.close(one, { reason: 'duplicate', at: at('2026-11-06') });
    expect((await ask('issue(number: 1) { closedAt stateReason }')).issue).toEqual({
      ...{ closedAt: '2026-11-06T00:00:00Z', stateReason: 'DUPLICATE' },
    });
  });

  it('plans issues for milestones, which a title makes', async () => {
    const spring = world.addMilestone('acme/api', { title: 'Spring', dueAt: at('2027-03-31'), at: at('2026-11-01') });
    world.openIssue({ repo: 'acme/api', title: 'One', milestone: 'Winter', at: at('2026-11-02') });
    world.openIssue({ repo: 'acme/api', title: 'Two', milestone: spring });
    world.editMilestone('acme/api', spring, { description: 'Easter', at: at('2026-11-04') });
    world.closeMilestone('acme/api', spring, { at: at('2026-11-05') });
    const found = await ask(`
      issues(first: 5) { nodes { milestone { title } } }
      milestones(first: 5, orderBy: { field: UPDATED_AT, direction: DESC }) {
        nodes { number title description state dueOn createdAt updatedAt closedAt }
      }
      closed: milestones(first: 5, states: [CLOSED]) { nodes { title } }
      due: milestones(first: 5, orderBy: { field: DUE_DATE, direction: ASC }) { nodes { title } }`);
    expect(found.issues.nodes).toEqual([{ milestone: { title: 'Winter' } }, { milestone: { title: 'Spring' } }]);
    expect(found.milestones.nodes).toMatchObject([
      {
        ...{ number: 1, title: 'Spring', description: 'Easter', state: 'CLOSED', dueOn: '2027-03-31T00:00:00Z' },
        ...{ createdAt: '2026-11-01T00:00:00Z', closedAt: '2026-11-05T00:00:00Z', updatedAt: '2026-11-05T00:00:00Z' },
      },
      { number: 2, title: 'Winter', state: 'OPEN', dueOn: null, createdAt: '2026-11-02T00:00:00Z' },
    ]);
    expect(found.closed.nodes).toEqual([{ title: 'Spring' }]);
    expect(found.due.nodes).toEqual([{ title: 'Spring' }, { title: 'Winter' }]);
  });

  it('knows a pull request from its first commit to its merge', async () => {
    const opened = { repo: 'acme/api', title: 'One', draft: true, at: at('2026-11-02') };
    const pull = world.openPull({ ...opened, files: { 'a.ts': 'a\n' } });
    const [authoredAt, pushedAt] = [at('2026-11-01'), at('2026-11-03')];
    const second = world.push(pull, { files: { 'b.ts': 'b\n' }, authoredAt, at: pushedAt });
    world.readyForReview(pull, { at: at('2026-11-04') });
    world.requestReview(pull, 'grace', { by: 'ada', at: at('2026-11-05') });
    world.review(pull, 'APPROVED', { by: 'grace', at: at('2026-11-06') });
    const merge = world.merge(pull, { at: at('2026-11-07') });
    const { pullRequest } = await ask(`pullRequest(number: 1) {
      mergedAt closedAt mergeCommit { oid committedDate }
      commits(first: 5) { totalCount nodes { commit { oid authoredDate committedDate } } }
      last: commits(last: 1) { nodes { commit { oid } } }
      timelineItems(first: 9, itemTypes: [
        PULL_REQUEST_REVIEW, REVIEW_REQUESTED_EVENT, CONVERT_TO_DRAFT_EVENT, READY_FOR_REVIEW_EVENT
      ]) { nodes {
        __typename
        ... on ReadyForReviewEvent { createdAt actor { login } }
        ... on ReviewRequestedEvent { createdAt actor { login } requestedReviewer { ... on User { login } } }
        ... on PullRequestReview { state submittedAt author { login } }
      } }
    }`);
    expect(pullRequest).toMatchObject({
      ...{ mergedAt: '2026-11-07T00:00:00Z', closedAt: '2026-11-07T00:00:00Z' },
      mergeCommit: { oid: merge.sha, committedDate: '2026-11-07T00:00:00Z' },
      commits: {
        totalCount: 2,
        nodes: [
          { commit: { authoredDate: '2026-11-02T00:00:00Z', committedDate: '2026-11-02T00:00:00Z' } },
          { commit: { authoredDate: '2026-11-01T00:00:00Z', committedDate: '2026-11-03T00:00:00Z' } },
        ],
      },
      last: { nodes: [{ commit: { oid: second.sha } }] },
      timelineItems: {
        nodes: [
          { __typename: 'ReadyForReviewEvent', createdAt: '2026-11-04T00:00:00Z', actor: { login: 'ada' } },
          {
            ...{ __typename: 'ReviewRequestedEvent', createdAt: '2026-11-05T00:00:00Z', actor: { login: 'ada' } },
            requestedReviewer: { login: 'grace' },
          },
          {
            ...{ __typename: 'PullRequestReview', state: 'APPROVED', submittedAt: '2026-11-06T00:00:00Z' },
            author: { login: 'grace' },
          },
        ],
      },
    });
  });

  it('has deployments with their statuses, the newest status first', async () => {
    const first = world.deploy('acme/api', { environment: 'staging', at: at('2026-11-02') });
    const second = world.deploy('acme/api', { at: at('2026-11-03') });
    world.setDeployment('acme/api', second, 'in_progress', { at: at('2026-11-04') });
    world.setDeployment('acme/api', second, 'success', { at: at('2026-11-05') });
    const found = await ask(`
      deployments(first: 5, orderBy: { field: CREATED_AT, direction: DESC }) { nodes {
        databaseId environment createdAt updatedAt commitOid commit { oid committedDate } ref { name }
        statuses(first: 5) { nodes { state createdAt } }
      } }
      staging: deployments(first: 5, environments: ["staging"]) { nodes { databaseId } }`);
    expect(found.deployments.nodes).toMatchObject([
      {
        ...{ databaseId: second.id, environment: 'production', commitOid: second.sha, commit: { oid: second.sha } },
        ...{ ref: { name: 'main' }, createdAt: '2026-11-03T00:00:00Z', updatedAt: '2026-11-05T00:00:00Z' },
        statuses: {
          nodes: [
            { state: 'SUCCESS', createdAt: '2026-11-05T00:00:00Z' },
            { state: 'IN_PROGRESS', createdAt: '2026-11-04T00:00:00Z' },
          ],
        },
      },
      { databaseId: first.id, environment: 'staging', statuses: { nodes: [] } },
    ]);
    expect(found.staging.nodes).toEqual([{ databaseId: first.id }]);
  });

  it('has releases; a draft has neither a tag nor a day on which it was published', async () => {
    const release = world.release('acme/api', { tag: 'v2', name: 'Two', at: at('2026-11-02') });
    world.release('acme/api', { tag: 'v3-rc', prerelease: true, draft: true, at: at('2026-11-03') });
    const { releases } = await ask(`releases(first: 5, orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes { tagName name isPrerelease isDraft createdAt publishedAt tagCommit { oid } }
    }`);
    expect(releases.nodes).toEqual([
      {
        ...{ tagName: 'v3-rc', name: 'v3-rc', isPrerelease: true, isDraft: true, createdAt: '2026-11-03T00:00:00Z' },
        ...{ publishedAt: null, tagCommit: null },
      },
      {
        ...{ tagName: 'v2', name: 'Two', isPrerelease: false, isDraft: false, createdAt: '2026-11-02T00:00:00Z' },
        ...{ publishedAt: '2026-11-02T00:00:00Z', tagCommit: { oid: release.sha } },
      },
    ]);
  });

  it('is written to by the app: issues opened, edited, labelled and closed', async () => {
    const repo = world.repoOf('acme/api');
    const [bug, health] = ['bug', 'health'].map((name) => world.createLabel(repo, { name }).nodeId);
    const created = await octokit.graphql<{ createIssue: { issue: { id: string } } }>(
      'mutation ($input: CreateIssueInput!) { createIssue(input: $input) { issue { id number } } }',
      { input: { repositoryId: repo.nodeId, title: 'Digest', body: 'Week 47', labelIds: [bug] } },
    );
    const input = { id: created.createIssue.issue.id, body: 'Week 48', state: 'CLOSED', labelIds: [health] };
    await octokit.graphql('mutation ($input: UpdateIssueInput!) { updateIssue(input: $input) { issue { id } } }', {
      input,
    });
    const { issue: read } = await ask(
      'issue(number: 1) { title body state stateReason author { login } labels(first: 5) { nodes { name } } }',
    );
    expect(read).toEqual({
      ...{ title: 'Digest', body: 'Week 48', state: 'CLOSED', stateReason: 'COMPLETED' },
      ...{ author: { login: 'truenorth-sandbox' }, labels: { nodes: [{ name: 'health' }] } },
    });
  });
});
