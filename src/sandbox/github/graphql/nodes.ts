import type { Annotation, CheckRun, Issue, Pull, Repo, Thread } from '../entities.ts';
import { fullName } from '../entities.ts';
import type { Change } from '../git.ts';
import { Refusal } from '../refusal.ts';
import { changesOf, commitsOf, iso, isoOrNull } from '../shapes.ts';
import type { World } from '../world.ts';
import { actorNode, commentNode, labelNode } from './basic-nodes.ts';
import { connection, type PageArguments } from './connection.ts';
import { gitNodes } from './git-nodes.ts';
import { milestoneNode, operationNodes } from './operation-nodes.ts';
import { type IssuesWanted, issuesOf, orderedThreads, type ThreadOrder } from './thread-lists.ts';
import { reviewNode, timelineOf } from './timeline.ts';

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

const threadNode = (world: World, thread: Thread) => ({
  ...{ id: thread.nodeId, number: thread.number, title: thread.title, body: thread.body },
  ...{ createdAt: iso(thread.createdAt), updatedAt: iso(thread.updatedAt), author: actorNode(thread.author) },
  milestone: thread.milestone ? milestoneNode(thread.milestone) : null,
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

export const issueNode = (world: World, issue: Issue): object => ({
  ...{ __typename: 'Issue', ...threadNode(world, issue), state: issue.open ? 'OPEN' : 'CLOSED' },
  ...{ stateReason: issue.reason?.toUpperCase() ?? null, viewerDidAuthor: issue.author === world.bot },
  subIssues: (page: PageArguments): object =>
    connection(
      issue.subIssues.map((step) => issueNode(world, step)),
      page,
      'subIssues',
    ),
  participants: (page: PageArguments) => {
    const people = new Set([issue.author, ...issue.comments.map(({ author }) => author)]);
    return connection([...people].filter(({ type }) => type === 'User').map(actorNode), page, 'participants');
  },
});

export function pullNode(world: World, pull: Pull) {
  const git = gitNodes(world, pull.repo, { checkNode, pullNode });
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
    latestReviews: (page: PageArguments) => connection(latestOf(world, pull.reviews), page, 'latestReviews'),
    latestOpinionatedReviews: ({ writersOnly, ...page }: PageArguments & { writersOnly?: boolean }) => {
      const opinions = pull.reviews.filter(
        ({ state, by }) => state !== 'COMMENTED' && (!writersOnly || world.mayWrite(by.login)),
      );
      return connection(latestOf(world, opinions), page, 'latestOpinionatedReviews');
    },
    mergeCommit: () => (pull.mergeCommit === undefined ? null : git.object({ oid: pull.mergeCommit })),
    mergedAt: isoOrNull(pull.mergedAt),
    commits: (page: PageArguments) =>
      connection(
        commitsOf(pull).map(({ sha }) => ({ commit: git.object({ oid: sha }) })),
        page,
        'commits',
      ),
    closingIssuesReferences: (page: PageArguments) =>
      connection(
        closedBy(pull).map((issue) => issueNode(world, issue)),
        page,
        'closingIssuesReferences',
      ),
  };
}

/** Each reviewer's last one. */
const latestOf = (world: World, reviews: Pull['reviews']) =>
  [...new Map(reviews.map((review) => [review.by, review])).values()].map((review) => reviewNode(world, review));

const CHANGES: Record<string, string> = { added: 'ADDED', removed: 'DELETED', renamed: 'RENAMED' };

const fileNode = ({ path, additions, deletions, status }: Change) => ({
  ...{ path, additions, deletions, changeType: CHANGES[status] ?? 'MODIFIED' },
});

/** The issues that the description says it closes. */
function closedBy({ body, repo }: Pull): Issue[] {
  const numbers = [...body.matchAll(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? #(\d+)/gi)].map(([, n]) =>
    Number(n),
  );
  return [...new Set(numbers)]
    .map((number) => repo.threads.get(number))
    .filter((thread): thread is Issue => thread?.kind === 'issue');
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
    ...{ hasIssuesEnabled: repo.hasIssues, visibility: repo.private ? 'PRIVATE' : 'PUBLIC' },
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
    ...operationNodes(repo, git),
    issues: (wanted: IssuesWanted) =>
      connection(
        issuesOf(repo, wanted).map((issue) => issueNode(world, issue)),
        wanted,
        'issues',
      ),
    pullRequests: ({ states, ...page }: PageArguments & ThreadOrder & { states?: string[] }) => {
      const pulls = [...repo.threads.values()].filter((thread) => thread.kind === 'pull');
      const nodes = orderedThreads(pulls, page).map((pull) => pullNode(world, pull));
      return connection(
        nodes.filter(({ state }) => !states || states.includes(state)),
        page,
        'pullRequests',
      );
    },
  };
}
