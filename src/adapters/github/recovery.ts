import { z } from 'zod';
import type { FoundComment, FoundIssue, LoggedDelivery } from '../../model/recovery.ts';
import type { RepoRef } from '../../model/ref.ts';
import { suites } from './answers.ts';
import type { Client } from './client.ts';
import { PAGE, paged } from './paging.ts';
import { ANSWERED, OPEN_PULLS } from './queries.ts';
import type { Identity } from './read-pull.ts';

const Deliveries = z.array(
  z.object({ id: z.number(), guid: z.string(), delivered_at: z.string(), status: z.string(), status_code: z.number() }),
);

/** The app's deliveries since an instant, the newest first. */
export async function readDeliveries(client: Client, since: number): Promise<LoggedDelivery[]> {
  const all: LoggedDelivery[] = [];
  let more: Record<string, string> | undefined = {};
  while (more !== undefined) {
    const { data, headers } = await client.askAsApp('GET /app/hook/deliveries', { per_page: PAGE, ...more });
    const page = Deliveries.parse(data).map(
      ({ id, guid, delivered_at: at, status, status_code: code }): LoggedDelivery => ({
        ...{ id, guid, at: Date.parse(at) },
        taken: status === 'pending' ? undefined : code >= 200 && code < 300,
      }),
    );
    all.push(...page.filter(({ at }) => at >= since));
    more = page.some(({ at }) => at < since) ? undefined : nextOf(headers.link);
  }
  return all;
}

/** Where the list goes on, as the `Link` header says: by a cursor on GitHub. */
function nextOf(link: unknown): Record<string, string> | undefined {
  const next = /<([^>]+)>;\s*rel="next"/.exec(String(link ?? ''))?.[1];
  return next === undefined ? undefined : Object.fromEntries(new URL(next).searchParams);
}

const OpenPulls = z.object({
  repository: z.object({
    pullRequests: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      nodes: z.array(
        z.object({ number: z.number(), commits: z.object({ nodes: z.array(z.object({ commit: suites })) }) }),
      ),
    }),
  }),
});

/** The open pull requests whose head has no check of ours. */
export async function uncheckedPulls(client: Client, self: Identity, repo: RepoRef, check: string): Promise<number[]> {
  const found: number[] = [];
  let after: string | null | undefined = null;
  do {
    const variables = { owner: repo.owner, name: repo.name, app: self.id, check, after };
    const answer = OpenPulls.parse(await client.read(repo.installation, OPEN_PULLS, variables));
    const { nodes, pageInfo } = answer.repository.pullRequests;
    for (const { number, commits } of nodes) {
      const runs = commits.nodes.flatMap(({ commit }) =>
        (commit?.checkSuites?.nodes ?? []).flatMap(({ checkRuns }) => checkRuns?.nodes ?? []),
      );
      if (runs.length === 0) found.push(number);
    }
    after = pageInfo.hasNextPage ? pageInfo.endCursor : undefined;
  } while (after);
  return found;
}

const Comments = z.array(
  z.object({
    id: z.number(),
    node_id: z.string(),
    body: z.string().nullish(),
    user: z.object({ login: z.string(), type: z.string().optional() }).nullable(),
    issue_url: z.string(),
    html_url: z.string().default(''),
    created_at: z.string(),
    updated_at: z.string(),
    performed_via_github_app: z.unknown().optional(),
  }),
);

/** People's comments since an instant that were never edited: of another nobody knows what it said at first. */
export async function commentsSince(client: Client, repo: RepoRef, since: number): Promise<FoundComment[]> {
  const { installation, owner, name } = repo;
  const all = await paged(async (page, size) =>
    Comments.parse(
      await client.rest(installation, 'GET /repos/{owner}/{repo}/issues/comments', {
        ...{ owner, repo: name, since: new Date(since).toISOString(), sort: 'created', direction: 'asc' },
        ...{ per_page: size, page },
      }),
    ),
  );
  return all.flatMap((one): FoundComment[] => {
    const isNew = Date.parse(one.created_at) >= since && one.updated_at === one.created_at;
    const isPerson = one.user !== null && one.user.type !== 'Bot' && one.performed_via_github_app == null;
    if (!isNew || !isPerson || one.user === null) return [];
    const number = Number(one.issue_url.split('/').at(-1));
    const onPull = one.html_url.includes(`/pull/${number}`);
    return [{ id: one.id, nodeId: one.node_id, number, onPull, body: one.body ?? '', by: one.user.login }];
  });
}

const Answered = z.object({
  nodes: z.array(
    z
      .object({ id: z.string(), reactionGroups: z.array(z.object({ viewerHasReacted: z.boolean() })).nullish() })
      .nullable(),
  ),
});

/** Which of these comments, by node id, this app has reacted to. */
export async function answeredAmong(
  client: Client,
  installation: number,
  ids: readonly string[],
): Promise<Set<string>> {
  const answered = new Set<string>();
  for (let from = 0; from < ids.length; from += PAGE) {
    const page = { ids: ids.slice(from, from + PAGE) };
    const { nodes } = Answered.parse(await client.readSome(installation, ANSWERED, page));
    for (const node of nodes)
      if (node?.reactionGroups?.some(({ viewerHasReacted }) => viewerHasReacted)) answered.add(node.id);
  }
  return answered;
}

const Issues = z.array(
  z.object({
    number: z.number(),
    labels: z.array(z.object({ name: z.string() })),
    pull_request: z.unknown().optional(),
  }),
);

/** The issues that changed since an instant. */
export async function issuesSince(client: Client, repo: RepoRef, since: number): Promise<FoundIssue[]> {
  const { installation, owner, name } = repo;
  const all = await paged(async (page, size) =>
    Issues.parse(
      await client.rest(installation, 'GET /repos/{owner}/{repo}/issues', {
        ...{ owner, repo: name, since: new Date(since).toISOString(), state: 'all', per_page: size, page },
      }),
    ),
  );
  return all.flatMap(({ number, labels, pull_request: pull }) =>
    pull == null ? [{ number, labels: labels.map((label) => label.name) }] : [],
  );
}
