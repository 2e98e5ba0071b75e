import type {
  Account,
  Annotation,
  CheckRun,
  Comment,
  Commit,
  Issue,
  Label,
  LabelEvent,
  Pull,
  Repo,
  Thread,
} from '../entities.ts';
import { fullName } from '../entities.ts';
import type { Change } from '../git.ts';
import { Refusal } from '../refusal.ts';
import { changesOf, commitsOf, iso, isoOrNull } from '../shapes.ts';
import type { World } from '../world.ts';
import { connection, type PageArguments } from './connection.ts';
import { gitNodes } from './git-nodes.ts';
import { operationNodes } from './operation-nodes.ts';

/** GraphQL shows a bot without the `[bot]` that REST and events put after its name. */
export const actorNode = ({ type, nodeId, id, login }: Account) => ({
  ...{ __typename: type, id: nodeId, databaseId: id, login: login.replace(/\[bot\]$/, '') },
});

export const labelNode = ({ nodeId, name, color, description }: Label) => ({
  ...{ __typename: 'Label', id: nodeId, name, color, description },
});

export const checkNode = ({ nodeId, id, name, status, conclusion, title, summary, text, ...check }: CheckRun) => ({
  ...{ __typename: 'CheckRun', id: nodeId, databaseId: id, name, status: status.toUpperCase() },
  ...{ conclusion: conclusion?.toUpperCase(), title, summary, text },
  ...{ externalId: check.externalId, detailsUrl: check.detailsUrl },
  annotations: (page: PageArguments) => connection(check.annotations.map(annotationNode), page, 'annotations'),
});

const annotationNode = ({ path, title, message, annotation_level, start_line, end_line }: Annotation) => ({
  ...{ path, title, message, annotationLevel: annotation_level.toUpperCase() },
  location: { start: { line: start_line }, end: { line: end_line } },
});

export const commentNode = (world: World, comment: Comment) => ({
  ...{ __typename: 'IssueComment', id: comment.nodeId, databaseId: comment.id, body: comment.body },
  ...{ author: actorNode(comment.author), viewerDidAuthor: comment.author === world.bot },
  ...{ createdAt: iso(comment.createdAt), updatedAt: iso(comment.updatedAt) },
});

const historyNode = ({ set, nodeId, at, actor, label }: LabelEvent) => ({
  ...{ __typename: set ? 'LabeledEvent' : 'UnlabeledEvent', id: nodeId, createdAt: iso(at) },
  ...{ actor: actorNode(actor), label: labelNode(label) },
});

const milestoneNode = (title: string | undefined) => (title === undefined ? null : { title });

const threadNode = (world: World, thread: Thread) => ({
  ...{ id: thread.nodeId, number: thread.number, title: thread.title, body: thread.body },
  ...{ createdAt: iso(thread.createdAt), updatedAt: iso(thread.updatedAt), author: actorNode(thread.author) },
  milestone: milestoneNode(thread.milestone),
  labels: (page: PageArguments) => connection(thread.labels.map(labelNode), page, 'labels'),
  closedAt: isoOrNull(thread.closedAt),
  assignees: (page: PageArguments) => connection(thread.assignees.map(actorNode), page, 'assignees'),
  timelineItems: ({ itemTypes, ...page }: PageArguments & { itemTypes?: string[] }) =>
    connection(timelineOf(world, thread, itemTypes), page, 'timelineItems'),
  comments: (page: PageArguments) =>
    connection(
      thread.comments.map((one) => commentNode(world, one)),
      page,
      'comments',
    ),
});

export const issueNode = (world: World, issue: Issue) => ({
  ...{ __typename: 'Issue', ...threadNode(world, issue), state: issue.open ? 'OPEN' : 'CLOSED' },
  stateReason: issue.reason?.toUpperCase() ?? null,
  participants: (page: PageArguments) => {
    const people = new Set([issue.author, ...issue.comments.map(({ author }) => author)]);
    return connection([...people].filter(({ type }) => type === 'User').map(actorNode), page, 'participants');
  },
});

