import type { Account, CheckRun, Comment, Issue, Label, LabelEvent, Pull, Repo, Thread } from '../entities.ts';
import { fullName } from '../entities.ts';
import { Refusal } from '../refusal.ts';
import { changesOf, iso } from '../shapes.ts';
import type { World } from '../world.ts';
import { connection, type PageArguments } from './connection.ts';
import { gitNodes } from './git-nodes.ts';

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
  comments: (page: PageArguments) =>
    connection(
      thread.comments.map((one) => commentNode(world, one)),
      page,
      'comments',
    ),
});

export const issueNode = (world: World, issue: Issue) => ({
  ...{ __typename: 'Issue', ...threadNode(world, issue), state: issue.open ? 'OPEN' : 'CLOSED' },
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
    timelineItems: ({ itemTypes, ...page }: PageArguments & { itemTypes?: string[] }) =>
      connection(timelineOf(world, pull, itemTypes), page, 'timelineItems'),
    closingIssuesReferences: (page: PageArguments) =>
      connection(
        closedBy(pull).map((issue) => issueNode(world, issue)),
        page,
        'closingIssuesReferences',
      ),
  };
}

const TYPES = { LABELED_EVENT: 'LabeledEvent', UNLABELED_EVENT: 'UnlabeledEvent', ISSUE_COMMENT: 'IssueComment' };

function timelineOf(world: World, pull: Pull, wanted: string[] = Object.keys(TYPES)) {
  const types = wanted.map((type) => TYPES[type as keyof typeof TYPES]);
  const items = [
    ...pull.history.map((event) => ({ at: event.at, node: historyNode(event) })),
    ...pull.comments.map((comment) => ({ at: comment.createdAt, node: commentNode(world, comment) })),
  ];
  const ordered = items.sort((a, b) => a.at - b.at).map(({ node }) => node);
  return ordered.filter(({ __typename }) => types.includes(__typename));
}

/** The issues that the description says it closes. */
function closedBy({ body, repo }: Pull): Issue[] {
  const numbers = [...body.matchAll(/\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? #(\d+)/gi)].map(([, n]) =>
    Number(n),
  );
  return [...new Set(numbers)]
    .map((number) => repo.threads.get(number))
    .filter((thread): thread is Issue => thread?.kind === 'issue');
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
    pullRequest: ({ number }: { number: number }) => pullNode(world, threadOf(number, 'pull', 'a PullRequest') as Pull),
    pullRequests: ({ states, ...page }: PageArguments & { states?: string[] }) => {
      const pulls = [...repo.threads.values()].filter((thread) => thread.kind === 'pull');
      const nodes = pulls.map((pull) => pullNode(world, pull));
      return connection(
        nodes.filter(({ state }) => states === undefined || states.includes(state)),
        page,
        'pullRequests',
      );
    },
  };
}
