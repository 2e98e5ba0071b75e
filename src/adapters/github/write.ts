import { GraphqlResponseError } from '@octokit/graphql';
import { z } from 'zod';
import type { Action, Answers } from '../../model/action.ts';
import { Fault } from '../../model/fault.ts';
import type { Target } from '../../ports/github.ts';
import type { Writer } from './client.ts';
import { annotateOn, checkInput, createByRest, goesByRest } from './write-check.ts';
import { findLabel, makeLabels } from './write-labels.ts';

interface Mutation {
  field: string;
  type: string;
  input: Record<string, unknown>;
  answer: string;
}

/**
 * Does all actions in one GraphQL request, in their order; a new check with annotations, or a first one with the button, goes
 * before them, by REST. GitHub carries out each by itself, so some may be done when others fail; the caller then looks at what stands
 * before it tries again.
 */
export async function write(
  writer: Writer,
  target: Target,
  actions: readonly Action[],
  check: string,
): Promise<{ answers: Answers; labels: Record<string, string> }> {
  const labels = { ...target.labels };
  for (const name of actions.flatMap((action) => (action.kind === 'remove-labels' ? action.names : []))) {
    const id = labels[name.toLowerCase()] ?? (await findLabel(writer, target, name));
    if (id !== undefined) labels[name.toLowerCase()] = id;
  }
  const refused = await makeLabels(writer, target, actions, labels);
  const rich = actions.find((action) => action.kind === 'create-check' && goesByRest(action.content, actions));
  const created: Answers =
    rich?.kind === 'create-check' ? { 'create-check': await createByRest(writer, target, rich, check) } : {};
  const mutations = actions
    .filter((action) => action !== rich)
    .map((action) => mutationOf(action, target, labels, check))
    .filter((one) => one !== undefined);
  const answers = { ...created, ...(mutations.length > 0 ? await mutate(writer, mutations) : {}) };
  await annotateOn(writer, target, actions, answers);
  if (refused !== undefined) throw refused;
  return { answers, labels };
}

async function mutate(writer: Writer, mutations: readonly Mutation[]): Promise<Answers> {
  const variables = Object.fromEntries(mutations.map(({ input }, i) => [`i${i}`, input]));
  const parameters = mutations.map(({ type }, i) => `$i${i}: ${type}!`).join(', ');
  const fields = mutations.map(({ field, answer }, i) => `m${i}: ${field}(input: $i${i}) { ${answer} }`).join('\n');
  const data = await writer
    .mutate<unknown>(`mutation Write(${parameters}) {\n${fields}\n}`, variables)
    .catch((error) => doneWithout(error, mutations));
  return answersOf(data);
}

/** Who took their comment away waits for no reaction: where nothing but that fails, all else was done. */
function doneWithout(error: unknown, mutations: readonly Mutation[]): unknown {
  const answer = error instanceof Fault && error.cause instanceof GraphqlResponseError ? error.cause : undefined;
  const isReaction = (path: readonly unknown[] = []) =>
    mutations.some(({ field }, i) => field === 'addReaction' && path[0] === `m${i}`);
  const isDone = answer?.errors?.every(({ type, path }) => String(type) === 'NOT_FOUND' && isReaction(path));
  if (isDone && answer?.data != null) return answer.data;
  throw missingIsPassing(error);
}

/** A label or comment that a person deleted meanwhile is found missing once; after a look at what stands, it is made again. */
function missingIsPassing(error: unknown): unknown {
  const missing = error instanceof Fault && error.kind === 'terminal' && error.cause instanceof GraphqlResponseError;
  return missing && error.message.startsWith('Not found')
    ? new Fault('transient', error.message, { cause: error })
    : error;
}

function mutationOf(
  action: Action,
  target: Target,
  labels: Record<string, string>,
  check: string,
): Mutation | undefined {
  const { repositoryId, pullId, key } = target;
  const idsOf = (names: readonly string[]) => names.flatMap((name) => labels[name.toLowerCase()] ?? []);
  switch (action.kind) {
    case 'create-check':
      return {
        field: 'createCheckRun',
        type: 'CreateCheckRunInput',
        input: { repositoryId, name: check, headSha: action.sha, externalId: key, ...checkInput(action.content) },
        answer: 'checkRun { id }',
      };
    case 'update-check':
      return {
        field: 'updateCheckRun',
        type: 'UpdateCheckRunInput',
        input: { repositoryId, checkRunId: action.id, externalId: key, ...checkInput(action.content) },
        answer: 'checkRun { id }',
      };
    case 'remove-labels': {
      const labelIds = idsOf(action.names);
      if (labelIds.length === 0) return undefined;
      const input = { labelableId: pullId, labelIds };
      return {
        field: 'removeLabelsFromLabelable',
        type: 'RemoveLabelsFromLabelableInput',
        input,
        answer: 'clientMutationId',
      };
    }
    case 'add-labels': {
      const labelIds = idsOf(action.labels.map(({ name }) => name));
      if (labelIds.length === 0) return undefined;
      const input = { labelableId: pullId, labelIds };
      return { field: 'addLabelsToLabelable', type: 'AddLabelsToLabelableInput', input, answer: 'clientMutationId' };
    }
    case 'edit-description':
      return {
        field: 'updatePullRequest',
        type: 'UpdatePullRequestInput',
        input: { pullRequestId: pullId, body: action.body },
        answer: 'clientMutationId',
      };
    case 'create-issue': {
      const labelIds = idsOf(action.labels.map(({ name }) => name));
      return {
        field: 'createIssue',
        type: 'CreateIssueInput',
        input: { repositoryId, title: action.title, body: action.body, labelIds },
        answer: 'issue { id number }',
      };
    }
    case 'edit-issue':
      return {
        field: 'updateIssue',
        type: 'UpdateIssueInput',
        input: { id: action.id, body: action.body },
        answer: 'clientMutationId',
      };
    case 'close-issue':
      return {
        field: 'updateIssue',
        type: 'UpdateIssueInput',
        input: { id: action.id, state: 'CLOSED' },
        answer: 'clientMutationId',
      };
    case 'react':
      return {
        field: 'addReaction',
        type: 'AddReactionInput',
        input: { subjectId: action.to, content: action.reaction === 'accepted' ? 'THUMBS_UP' : 'CONFUSED' },
        answer: 'clientMutationId',
      };
    case 'reply':
    case 'create-comment':
      return {
        field: 'addComment',
        type: 'AddCommentInput',
        input: { subjectId: pullId, body: action.body },
        // A reply is never edited, so nobody asks for its id.
        answer: action.kind === 'reply' ? 'clientMutationId' : 'commentEdge { node { id } }',
      };
    case 'edit-comment':
      return {
        field: 'updateIssueComment',
        type: 'UpdateIssueCommentInput',
        input: { id: action.id, body: action.body },
        answer: 'issueComment { id }',
      };
  }
}

const Answer = z.record(
  z.string(),
  z
    .object({
      checkRun: z.object({ id: z.string() }).nullish(),
      issue: z.object({ id: z.string(), number: z.number() }).nullish(),
      commentEdge: z.object({ node: z.object({ id: z.string() }).nullable() }).nullish(),
    })
    .nullable(),
);

function answersOf(data: unknown): Answers {
  const answers: Answers = {};
  for (const one of Object.values(Answer.parse(data))) {
    if (one?.checkRun) answers['create-check'] = one.checkRun.id;
    if (one?.issue) answers['create-issue'] = one.issue;
    if (one?.commentEdge?.node) answers['create-comment'] = one.commentEdge.node.id;
  }
  return answers;
}
