import { GraphqlResponseError } from '@octokit/graphql';
import { z } from 'zod';
import type { Action, Annotation, Answers, CheckContent } from '../../model/action.ts';
import { Fault } from '../../model/fault.ts';
import type { LabelWish } from '../../model/verdict.ts';
import type { Target } from '../../ports.ts';
import type { Client } from './client.ts';

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
  client: Client,
  target: Target,
  actions: readonly Action[],
  check: string,
): Promise<{ answers: Answers; labels: Record<string, string> }> {
  const labels = { ...target.labels };
  for (const name of actions.flatMap((action) => (action.kind === 'remove-labels' ? action.names : []))) {
    const id = labels[name.toLowerCase()] ?? (await findLabel(client, target, name));
    if (id !== undefined) labels[name.toLowerCase()] = id;
  }
  for (const wish of actions.flatMap((action) => (action.kind === 'add-labels' ? action.labels : []))) {
    labels[wish.name.toLowerCase()] ??= await makeLabel(client, target, wish);
  }
  const rich = actions.find((action) => action.kind === 'create-check' && goesByRest(action.content, actions));
  const created: Answers =
    rich?.kind === 'create-check' ? { 'create-check': await createByRest(client, target, rich, check) } : {};
  const mutations = actions
    .filter((action) => action !== rich)
    .map((action) => mutationOf(action, target, labels, check))
    .filter((one) => one !== undefined);
  const answers = { ...created, ...(mutations.length > 0 ? await mutate(client, target, mutations) : {}) };
  await annotateRest(client, target, actions, answers);
  return { answers, labels };
}

async function mutate(client: Client, target: Target, mutations: readonly Mutation[]): Promise<Answers> {
  const variables = Object.fromEntries(mutations.map(({ input }, i) => [`i${i}`, input]));
  const parameters = mutations.map(({ type }, i) => `$i${i}: ${type}!`).join(', ');
  const fields = mutations.map(({ field, answer }, i) => `m${i}: ${field}(input: $i${i}) { ${answer} }`).join('\n');
  const data = await client
    .read<unknown>(target.repo.installation, `mutation Write(${parameters}) {\n${fields}\n}`, variables)
    .catch((error) => {
      throw missingIsPassing(error);
    });
  return answersOf(data);
}

/**
 * GitHub takes annotations and buttons either way; servers that stand in for it know them by REST alone. That is worth a
 * call for annotations, and for the button where the check is written by itself or with the first comment.
 */
function goesByRest({ annotations, button }: CheckContent, actions: readonly Action[]): boolean {
  return annotations.length > 0 || (button && (actions.length === 1 || actions.some(isFirstComment)));
}
const isFirstComment = ({ kind }: Action): boolean => kind === 'create-comment';

const CheckRun = z.object({ node_id: z.string() });

/** Makes a check with its first annotations and its button; its node id. */
async function createByRest(
  client: Client,
  { repo, key }: Target,
  { sha, content }: Extract<Action, { kind: 'create-check' }>,
  name: string,
): Promise<string> {
  const { state, title, summary, annotations, button } = content;
  const made = await client.rest(repo.installation, 'POST /repos/{owner}/{repo}/check-runs', {
    ...{ owner: repo.owner, repo: repo.name, name, head_sha: sha, external_id: key },
    ...(state === 'in_progress' ? { status: state } : { status: 'completed', conclusion: state }),
    output: {
      ...{ title, summary },
      annotations: annotations.slice(0, ANNOTATIONS).map((one) => ({
        ...{ path: one.path, start_line: one.line, end_line: one.line, annotation_level: one.level },
        ...{ title: one.title.slice(0, TITLE), message: one.message.slice(0, MESSAGE) },
      })),
    },
    actions: button ? [BUTTON] : [],
  });
  return CheckRun.parse(made).node_id;
}

/** GitHub takes 50 annotations a request and adds those of the next ones. */
const ANNOTATIONS = 50;

const ANNOTATE = `mutation Annotate($i: UpdateCheckRunInput!) { updateCheckRun(input: $i) { clientMutationId } }`;

