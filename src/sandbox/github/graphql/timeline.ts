import type { Account, LabelEvent, Pull, StateEvent, Thread } from '../entities.ts';
import { iso } from '../shapes.ts';
import type { World } from '../world.ts';
import { actorNode, commentNode, labelNode } from './basic-nodes.ts';

/** What a timeline can be asked for, and what it then has. */
const TYPES: Record<string, string> = {
  ...{ LABELED_EVENT: 'LabeledEvent', UNLABELED_EVENT: 'UnlabeledEvent', ISSUE_COMMENT: 'IssueComment' },
  ...{ CLOSED_EVENT: 'ClosedEvent', REOPENED_EVENT: 'ReopenedEvent' },
  ...{ READY_FOR_REVIEW_EVENT: 'ReadyForReviewEvent', CONVERT_TO_DRAFT_EVENT: 'ConvertToDraftEvent' },
  ...{ REVIEW_REQUESTED_EVENT: 'ReviewRequestedEvent', PULL_REQUEST_REVIEW: 'PullRequestReview' },
};

interface Item {
  at: number;
  /** Ids are given out one after the other: they order what happened at the same time. */
  id: number;
  node: { __typename: string };
}

/** What happened on an issue or a pull request, of the types wanted, in the order in which it happened. */
export function timelineOf(world: World, thread: Thread, wanted: string[] = Object.keys(TYPES)): Item['node'][] {
  const types = wanted.map((type) => TYPES[type]);
  const items: Item[] = [
    ...thread.history.map((event) => ({ at: event.at, id: event.id, node: labelEventNode(event) })),
    ...thread.closings.map((event) => ({ at: event.at, id: event.id, node: stateEventNode(world, event) })),
    ...(thread.kind === 'pull' ? pullItems(world, thread) : []),
    ...thread.comments.map((one) => ({ at: one.createdAt, id: one.id, node: commentNode(world, one) })),
  ];
  const ordered = items.sort((a, b) => a.at - b.at || a.id - b.id).map(({ node }) => node);
  return ordered.filter(({ __typename }) => types.includes(__typename));
}

const labelEventNode = ({ set, nodeId, at, actor, label }: LabelEvent) => ({
  ...{ __typename: set ? 'LabeledEvent' : 'UnlabeledEvent', id: nodeId, createdAt: iso(at) },
  ...{ actor: actorNode(actor), label: labelNode(label) },
});

const stateEventNode = (world: World, { open, id, at, actor, reason }: StateEvent) => ({
  ...{ __typename: open ? 'ReopenedEvent' : 'ClosedEvent', id: world.nodeId(open ? 'REE' : 'CE', id) },
  ...{ createdAt: iso(at), actor: actorNode(actor), stateReason: reason?.toUpperCase() ?? null },
});

/** What only happens to pull requests. */
const pullItems = (world: World, { turns, requests, reviews }: Pull): Item[] => [
  ...turns.map(({ id, draft, by, at }) => ({
    ...{ at, id, node: eventNode(draft ? 'ConvertToDraftEvent' : 'ReadyForReviewEvent', id, by, at) },
  })),
  ...requests.map(({ id, reviewer, by, at }) => ({
    ...{ at, id, node: { ...eventNode('ReviewRequestedEvent', id, by, at), requestedReviewer: actorNode(reviewer) } },
  })),
  ...reviews.map((review) => ({ at: review.at, id: review.id, node: reviewNode(world, review) })),
];

const eventNode = (type: string, id: number, by: Account, at: number) => ({
  ...{ __typename: type, id: `${type}_${id}`, createdAt: iso(at), actor: actorNode(by) },
});

export const reviewNode = (world: World, { id, state, by, at }: Pull['reviews'][number]) => ({
  ...{ __typename: 'PullRequestReview', id: world.nodeId('PRR', id), databaseId: id, state },
  ...{ submittedAt: iso(at), createdAt: iso(at), author: actorNode(by) },
});
