import type { LabelSetter, People, PullLabel } from '../../model/pull.ts';
import type { PullRef } from '../../model/ref.ts';
import type { OwnReading, PullReading } from '../../ports/readings.ts';
import { CommitCheckAnswer, OwnAnswer, PullAnswer, type Suites } from './answers.ts';
import type { Client } from './client.ts';
import { COMMIT_CHECK, OWN, PULL } from './queries.ts';

/** Who the app is on GitHub: `login` as events and the API show it, `truenorth[bot]`. */
export interface Identity {
  id: number;
  login: string;
}

type Actor = { __typename: string; login: string } | null;

/** GraphQL names a bot without the `[bot]` that events and REST put after it. */
export const loginOf = (actor: Actor): string =>
  actor === null
    ? 'ghost'
    : actor.__typename === 'Bot' && !actor.login.endsWith('[bot]')
      ? `${actor.login}[bot]`
      : actor.login;

function setterOf(actor: Actor, self: Identity): LabelSetter {
  if (actor === null) return 'unknown';
  if (loginOf(actor).toLowerCase() === self.login.toLowerCase()) return 'truenorth';
  return actor.__typename === 'Bot' ? 'bot' : 'person';
}

/** Reads a pull request; labels and their history are paged to the end, so that who set a label is never a guess. */
export async function readPull(
  client: Client,
  self: Identity,
  ref: PullRef,
  wants: { people: boolean },
): Promise<PullReading> {
  const variables = { owner: ref.repo.owner, name: ref.repo.name, number: ref.number, people: wants.people };
  const ask = async (cursors: object) =>
    PullAnswer.parse(await client.read(ref.repo.installation, PULL, { ...variables, ...cursors })).repository;
  const first = await ask({});
  const pull = first.pullRequest;
  const labels = pull.labels?.nodes.map(({ name }) => name) ?? [];
  const events = [...pull.timelineItems.nodes];
  let more = { labels: pull.labels?.pageInfo, events: pull.timelineItems.pageInfo };
  while (more.labels?.hasNextPage || more.events.hasNextPage) {
    const next = (await ask({ labels: more.labels?.endCursor ?? null, events: more.events.endCursor ?? null }))
      .pullRequest;
    if (more.labels?.hasNextPage) labels.push(...(next.labels?.nodes.map(({ name }) => name) ?? []));
    if (more.events.hasNextPage) events.push(...next.timelineItems.nodes);
    more = { labels: next.labels?.pageInfo, events: next.timelineItems.pageInfo };
  }
  return {
    archived: first.isArchived,
    state: {
      nodeId: pull.id,
      number: pull.number,
      title: pull.title,
      body: pull.body ?? '',
      open: pull.state === 'OPEN',
      draft: pull.isDraft,
      fork: pull.isCrossRepository,
      updatedAt: pull.updatedAt,
      headSha: pull.headRefOid,
      base: pull.baseRefName,
      changedFiles: pull.changedFiles,
      author: { login: loginOf(pull.author), bot: pull.author?.__typename === 'Bot' },
      labels,
    },
    ...provenance(labels, events, self),
    closes: (pull.closingIssuesReferences?.nodes ?? []).map(({ number, labels: on, milestone }) => ({
      number,
      labels: on?.nodes.map(({ name }) => name) ?? [],
      ...(milestone ? { milestone: milestone.title } : {}),
    })),
    ...(wants.people ? { people: peopleOf(pull) } : {}),
  };
}

/** An author cannot approve their own pull request; GitHub counts an approval until it is dismissed or replaced. */
function peopleOf(pull: PullAnswer['repository']['pullRequest']): People {
  const author = loginOf(pull.author).toLowerCase();
  const approvals = (pull.approvals?.nodes ?? []).filter(
    (review) => review.state === 'APPROVED' && loginOf(review.author).toLowerCase() !== author,
  );
  const involved = [
    ...(pull.assignees?.nodes.map(({ login }) => login) ?? []),
    ...(pull.reviewRequests?.nodes.flatMap(({ requestedReviewer }) => requestedReviewer?.login ?? []) ?? []),
    ...(pull.reviews?.nodes.map(({ author: reviewer }) => loginOf(reviewer)) ?? []),
  ];
  return { approvals: approvals.length, involved: [...new Set(involved)] };
}

type LabelEvent = Pick<
  PullAnswer['repository']['pullRequest']['timelineItems']['nodes'][number],
  '__typename' | 'actor' | 'label'
>;

/** Replays the label events: who set what stands, and which of Truenorth's labels a person took away. */
export function provenance(labels: readonly string[], events: readonly LabelEvent[], self: Identity) {
  const setBy = new Map<string, LabelSetter>();
  const dismissed = new Map<string, string>();
  for (const event of events) {
    const name = event.label.name.toLowerCase();
    const by = setterOf(event.actor, self);
    if (event.__typename === 'LabeledEvent') {
      setBy.set(name, by);
      if (by !== 'truenorth') dismissed.delete(name);
    } else if (setBy.get(name) === 'truenorth' && by === 'person') dismissed.set(name, event.label.name);
  }
  return {
    labels: labels.map((name): PullLabel => ({ name, by: setBy.get(name.toLowerCase()) ?? 'person' })),
    dismissed: [...dismissed.values()],
  };
}

/** Finds what this app wrote: GitHub says who the author is, so nothing that a marker claims is believed. */
export async function readOwn(
  client: Client,
  self: Identity,
  ref: PullRef,
  sha: string,
  names: { check: string; marker: string },
): Promise<OwnReading> {
  const variables = {
    owner: ref.repo.owner,
    name: ref.repo.name,
    number: ref.number,
    sha,
    app: self.id,
    check: names.check,
  };
  let comments: string | null = null;
  for (;;) {
    const answer: OwnAnswerRepository = OwnAnswer.parse(
      await client.read(ref.repo.installation, OWN, { ...variables, comments }),
    ).repository;
    const { nodes, pageInfo } = answer.pullRequest.comments;
    const comment = nodes.find(({ body, viewerDidAuthor }) => viewerDidAuthor && body.startsWith(names.marker));
    if (comment || !pageInfo.hasNextPage || !pageInfo.endCursor)
      return { check: checkIn(answer.object), comment: comment && { id: comment.id, body: comment.body } };
    comments = pageInfo.endCursor;
  }
}

type OwnAnswerRepository = ReturnType<typeof OwnAnswer.parse>['repository'];

export async function readCheckOn(
  client: Client,
  self: Identity,
  ref: { repo: PullRef['repo']; sha: string },
  check: string,
): Promise<OwnReading['check']> {
  const { owner, name, installation } = ref.repo;
  const answer = await client.read(installation, COMMIT_CHECK, { owner, name, sha: ref.sha, app: self.id, check });
  return checkIn(CommitCheckAnswer.parse(answer).repository.object);
}

function checkIn(commit: Suites): OwnReading['check'] {
  const runs = commit?.checkSuites?.nodes.flatMap(({ checkRuns }) => checkRuns?.nodes ?? []) ?? [];
  const run = runs.at(-1);
  if (!run) return undefined;
  const state = run.status === 'COMPLETED' ? (run.conclusion ?? '').toLowerCase() : 'in_progress';
  const annotations = (run.annotations?.nodes ?? []).map(({ path, title, message, annotationLevel, location }) => ({
    ...{ path, line: location.start.line, title: title ?? '', message },
    level: (annotationLevel ?? 'warning').toLowerCase() as never,
  }));
  const said = { state: state as never, title: run.title ?? '', summary: run.summary ?? '' };
  return { id: run.id, content: { ...said, annotations, button: false } };
}
