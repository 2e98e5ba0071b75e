import {
  type Account,
  type CheckRun,
  type Comment,
  type Commit,
  fullName,
  type Issue,
  type Label,
  type Milestone,
  type Pull,
  type Repo,
  type Thread,
} from './entities.ts';
import { blobId, type Change, changesBetween, commitsBetween } from './git.ts';
import type { State } from './state.ts';

/** What GitHub's REST and its webhooks show of each thing, in their field names. */

/** GitHub tells time to the second. */
export const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}/, '');
export const isoOrNull = (at: number | undefined): string | null => (at === undefined ? null : iso(at));

export const accountShape = ({ id, nodeId, login, type }: Account) => ({
  ...{ id, node_id: nodeId, login, type, site_admin: false },
});

export const repoUrl = (state: State, repo: Repo): string => `${state.urls.api}/repos/${fullName(repo)}`;
export const repoPage = (state: State, repo: Repo): string => `${state.urls.html}/${fullName(repo)}`;

export function repoShape(state: State, repo: Repo) {
  return {
    ...{ id: repo.id, node_id: repo.nodeId, name: repo.name, full_name: fullName(repo), private: repo.private },
    ...{ owner: accountShape(repo.owner), archived: repo.archived, disabled: false, fork: repo.fork },
    ...{ default_branch: repo.defaultBranch, visibility: repo.private ? 'private' : 'public', description: null },
    has_issues: repo.hasIssues,
    ...{ url: repoUrl(state, repo), html_url: repoPage(state, repo), created_at: iso(repo.createdAt) },
  };
}

export const labelShape = (state: State, repo: Repo, { id, nodeId, name, color, description }: Label) => ({
  ...{ id, node_id: nodeId, name, color, description, default: false },
  url: `${repoUrl(state, repo)}/labels/${encodeURIComponent(name)}`,
});

export function milestoneShape(state: State, repo: Repo, milestone: Milestone) {
  const planned = [...repo.threads.values()].filter((thread) => thread.milestone === milestone);
  const open = planned.filter((thread) => thread.open).length;
  return {
    ...{ id: milestone.id, node_id: milestone.nodeId, number: milestone.number, title: milestone.title },
    ...{ description: milestone.description === '' ? null : milestone.description },
    ...{ creator: accountShape(milestone.creator), open_issues: open, closed_issues: planned.length - open },
    ...{ state: milestone.open ? 'open' : 'closed', due_on: isoOrNull(milestone.dueAt) },
    ...{ created_at: iso(milestone.createdAt), updated_at: iso(milestone.updatedAt) },
    closed_at: isoOrNull(milestone.closedAt),
    url: `${repoUrl(state, repo)}/milestones/${milestone.number}`,
    html_url: `${repoPage(state, repo)}/milestone/${milestone.number}`,
  };
}

function threadShape(state: State, thread: Thread) {
  const { id, nodeId: node_id, number, title, body, author, comments } = thread;
  return {
    ...{ id, node_id, number, title, body: body === '' ? null : body, user: accountShape(author) },
    ...{
      state: thread.open ? 'open' : 'closed',
      locked: false,
      comments: comments.length,
      author_association: 'MEMBER',
    },
    labels: thread.labels.map((label) => labelShape(state, thread.repo, label)),
    milestone: thread.milestone ? milestoneShape(state, thread.repo, thread.milestone) : null,
    assignee: thread.assignees[0] ? accountShape(thread.assignees[0]) : null,
    assignees: thread.assignees.map(accountShape),
    created_at: iso(thread.createdAt),
    updated_at: iso(thread.updatedAt),
    closed_at: isoOrNull(thread.closedAt),
  };
}

/** The changes of a pull request, from where it parted from its base. */
export function changesOf(pull: Pull): Change[] {
  const [before, after] = [pull.repo.commits.get(pull.mergeBase), pull.repo.commits.get(pull.head.sha)];
  return before && after ? changesBetween(before, after) : [];
}