export function pullNode(world: World, pull: Pull) {
  const sum = (of: 'additions' | 'deletions') => changesOf(pull).reduce((total, change) => total + change[of], 0);
  return {
    ...{ __typename: 'PullRequest', ...threadNode(world, pull) },
    state: pull.mergedAt === undefined ? (pull.open ? 'OPEN' : 'CLOSED') : 'MERGED',
    ...{ isDraft: pull.draft, isCrossRepository: pull.head.repo !== pull.repo, merged: pull.mergedAt !== undefined },
    ...{ baseRefName: pull.base, baseRefOid: pull.repo.branches.get(pull.base) ?? pull.mergeBase },
    ...{ headRefName: pull.head.branch, headRefOid: pull.head.sha },
    ...{
      changedFiles: () => changesOf(pull).length,
      additions: () => sum('additions'),
      deletions: () => sum('deletions'),
    },
    files: (page: PageArguments) => connection(changesOf(pull).map(fileNode), page, 'files'),
    reviewRequests: (page: PageArguments) =>
      connection(
        pull.requested.map((account) => ({ requestedReviewer: actorNode(account) })),
        page,
        'reviewRequests',
      ),
    latestReviews: (page: PageArguments) => connection(latestOf(pull.reviews), page, 'latestReviews'),
    latestOpinionatedReviews: ({ writersOnly, ...page }: PageArguments & { writersOnly?: boolean }) => {
      const opinions = pull.reviews.filter(
        ({ state, by }) => state !== 'COMMENTED' && (!writersOnly || world.mayWrite(by.login)),
      );
      return connection(latestOf(opinions), page, 'latestOpinionatedReviews');
    },
    mergeCommit: () => {
      const commit = pull.repo.commits.get(pull.mergeCommit ?? '');
      return commit ? { __typename: 'Commit', oid: commit.sha, committedDate: iso(commit.at) } : null;
    },
    mergedAt: isoOrNull(pull.mergedAt),
    commits: (page: PageArguments) => connection(commitsOf(pull).map(pullCommitNode), page, 'commits'),
    closingIssuesReferences: (page: PageArguments) =>
      connection(
        closedBy(pull).map((issue) => issueNode(world, issue)),
        page,
        'closingIssuesReferences',
      ),
  };
}

const pullCommitNode = ({ sha, at }: Commit) => ({
  commit: { __typename: 'Commit', oid: sha, authoredDate: iso(at), committedDate: iso(at) },
});

/** Each reviewer's last one. */
const latestOf = (reviews: Pull['reviews']) =>
  [...new Map(reviews.map((review) => [review.by, review])).values()].map(({ state, by }) => ({
    ...{ __typename: 'PullRequestReview', state, author: actorNode(by) },
  }));

const CHANGES: Record<string, string> = { added: 'ADDED', removed: 'DELETED', renamed: 'RENAMED' };

const fileNode = ({ path, additions, deletions, status }: Change) => ({
  ...{ path, additions, deletions, changeType: CHANGES[status] ?? 'MODIFIED' },
});

const TYPES = {
  ...{ LABELED_EVENT: 'LabeledEvent', UNLABELED_EVENT: 'UnlabeledEvent', ISSUE_COMMENT: 'IssueComment' },
  ...{ READY_FOR_REVIEW_EVENT: 'ReadyForReviewEvent', CONVERT_TO_DRAFT_EVENT: 'ConvertToDraftEvent' },
  ...{ REVIEW_REQUESTED_EVENT: 'ReviewRequestedEvent', PULL_REQUEST_REVIEW: 'PullRequestReview' },
};

function timelineOf(world: World, thread: Thread, wanted: string[] = Object.keys(TYPES)) {
  const types = wanted.map((type) => TYPES[type as keyof typeof TYPES]);
  const items = [
    ...thread.history.map((event) => ({ at: event.at, node: historyNode(event) })),
    ...(thread.kind === 'pull' ? pullEvents(thread) : []),
    ...thread.comments.map((comment) => ({ at: comment.createdAt, node: commentNode(world, comment) })),
  ];
  const ordered = items.sort((a, b) => a.at - b.at).map(({ node }) => node);
  return ordered.filter(({ __typename }) => types.includes(__typename));
}

