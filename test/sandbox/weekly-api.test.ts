import type { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Repo } from '../../src/sandbox/github/entities.ts';
import type { World } from '../../src/sandbox/github/world.ts';
import { type PlayedGitHub, startPlayedGitHub } from '../../src/sandbox/start.ts';
import { at } from '../support/history.ts';
import { asInstallation, asPerson, listen } from './caller.ts';

let github: PlayedGitHub;
let world: World;
let octokit: Octokit;
let api: Repo;
const where = { owner: 'acme', repo: 'api' };

beforeEach(async () => {
  github = await startPlayedGitHub({ now: () => at('2026-11-23T10:00Z') });
  ({ world } = github);
  api = world.addRepo({ name: 'acme/api', files: { 'README.md': '# api\n' }, private: true });
  octokit = await asInstallation(github);
});
afterEach(() => github.close());

// biome-ignore lint/suspicious/noExplicitAny: an answer of any query
const ask = (query: string, variables: object = {}): Promise<any> => octokit.graphql(query, { ...variables });
/** Asks for what stands within the repository. */
const inside = async (fields: string) =>
  (await ask(`{ repository(owner: "acme", name: "api") { ${fields} } }`)).repository;
const write = (field: string, type: string, input: object) =>
  ask(`mutation ($input: ${type}!) { ${field}(input: $input) { clientMutationId } }`, { input });
const createIssue = () => write('createIssue', 'CreateIssueInput', { repositoryId: api.nodeId, title: 'One' });