async function annotateRest(client: Client, target: Target, actions: readonly Action[], answers: Answers) {
  for (const action of actions) {
    if (action.kind !== 'create-check' && action.kind !== 'update-check') continue;
    const checkRunId = action.kind === 'update-check' ? action.id : answers['create-check'];
    const { annotations, title, summary } = action.content;
    for (let at = ANNOTATIONS; at < annotations.length; at += ANNOTATIONS) {
      const some = annotations.slice(at, at + ANNOTATIONS).map(annotationInput);
      const input = { repositoryId: target.repositoryId, checkRunId, output: { title, summary, annotations: some } };
      await client.read(target.repo.installation, ANNOTATE, { i: input });
    }
  }
}

/** GitHub's limit on an annotation's title; on its message it is 64 KB, and nobody reads that much on a line. In characters. */
const TITLE = 255;
const MESSAGE = 2_000;

const annotationInput = ({ path, line, level, title, message }: Annotation) => ({
  path,
  location: { startLine: line, endLine: line },
  annotationLevel: level.toUpperCase(),
  title: title.slice(0, TITLE),
  message: message.slice(0, MESSAGE),
});

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
      const input = { labelableId: pullId, labelIds: idsOf(action.labels.map(({ name }) => name)) };
      return { field: 'addLabelsToLabelable', type: 'AddLabelsToLabelableInput', input, answer: 'clientMutationId' };
    }
    case 'edit-description':
      return {
        field: 'updatePullRequest',
        type: 'UpdatePullRequestInput',
        input: { pullRequestId: pullId, body: action.body },
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
      return {
        field: 'addComment',
        type: 'AddCommentInput',
        input: { subjectId: pullId, body: action.body },
        answer: 'clientMutationId',
      };
    case 'create-comment':
      return {
        field: 'addComment',
        type: 'AddCommentInput',
        input: { subjectId: pullId, body: action.body },
        answer: 'commentEdge { node { id } }',
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

/** The one button on the check, and what GitHub sends when it is pressed. */
export const BUTTON = {
  label: 'Add missing sections',
  description: 'Appends them to the description',
  identifier: 'add-sections',
};

const checkInput = ({ state, title, summary, annotations, button }: CheckContent) => ({
  ...(state === 'in_progress' ? { status: 'IN_PROGRESS' } : { status: 'COMPLETED', conclusion: state.toUpperCase() }),
  output: {
    ...{ title, summary },
    ...(annotations.length > 0 ? { annotations: annotations.slice(0, ANNOTATIONS).map(annotationInput) } : {}),
  },
  actions: button ? [BUTTON] : [],
});

const Answer = z.record(
  z.string(),
  z
    .object({
      checkRun: z.object({ id: z.string() }).nullish(),
      commentEdge: z.object({ node: z.object({ id: z.string() }).nullable() }).nullish(),
    })
    .nullable(),
);

function answersOf(data: unknown): Answers {
  const answers: Answers = {};
  for (const one of Object.values(Answer.parse(data))) {
    if (one?.checkRun) answers['create-check'] = one.checkRun.id;
    if (one?.commentEdge?.node) answers['create-comment'] = one.commentEdge.node.id;
  }
  return answers;
}

const Label = z.object({ node_id: z.string() });

/** The id of a label that was not remembered; `undefined` where there is none of that name any more. */
async function findLabel(client: Client, { repo }: Target, name: string): Promise<string | undefined> {
  try {
    const where = { owner: repo.owner, repo: repo.name, name };
    return Label.parse(await client.rest(repo.installation, 'GET /repos/{owner}/{repo}/labels/{name}', where)).node_id;
  } catch (error) {
    if (error instanceof Fault && error.kind === 'terminal' && error.message.includes(': 404')) return undefined;
    throw error;
  }
}

/** Makes a label with its colour and description; one that somebody made meanwhile is taken as it is. */
async function makeLabel(client: Client, { repo }: Target, { name, color, description }: LabelWish): Promise<string> {
  const where = { owner: repo.owner, repo: repo.name };
  try {
    const made = await client.rest(repo.installation, 'POST /repos/{owner}/{repo}/labels', {
      ...where,
      name,
      color,
      description,
    });
    return Label.parse(made).node_id;
  } catch (error) {
    if (!(error instanceof Fault && error.kind === 'terminal' && error.message.includes(': 422'))) throw error;
    return Label.parse(
      await client.rest(repo.installation, 'GET /repos/{owner}/{repo}/labels/{name}', { ...where, name }),
    ).node_id;
  }
}
