import type { CheckWish } from '../checks.ts';
import type { Annotation, ClosingReason, Pull, Repo, Thread } from '../entities.ts';
import { mindScope, type Scope } from '../gate.ts';
import { Refusal } from '../refusal.ts';
import { mindArchived } from '../repositories.ts';
import { type Found, findNode } from '../state.ts';
import type { World } from '../world.ts';
import { commentNode, labelNode } from './basic-nodes.ts';
import { checkNode, issueNode, pullNode } from './nodes.ts';

interface CheckInput {
  repositoryId: string;
  name?: string;
  externalId?: string;
  detailsUrl?: string;
  status?: string;
  conclusion?: string;
  output?: { title: string; summary: string; text?: string; annotations?: AnnotationInput[] };
  actions?: { label: string; description: string; identifier: string }[];
}

interface AnnotationInput {
  path: string;
  location: { startLine: number; endLine: number };
  annotationLevel: string;
  message: string;
  title?: string;
}

type Input<T> = { input: T & { clientMutationId?: string } };

/** What the app writes; each takes effect by itself, whatever becomes of the others of its request. */
export function mutations(world: World, scope: Scope) {
  const by = { by: world.bot.login };

  function find<T extends Found['type']>(id: string, ...types: T[]): Extract<Found, { type: T }> {
    const found = findNode(world, id);
    const wanted: string[] = types;
    if (found === undefined || !wanted.includes(found.type))
      throw new Refusal(404, `Could not resolve to a node with the global id of '${id}'`);
    const repo = 'thread' in found ? found.thread.repo : found.repo;
    mindScope(scope, repo, 'thread' in found ? WRITTEN[found.thread.kind] : []);
    mindArchived(repo);
    return found as Extract<Found, { type: T }>;
  }
  function repository(id: string, ...written: string[]): Repo {
    const { repo } = find(id, 'Repository');
    mindScope(scope, repo, written);
    return repo;
  }
  const thread = (id: string): Thread => find(id, 'PullRequest', 'Issue').thread;
  const node = (of: Thread) => (of.kind === 'pull' ? pullNode(world, of) : issueNode(world, of));

  return {
    createCheckRun({ input }: Input<CheckInput & { name: string; headSha: string }>) {
      const check = world.createCheck(repository(input.repositoryId, 'checks'), input.headSha, {
        ...wishOf(input),
        name: input.name,
      });
      return { ...input, checkRun: checkNode(check) };
    },
    updateCheckRun({ input }: Input<CheckInput & { checkRunId: string }>) {
      const check = repository(input.repositoryId, 'checks').checks.find(({ nodeId }) => nodeId === input.checkRunId);
      if (check === undefined)
        throw new Refusal(404, `Could not resolve to a node with the global id of '${input.checkRunId}'`);
      world.updateCheck(check, wishOf(input));
      return { ...input, checkRun: checkNode(check) };
    },
    addComment({ input }: Input<{ subjectId: string; body: string }>) {
      const subject = thread(input.subjectId);
      const comment = world.comment(subject, input.body, by);
      return { ...input, commentEdge: { node: commentNode(world, comment) }, subject: node(subject) };
    },
    updateIssueComment({ input }: Input<{ id: string; body: string }>) {
      const found = find(input.id, 'IssueComment');
      world.editComment(found.thread, found.comment, input.body, by);
      return { ...input, issueComment: commentNode(world, found.comment) };
    },
    addLabelsToLabelable({ input }: Input<{ labelableId: string; labelIds: string[] }>) {
      const labelable = thread(input.labelableId);
      const names = input.labelIds.map((id) => find(id, 'Label').label.name);
      for (const name of names) world.addLabel(labelable, name, by);
      return { ...input, labelable: node(labelable) };
    },
    removeLabelsFromLabelable({ input }: Input<{ labelableId: string; labelIds: string[] }>) {
      const labelable = thread(input.labelableId);
      const names = input.labelIds.map((id) => find(id, 'Label').label.name);
      for (const name of names) world.removeLabel(labelable, name, by);
      return { ...input, labelable: node(labelable) };
    },
    createLabel({ input }: Input<{ repositoryId: string; name: string; color: string; description?: string }>) {
      const { name, color, description = '' } = input;
      const label = world.createLabel(repository(input.repositoryId, 'issues', 'pull_requests'), {
        name,
        color,
        description,
        ...by,
      });
      return { ...input, label: labelNode(label) };
    },
    addReaction({ input }: Input<{ subjectId: string; content: string }>) {
      const { comment } = find(input.subjectId, 'IssueComment');
      world.react(comment, input.content, by);
      return { ...input, subject: commentNode(world, comment) };
    },
    createIssue({ input }: Input<{ repositoryId: string; title: string; body?: string; labelIds?: string[] }>) {
      const { title, body = '', labelIds = [] } = input;
      const labels = labelIds.map((id) => find(id, 'Label').label.name);
      const issue = world.openIssue({ repo: repository(input.repositoryId, 'issues'), title, body, labels, ...by });
      return { ...input, issue: issueNode(world, issue) };
    },
    closeIssue({ input }: Input<{ issueId: string; stateReason?: string }>) {
      const issue = find(input.issueId, 'Issue').thread;
      world.close(issue, { ...by, reason: input.stateReason?.toLowerCase() as ClosingReason | undefined });
      return { ...input, issue: issueNode(world, issue) };
    },
    updateIssue({ input }: Input<{ id: string; title?: string; body?: string; state?: string; labelIds?: string[] }>) {
      const issue = find(input.id, 'Issue').thread;
      const { title = issue.title, body = issue.body } = input;
      const labels = input.labelIds?.map((id) => find(id, 'Label').label.name);
      world.edit(issue, { title, body, ...by });
      if (labels) world.setLabels(issue, labels, by);
      if (input.state === 'CLOSED') world.close(issue, by);
      if (input.state === 'OPEN') world.reopen(issue, by);
      return { ...input, issue: issueNode(world, issue) };
    },
    updatePullRequest({ input }: Input<{ pullRequestId: string; title?: string; body?: string }>) {
      const pull: Pull = find(input.pullRequestId, 'PullRequest').thread;
      const { title = pull.title, body = pull.body } = input;
      world.editPull(pull, { title, body, ...by });
      return { ...input, pullRequest: pullNode(world, pull) };
    },
  };
}

/** What a token has to be allowed to write, one of them, for what is on a pull request or an issue. */
const WRITTEN = { pull: ['pull_requests', 'issues'], issue: ['issues'] };

function wishOf({ name, externalId, detailsUrl, status, conclusion, output, actions }: CheckInput): CheckWish {
  return {
    ...{ name, externalId, detailsUrl, actions },
    ...{ status: status?.toLowerCase(), conclusion: conclusion?.toLowerCase() },
    output: output && { ...output, annotations: output.annotations?.map(annotationOf) },
  };
}

const annotationOf = ({ path, location, annotationLevel, message, title }: AnnotationInput): Annotation => ({
  ...{ path, start_line: location.startLine, end_line: location.endLine, message, title: title ?? null },
  annotation_level: annotationLevel.toLowerCase(),
});
