import { z } from 'zod';
import type { Action, Annotation, Answers, CheckContent } from '../../model/action.ts';
import { cut } from '../../model/text.ts';
import type { Target } from '../../ports/github.ts';
import type { Writer } from './client.ts';

/** The one button on the check, and what GitHub sends when it is pressed. */
const BUTTON = {
  label: 'Add missing sections',
  description: 'Appends them to the description',
  identifier: 'add-sections',
};

/** A check's content, as GraphQL takes it. */
export const checkInput = ({ state, title, summary, annotations, button }: CheckContent) => ({
  ...(state === 'in_progress' ? { status: 'IN_PROGRESS' } : { status: 'COMPLETED', conclusion: state.toUpperCase() }),
  output: {
    ...{ title, summary },
    ...(annotations.length > 0 ? { annotations: annotations.slice(0, ANNOTATIONS).map(annotationInput) } : {}),
  },
  actions: button ? [BUTTON] : [],
});

/**
 * GitHub takes annotations and buttons either way; servers that stand in for it know them by REST alone. That is worth a
 * call for annotations, and for the button where the check is written by itself or with the first comment.
 */
export function goesByRest({ annotations, button }: CheckContent, actions: readonly Action[]): boolean {
  return annotations.length > 0 || (button && (actions.length === 1 || actions.some(isFirstComment)));
}
const isFirstComment = ({ kind }: Action): boolean => kind === 'create-comment';

const CheckRun = z.object({ node_id: z.string() });

/** Makes a check with its first annotations and its button; its node id. */
export async function createByRest(
  writer: Writer,
  { repo, key }: Target,
  { sha, content }: Extract<Action, { kind: 'create-check' }>,
  name: string,
): Promise<string> {
  const { state, title, summary, annotations, button } = content;
  const made = await writer.rest('POST /repos/{owner}/{repo}/check-runs', {
    ...{ owner: repo.owner, repo: repo.name, name, head_sha: sha, external_id: key },
    ...(state === 'in_progress' ? { status: state } : { status: 'completed', conclusion: state }),
    output: {
      ...{ title, summary },
      annotations: annotations.slice(0, ANNOTATIONS).map((one) => ({
        ...{ path: one.path, start_line: one.line, end_line: one.line, annotation_level: one.level },
        ...{ title: cut(one.title, TITLE), message: cut(one.message, MESSAGE) },
      })),
    },
    actions: button ? [BUTTON] : [],
  });
  return CheckRun.parse(made).node_id;
}

/** GitHub takes 50 annotations a request and adds those of the next ones. */
const ANNOTATIONS = 50;

const ANNOTATE = `mutation Annotate($i: UpdateCheckRunInput!) { updateCheckRun(input: $i) { clientMutationId } }`;

/** Adds the annotations that one request did not take. */
export async function annotateOn(writer: Writer, target: Target, actions: readonly Action[], answers: Answers) {
  for (const action of actions) {
    if (action.kind !== 'create-check' && action.kind !== 'update-check') continue;
    const checkRunId = action.kind === 'update-check' ? action.id : answers['create-check'];
    const { annotations, title, summary } = action.content;
    for (let at = ANNOTATIONS; at < annotations.length; at += ANNOTATIONS) {
      const some = annotations.slice(at, at + ANNOTATIONS).map(annotationInput);
      const input = { repositoryId: target.repositoryId, checkRunId, output: { title, summary, annotations: some } };
      await writer.mutate(ANNOTATE, { i: input });
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
  title: cut(title, TITLE),
  message: cut(message, MESSAGE),
});
