import type { PastPage, PullPast } from '../../../model/past.ts';
import type { ChangedFile } from '../../../model/pull.ts';
import type { RepoRef } from '../../../model/ref.ts';
import type { Client } from '../client.ts';
import { type Identity, loginOf, provenance } from '../read-pull.ts';
import { type Actor, readPage } from './page.ts';
import { type Event, Node, PAST_PULLS } from './pull-node.ts';

/** With more at once GitHub often does not get done in time: of each there are files, commits and events. */
const PAGE = 40;

/** A page of a repository's pull requests; of each the first 100 files and events. */
export async function readPastPulls(
  client: Client,
  self: Identity,
  repo: RepoRef,
  { cursor, mergedOnly = false, first = PAGE }: { cursor?: string | undefined; mergedOnly?: boolean; first?: number },
): Promise<PastPage<PullPast>> {
  return readPage(client, repo, {
    ...{ query: PAST_PULLS, field: 'pullRequests', node: Node, size: Math.min(first, PAGE), cursor },
    itemOf: (node) => pastOf(node, self),
    variables: { states: mergedOnly ? ['MERGED'] : null },
  });
}

function pastOf(node: Node, self: Identity): PullPast {
  const { nodes: events } = node.timelineItems;
  const labels = (node.labels?.nodes ?? []).map(({ name }) => name);
  const author = accountOf(node.author);
  const authored = node.commits.nodes.map(({ commit }) => commit.authoredDate);
  return {
    ...{ number: node.number, title: node.title, body: node.body ?? '', author },
    ...{ base: node.baseRefName, headSha: node.headRefOid, draft: node.isDraft, fork: node.isCrossRepository },
    ...{ createdAt: node.createdAt, updatedAt: node.updatedAt },
    ...{ closedAt: node.closedAt ?? undefined, mergedAt: node.mergedAt ?? undefined },
    mergeCommit: node.mergeCommit ? { sha: node.mergeCommit.oid, at: node.mergeCommit.committedDate } : undefined,
    firstCommitAt: authored.length > 0 ? Math.min(...authored) : undefined,
    labels: provenance(labels, events.filter(isLabelling), self).labels,
    closes: (node.closingIssuesReferences?.nodes ?? []).map(({ number, labels: on, milestone }) => ({
      number,
      labels: on?.nodes.map(({ name }) => name) ?? [],
      ...(milestone ? { milestone: milestone.title } : {}),
    })),
    files: listingOf(node),
    turns: events.flatMap((event) => turnOf(event)),
    requests: events.flatMap((event) =>
      event.__typename === 'ReviewRequestedEvent' ? Date.parse(event.createdAt) : [],
    ),
    reviews: events.flatMap((event) =>
      event.__typename === 'PullRequestReview' && event.submittedAt !== null
        ? [{ at: Date.parse(event.submittedAt), by: accountOf(event.author), state: event.state }]
        : [],
    ),
    size: { additions: node.additions, deletions: node.deletions, files: node.changedFiles },
  };
}

const accountOf = (actor: Actor) => ({ login: loginOf(actor), bot: actor?.__typename === 'Bot' });

type Labelling = Extract<Event, { label: object }>;
const isLabelling = (event: Event): event is Labelling => 'label' in event;

function turnOf(event: Event): PullPast['turns'] {
  if (event.__typename === 'ReadyForReviewEvent') return [{ at: Date.parse(event.createdAt), to: 'ready' }];
  if (event.__typename === 'ConvertToDraftEvent') return [{ at: Date.parse(event.createdAt), to: 'draft' }];
  return [];
}

function listingOf(node: Node): PullPast['files'] {
  const files = (node.files?.nodes ?? []).map(({ path, additions, deletions, changeType }) => ({
    ...{ path, additions, deletions, status: STATUS[changeType] ?? 'modified' },
  }));
  const more = node.changedFiles - files.length;
  if (more <= 0) return { whole: true, files };
  return { whole: false, files, because: `${more} more files were not read`, cause: 'elsewhere' };
}

const STATUS: Readonly<Record<string, ChangedFile['status']>> = {
  ...{ ADDED: 'added', DELETED: 'removed', MODIFIED: 'modified' },
  ...{ RENAMED: 'renamed', COPIED: 'copied', CHANGED: 'changed' },
};