describe('what a weekly digest reads', () => {
  it('has Dependabot’s alerts by state, with their severity in GraphQL’s words', async () => {
    const package_ = { ecosystem: 'npm', name: 'left-pad' };
    const old = { severity: 'medium', summary: 'Pads the wrong side', package: package_ } as const;
    world.addAlert(api, { ...old, severity: 'critical', at: at('2026-11-02') });
    const fixed = world.addAlert(api, { ...old, at: at('2026-11-03') });
    const dismissed = world.addAlert(api, { ...old, severity: 'high', at: at('2026-11-04') });
    world.fixAlert(api, fixed, { at: at('2026-11-05') });
    world.dismissAlert(api, dismissed, { by: 'mei', at: at('2026-11-06') });
    const fields =
      'totalCount nodes { number state createdAt dismissedAt fixedAt securityVulnerability { severity package { name ecosystem } } }';
    const { open, others } = await inside(
      `open: vulnerabilityAlerts(first: 5, states: [OPEN]) { ${fields} }
       others: vulnerabilityAlerts(first: 5, states: [FIXED, DISMISSED]) { ${fields} }`,
    );
    expect(open).toEqual({
      totalCount: 1,
      nodes: [
        {
          ...{ number: 1, state: 'OPEN', createdAt: '2026-11-02T00:00:00Z', dismissedAt: null, fixedAt: null },
          securityVulnerability: { severity: 'CRITICAL', package: { name: 'left-pad', ecosystem: 'NPM' } },
        },
      ],
    });
    expect(others.nodes).toMatchObject([
      { state: 'FIXED', fixedAt: '2026-11-05T00:00:00Z', securityVulnerability: { severity: 'MODERATE' } },
      { state: 'DISMISSED', dismissedAt: '2026-11-06T00:00:00Z', securityVulnerability: { severity: 'HIGH' } },
    ]);
  });

  it('says whether alerts are turned on', async () => {
    const fields = 'hasVulnerabilityAlertsEnabled vulnerabilityAlerts(first: 5) { totalCount }';
    world.addAlert(api, { severity: 'low', summary: 'Pads', package: { ecosystem: 'npm', name: 'left-pad' } });
    expect(await inside(fields)).toEqual({
      hasVulnerabilityAlertsEnabled: true,
      vulnerabilityAlerts: { totalCount: 1 },
    });
    world.setAlerts(api, false);
    expect(await inside(fields)).toEqual({
      hasVulnerabilityAlertsEnabled: false,
      vulnerabilityAlerts: { totalCount: 0 },
    });
  });

  it('counts reactions to a comment in groups, those that nobody gave too', async () => {
    const comment = world.comment(world.openIssue({ repo: api, title: 'One' }), 'How was the week?');
    for (const by of ['mei', 'linus', 'mei']) world.react(comment, 'THUMBS_UP', { by });
    const query = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueComment {
      reactionGroups { content viewerHasReacted reactors { totalCount } }
    } } }`;
    const { nodes } = await ask(query, { ids: [comment.nodeId] });
    expect(nodes[0].reactionGroups).toHaveLength(8);
    expect(nodes[0].reactionGroups.slice(0, 2)).toEqual([
      { content: 'THUMBS_UP', viewerHasReacted: false, reactors: { totalCount: 2 } },
      { content: 'THUMBS_DOWN', viewerHasReacted: false, reactors: { totalCount: 0 } },
    ]);
  });

  it('says of a repository who sees it, and of an issue whether the app opened it', async () => {
    world.openIssue({ repo: api, title: 'Engineering health', labels: ['truenorth-health'], by: 'mallory' });
    await octokit.issues.create({ ...where, title: 'Engineering health', labels: ['truenorth-health'], body: 'Mine' });
    const found = await inside(
      `isPrivate isArchived visibility hasIssuesEnabled
       issues(first: 5, labels: ["truenorth-health"], states: [OPEN]) { nodes { body author { login } viewerDidAuthor } }`,
    );
    expect(found).toEqual({
      ...{ isPrivate: true, isArchived: false, visibility: 'PRIVATE', hasIssuesEnabled: true },
      issues: {
        nodes: [
          { body: '', author: { login: 'mallory' }, viewerDidAuthor: false },
          { body: 'Mine', author: { login: 'truenorth-sandbox' }, viewerDidAuthor: true },
        ],
      },
    });
    const { data } = await octokit.repos.get(where);
    expect(data).toMatchObject({ private: true, visibility: 'private', has_issues: true });
  });

  it('knows a team’s members', async () => {
    world.addTeam('Mentors', ['mira', 'grace']);
    const query = '{ organization(login: "acme") { team(slug: "mentors") { members(first: 9) { nodes { login } } } } }';
    const { organization } = await ask(query);
    expect(organization.team.members.nodes).toEqual([{ login: 'mira' }, { login: 'grace' }]);
  });
});

describe('what a weekly digest writes', () => {
  it('closes an issue for a reason', async () => {
    const issue = world.openIssue({ repo: api, title: 'Engineering health 2026-W46' });
    await write('closeIssue', 'CloseIssueInput', { issueId: issue.nodeId, stateReason: 'NOT_PLANNED' });
    expect(issue).toMatchObject({ open: false, reason: 'not_planned' });
  });

  it('is refused in an archived repository, which can be read', async () => {
    const issue = world.openIssue({ repo: api, title: 'One' });
    const comment = world.comment(issue, 'Hello');
    world.setArchived(api, true);
    const message = 'Repository was archived so is read-only.';
    const refused = { status: 403, response: { data: { message } } };
    await expect(octokit.issues.create({ ...where, title: 'Two' })).rejects.toMatchObject(refused);
    await expect(octokit.issues.createComment({ ...where, issue_number: 1, body: 'x' })).rejects.toMatchObject(refused);
    const forbidden = { errors: [{ type: 'FORBIDDEN', message }] };
    await expect(createIssue()).rejects.toMatchObject(forbidden);
    const edit = write('updateIssueComment', 'UpdateIssueCommentInput', { id: comment.nodeId, body: 'x' });
    await expect(edit).rejects.toMatchObject(forbidden);
    const close = write('closeIssue', 'CloseIssueInput', { issueId: issue.nodeId });
    await expect(close).rejects.toMatchObject(forbidden);
    expect([issue.open, comment.body, api.threads.size]).toEqual([true, 'Hello', 1]);
    expect((await octokit.issues.get({ ...where, issue_number: 1 })).data.title).toBe('One');
  });

  it('is refused where issues are turned off', async () => {
    world.setIssues(api, false);
    const message = 'Issues are disabled for this repo';
    const gone = octokit.issues.create({ ...where, title: 'One' });
    await expect(gone).rejects.toMatchObject({ status: 410, response: { data: { message } } });
    await expect(createIssue()).rejects.toMatchObject({ errors: [{ message }] });
    expect(await inside('hasIssuesEnabled')).toEqual({ hasIssuesEnabled: false });
  });
});

describe('a repository’s dispatches', () => {
  const dispatch = (event_type: string, client_payload?: Record<string, unknown>) =>
    asPerson(github).repos.createDispatchEvent({ ...where, event_type, ...(client_payload ? { client_payload } : {}) });

  it('are told as an event whose action is what was sent', async () => {
    const ear = await listen(github);
    const { status } = await dispatch('truenorth-kpi', { kpi: 'time-to-value', value: 31 });
    world.dispatch(api, 'truenorth-kpi', {}, { by: 'pia' });
    expect(status).toBe(204);
    expect(await ear.names()).toEqual(['repository_dispatch.truenorth-kpi', 'repository_dispatch.truenorth-kpi']);
    expect(ear.heard.map(({ payload }) => payload)).toMatchObject([
      { branch: 'main', client_payload: { kpi: 'time-to-value', value: 31 }, repository: { full_name: 'acme/api' } },
      { client_payload: {}, sender: { login: 'pia' } },
    ]);
    ear.close();
  });

  it('are refused without a type, with a long one, or with more than ten properties', async () => {
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`p${i}`, i]));
    for (const wrong of [dispatch(''), dispatch('x'.repeat(101)), dispatch('x', many)])
      await expect(wrong).rejects.toMatchObject({ status: 422 });
  });
});

describe('Dependabot’s alerts', () => {
  it('are told as they come and go', async () => {
    const ear = await listen(github);
    const wish = { severity: 'high', summary: 'Pads', package: { ecosystem: 'npm', name: 'left-pad' } } as const;
    world.fixAlert(api, world.addAlert(api, wish));
    expect(await ear.names()).toEqual(['dependabot_alert.created', 'dependabot_alert.fixed']);
    expect(ear.heard[1]?.payload.alert).toMatchObject({
      ...{ number: 1, state: 'fixed', fixed_at: '2026-11-23T10:00:00Z', dismissed_at: null },
      ...{ dependency: { package: { name: 'left-pad' } }, security_vulnerability: { severity: 'high' } },
    });
    ear.close();
  });
});