/** What only happens to pull requests. */
const pullEvents = ({ turns, requests, reviews }: Pull) => [
  ...turns.map(({ draft, by, at }) => ({
    at,
    node: {
      __typename: draft ? 'ConvertToDraftEvent' : 'ReadyForReviewEvent',
      createdAt: iso(at),
      actor: actorNode(by),
    },
  })),
  ...requests.map(({ reviewer, by, at }) => ({
    at,
    node: {
      ...{ __typename: 'ReviewRequestedEvent', createdAt: iso(at), actor: actorNode(by) },
      requestedReviewer: actorNode(reviewer),
    },
  })),
  ...reviews.map(({ state, by, at }) => ({
    at,
    node: { __typename: 'PullRequestReview', state, submittedAt: iso(at), author: actorNode(by) },
  })),
];

/** The issues that the description says it closes. */
function closedBy({ body, repo }: Pull): Issue[] {
  const numbers = [...body.matchAll(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? #(\d+)/gi)].map(([, n]) =>
    Number(n),
  );
  return [...new Set(numbers)]
    .map((number) => repo.threads.get(number))
    .filter((thread): thread is Issue => thread?.kind === 'issue');
}

interface IssueOrder {
  direction: 'ASC' | 'DESC';
}

export function teamNode(world: World, slug: string) {
  const members = world.teams.get(slug.toLowerCase());
  if (members === undefined) return null;
  return {
    ...{ __typename: 'Team', id: `T_${slug}`, slug, name: slug },
    members: (page: PageArguments) =>
      connection(
        [...members].map((login) => actorNode(world.account(login))),
        page,
        'members',
      ),
  };
}

export function repositoryNode(world: World, repo: Repo) {
  const git = gitNodes(world, repo, { checkNode, pullNode });
  const threadOf = (number: number, kind: Thread['kind'], name: string) => {
    const thread = repo.threads.get(number);
    if (thread?.kind === kind) return thread;
    throw new Refusal(404, `Could not resolve to ${name} with the number of ${number}.`);
  };
  return {
    ...{
      __typename: 'Repository',
      id: repo.nodeId,
      databaseId: repo.id,
      name: repo.name,
      nameWithOwner: fullName(repo),
    },
    ...{ owner: actorNode(repo.owner), isPrivate: repo.private, isArchived: repo.archived, isFork: repo.fork },
    defaultBranchRef: () => git.ref(repo.defaultBranch),
    ref: ({ qualifiedName }: { qualifiedName: string }) => git.ref(qualifiedName.replace(/^refs\/heads\//, '')),
    object: git.object,
    label: ({ name }: { name: string }) => {
      const label = repo.labels.get(name.toLowerCase());
      return label ? labelNode(label) : null;
    },
    labels: (page: PageArguments) => connection([...repo.labels.values()].map(labelNode), page, 'labels'),
    issue: ({ number }: { number: number }) => issueNode(world, threadOf(number, 'issue', 'an Issue') as Issue),
    issueOrPullRequest: ({ number }: { number: number }) => {
      const thread = repo.threads.get(number);
      if (thread === undefined)
        throw new Refusal(404, `Could not resolve to an issue or pull request with the number of ${number}.`);
      return thread.kind === 'pull' ? pullNode(world, thread) : issueNode(world, thread);
    },
    pullRequest: ({ number }: { number: number }) => pullNode(world, threadOf(number, 'pull', 'a PullRequest') as Pull),
    ...operationNodes(repo, (oid) => git.object({ oid })),
    issues: ({
      filterBy,
      orderBy,
      ...page
    }: PageArguments & { filterBy?: { since?: string }; orderBy?: IssueOrder }) => {
      const since = Date.parse(filterBy?.since ?? '') || 0;
      const issues = [...repo.threads.values()].filter((thread) => thread.kind === 'issue');
      const found = issues.filter(({ updatedAt }) => updatedAt >= since).sort((a, b) => a.updatedAt - b.updatedAt);
      if (orderBy?.direction === 'DESC') found.reverse();
      return connection(
        found.map((issue) => issueNode(world, issue)),
        page,
        'issues',
      );
    },
    pullRequests: ({ states, orderBy, ...page }: PageArguments & { states?: string[]; orderBy?: IssueOrder }) => {
      const pulls = [...repo.threads.values()].filter((thread) => thread.kind === 'pull');
      if (orderBy) pulls.sort((a, b) => a.updatedAt - b.updatedAt);
      if (orderBy?.direction === 'DESC') pulls.reverse();
      const nodes = pulls.map((pull) => pullNode(world, pull));
      return connection(
        nodes.filter(({ state }) => !states || states.includes(state)),
        page,
        'pullRequests',
      );
    },
  };
}
