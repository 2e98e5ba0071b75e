import type { Account, Comment, Label } from '../entities.ts';
import { iso } from '../shapes.ts';
import type { World } from '../world.ts';

/** Nodes that lead nowhere else. */

/** GraphQL shows a bot without the `[bot]` that REST and events put after its name. */
export const actorNode = ({ type, nodeId, id, login }: Account) => ({
  ...{ __typename: type, id: nodeId, databaseId: id, login: login.replace(/\[bot\]$/, '') },
});

export const labelNode = ({ nodeId, name, color, description }: Label) => ({
  ...{ __typename: 'Label', id: nodeId, name, color, description },
});

export const commentNode = (world: World, comment: Comment) => ({
  ...{ __typename: 'IssueComment', id: comment.nodeId, databaseId: comment.id, body: comment.body },
  ...{ author: actorNode(comment.author), viewerDidAuthor: comment.author === world.bot },
  ...{ createdAt: iso(comment.createdAt), updatedAt: iso(comment.updatedAt) },
});