/** The commits of a pull request, oldest first. */
export function commitsOf(pull: Pull): Commit[] {
  const [before, after] = [pull.repo.commits.get(pull.mergeBase), pull.repo.commits.get(pull.head.sha)];
  return before && after ? commitsBetween(pull.repo, before, after) : [];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

export function pullShape(state: State, pull: Pull) {
  const { head, base, repo } = pull;
  const changes = changesOf(pull);
  const branch = (of: Repo, ref: string, sha: string) => ({
    ...{ label: `${of.owner.login}:${ref}`, ref, sha, user: accountShape(of.owner), repo: repoShape(state, of) },
  });
  return {
    ...threadShape(state, pull),
    ...{ draft: pull.draft, merged: pull.mergedAt !== undefined, merged_at: isoOrNull(pull.mergedAt) },
    ...{ merge_commit_sha: pull.mergeCommit ?? null, mergeable: pull.open ? true : null, auto_merge: null },
    head: branch(head.repo, head.branch, head.sha),
    base: branch(repo, base, repo.branches.get(base) ?? pull.mergeBase),
    commits: commitsOf(pull).length,
    additions: sum(changes.map(({ additions }) => additions)),
    deletions: sum(changes.map(({ deletions }) => deletions)),
    changed_files: changes.length,
    ...{ requested_reviewers: pull.requested.map(accountShape), requested_teams: [], review_comments: 0 },
    url: `${repoUrl(state, repo)}/pulls/${pull.number}`,
    html_url: `${repoPage(state, repo)}/pull/${pull.number}`,
  };
}

/** How REST tells apart the pull requests among issues. */
const pullKey = (state: State, { repo, number, draft, mergedAt }: Pull) => ({
  ...{ draft, state_reason: null },
  pull_request: {
    ...{ url: `${repoUrl(state, repo)}/pulls/${number}`, html_url: `${repoPage(state, repo)}/pull/${number}` },
    merged_at: isoOrNull(mergedAt),
  },
});

export const reviewShape = (state: State, pull: Pull, { id, by, state: verdict, at }: Pull['reviews'][number]) => ({
  ...{ id, node_id: state.nodeId('PRR', id), user: accountShape(by), body: null, state: verdict.toLowerCase() },
  ...{ commit_id: pull.head.sha, submitted_at: iso(at), author_association: 'MEMBER' },
  pull_request_url: `${repoUrl(state, pull.repo)}/pulls/${pull.number}`,
  html_url: `${repoPage(state, pull.repo)}/pull/${pull.number}#pullrequestreview-${id}`,
});

export const issueShape = (state: State, thread: Issue | Pull) => ({
  ...threadShape(state, thread),
  ...(thread.kind === 'pull' ? pullKey(state, thread) : { state_reason: thread.reason ?? null }),
  url: `${repoUrl(state, thread.repo)}/issues/${thread.number}`,
  html_url: `${repoPage(state, thread.repo)}/${thread.kind === 'pull' ? 'pull' : 'issues'}/${thread.number}`,
});

export const commentShape = (state: State, thread: Thread, comment: Comment) => ({
  ...{ id: comment.id, node_id: comment.nodeId, user: accountShape(comment.author), body: comment.body },
  ...{ created_at: iso(comment.createdAt), updated_at: iso(comment.updatedAt), author_association: 'MEMBER' },
  ...{ performed_via_github_app: comment.author === state.bot ? appShape(state) : null },
  url: `${repoUrl(state, thread.repo)}/issues/comments/${comment.id}`,
  html_url: `${repoPage(state, thread.repo)}/${thread.kind === 'pull' ? 'pull' : 'issues'}/${thread.number}#issuecomment-${comment.id}`,
  issue_url: `${repoUrl(state, thread.repo)}/issues/${thread.number}`,
});

/** A commit as a push lists it. */
export const commitShape = ({ sha, message, at, author }: Commit) => ({
  ...{ id: sha, message, timestamp: iso(at), distinct: true },
  author: { name: author.login, username: author.login },
});

export function fileShape(state: State, pull: Pull, change: Change) {
  const { path, status, content, additions, deletions, patch, previousPath } = change;
  const ref = status === 'removed' ? pull.mergeBase : pull.head.sha;
  const address = path.split('/').map(encodeURIComponent).join('/');
  return {
    ...{ sha: blobId(content), filename: path, status, additions, deletions, changes: additions + deletions },
    ...(previousPath === undefined ? {} : { previous_filename: previousPath }),
    ...(patch === undefined || patch === '' ? {} : { patch }),
    contents_url: `${repoUrl(state, pull.repo)}/contents/${address}?ref=${ref}`,
  };
}

/** The pull requests of a commit, as a check shows them: GitHub leaves out those from forks. */
export const pullsAt = (repo: Repo, sha: string): Pull[] =>
  [...repo.threads.values()].filter(
    (thread): thread is Pull => thread.kind === 'pull' && thread.open && thread.head.sha === sha,
  );

export function checkShape(state: State, check: CheckRun) {
  const pulls = pullsAt(check.repo, check.headSha).filter(({ head }) => head.repo === check.repo);
  const url = `${repoUrl(state, check.repo)}/check-runs/${check.id}`;
  return {
    ...{ id: check.id, node_id: check.nodeId, name: check.name, head_sha: check.headSha, url },
    ...{ external_id: check.externalId, details_url: check.detailsUrl ?? null, html_url: check.detailsUrl ?? url },
    ...{ status: check.status, conclusion: check.conclusion ?? null, app: appShape(state) },
    ...{ started_at: iso(check.startedAt), completed_at: isoOrNull(check.completedAt) },
    output: {
      ...{ title: check.title ?? null, summary: check.summary ?? null, text: check.text ?? null },
      ...{ annotations_count: check.annotations.length, annotations_url: `${url}/annotations` },
    },
    check_suite: { id: check.suite.id, node_id: check.suite.nodeId, head_sha: check.headSha },
    pull_requests: pulls.map(({ id, number, head, base }) => ({
      ...{ id, number, head: { ref: head.branch, sha: head.sha }, base: { ref: base } },
    })),
  };
}

/** What the app may do and hears of, as in its `app.yml`. */
const PERMISSIONS = {
  ...{ metadata: 'read', contents: 'read', pull_requests: 'write', issues: 'write', checks: 'write' },
  ...{ deployments: 'read', actions: 'read', vulnerability_alerts: 'read', merge_queues: 'read', members: 'read' },
};
const EVENTS = [
  ...['pull_request', 'pull_request_review', 'issues', 'issue_comment', 'push', 'check_run', 'merge_group'],
  ...['deployment_status', 'workflow_run', 'release', 'milestone', 'label', 'repository', 'repository_dispatch'],
  ...['dependabot_alert', 'membership', 'team'],
];

export const appShape = ({ app: { id, slug, name }, organisation, urls }: State) => ({
  ...{ id, slug, name, node_id: `A_kwDO${id}`, owner: accountShape(organisation), description: '' },
  ...{ permissions: PERMISSIONS, events: EVENTS, external_url: urls.html, html_url: urls.html },
});

export const installationShape = ({ installation, organisation, app, urls }: State) => ({
  ...{ id: installation.id, account: accountShape(organisation), app_id: app.id, app_slug: app.slug },
  ...{
    repository_selection: installation.selected ? 'selected' : 'all',
    suspended_at: null,
    target_type: 'Organization',
  },
  ...{ permissions: PERMISSIONS, events: EVENTS, target_id: organisation.id },
  access_tokens_url: `${urls.api}/app/installations/${installation.id}/access_tokens`,
});
