import type { Account, Comment, Label } from '../entities.ts';
import { iso } from '../shapes.ts';
import type { World } from '../world.ts';
import { connection, type PageArguments } from './connection.ts';

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
  reactionGroups: () => REACTIONS.map((content) => reactionGroup(world, comment, content)),
});

/** In the order in which GitHub lists them. */
const REACTIONS = ['THUMBS_UP', 'THUMBS_DOWN', 'LAUGH', 'HOORAY', 'CONFUSED', 'HEART', 'ROCKET', 'EYES'];

function reactionGroup(world: World, { reactions }: Comment, content: string) {
  const given = reactions.filter((one) => one.content === content);
  return {
    ...{ content, viewerHasReacted: given.some(({ by }) => by === world.bot) },
    reactors: (page: PageArguments) => {
      const reactors = given.map(({ by }) => actorNode(by));
      // GitHub asks for no bound where nothing but the total is wanted.
      return connection(reactors, { first: 0, ...page }, 'reactors');
    },
  };
}
