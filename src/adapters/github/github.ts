import { z } from 'zod';
import { Fault } from '../../model/fault.ts';
import type { PastOf, PastPage } from '../../model/past.ts';
import type { RepoRef } from '../../model/ref.ts';
import type { GitHub } from '../../ports/github.ts';
import type { Clock } from '../../ports/runtime.ts';
import { findOwnIn, readBeginnings, readInstalled } from './beginnings.ts';
import type { Client } from './client.ts';
import { hasStatus } from './faults.ts';
import { readFiles } from './files.ts';
import { PAGE, paged } from './paging.ts';
import { readPastAlerts } from './past/alerts.ts';
import { readPastDeployments, readPastReleases } from './past/deployments.ts';
import { readPastIssues, readPastMilestones } from './past/issues.ts';
import { readPastPulls } from './past/pulls.ts';
import { readPastRuns } from './past/runs.ts';
import { isMember, permissionOf, teamReader } from './people.ts';
import { readDocuments } from './read-documents.ts';
import { readIssue } from './read-issue.ts';
import { hasReplied, nodeOf, ownComment, readIssues, readNewcomer, readTexts } from './read-more.ts';
import { type Identity, readCheckOn, readOwn, readPull } from './read-pull.ts';
import { readEarlierPolicies, readRules } from './read-rules.ts';
import { readReactions, readThread } from './read-weekly.ts';
import { answeredAmong, commentsSince, issuesSince, uncheckedPulls } from './recovery.ts';
import { write } from './write.ts';

export interface GitHubOptions {
  client: Client;
  clock: Clock;
  /** The check's name and the comment's first line, by which what Truenorth wrote is found again. */
  names: { check: string; marker: string };
}

const App = z.object({ id: z.number(), slug: z.string() });

/** The app's own identity, asked once: what it wrote is told from what others wrote by it. */
export function identify(client: Client): () => Promise<Identity> {
  let known: Promise<Identity> | undefined;
  return () => {
    known ??= client
      .asApp('GET /app')
      .then((answer) => App.parse(answer))
      .then(({ id, slug }) => ({ id, login: `${slug}[bot]` }));
    known.catch(() => {
      known = undefined;
    });
    return known;
  };
}

/** The `GitHub` port over Octokit. */
export function createGitHub({ client, clock, names }: GitHubOptions, identity: () => Promise<Identity>): GitHub {
  return {
    pull: async (ref, wants) => readPull(client, await identity(), ref, wants),
    files: (ref, headSha, expected, wantsDiff) => readFiles(client, ref, headSha, expected, wantsDiff),
    texts: (repo, sha, paths) => readTexts(client, repo, sha, paths),
    issues: (repo, numbers) => readIssues(client, repo, numbers),
    newcomer: (repo, login) => readNewcomer(client, repo, login),
    team: teamReader(client, clock),
    isMember: (installation, team, login) => isMember(client, installation, team, login),
    permission: (repo, login) => permissionOf(client, repo, login),
    merged: async (repo, page) => readPastPulls(client, await identity(), repo, { ...page, mergedOnly: true }),
    past: (repo, kind, page) => readPast(client, identity, repo, kind, page) as never,
    issue: async (ref) => readIssue(client, await identity(), ref),
    ownComment: (ref, marker) => ownComment(client, ref, marker),
    replied: (ref, comment) => hasReplied(client, ref, comment),
    ownIssue: async (repo, title, label) => ownIssue(client, await identity(), repo, title, label),
    ownMarked: async (repo, line, label) => ownMarked(client, await identity(), repo, line, label),
    ownIn: (repos, line, label) => findOwnIn(client, repos, line, label),
    beginnings: (repos) => readBeginnings(client, repos),
    documents: (repo, patterns) => readDocuments(client, repo, patterns),
    reactions: (installation, ids) => readReactions(client, installation, ids),
    thread: (issue) => readThread(client, issue),
    nodeOf: (issue) => nodeOf(client, issue),
    own: async (ref, sha) => readOwn(client, await identity(), ref, sha, names),
    checkOn: async (repo, sha) => readCheckOn(client, await identity(), { repo, sha }, names.check),
    rules: (repo) => readRules(client, repo),
    earlierPolicies: (repo) => readEarlierPolicies(client, repo),
    seesAll: (installation) => seesAll(client, installation),
    located: (repo) => located(client, repo),
    openPulls: (repo) => openPulls(client, repo),
    uncheckedPulls: async (repo) => uncheckedPulls(client, await identity(), repo, names.check),
    commentsSince: (repo, since) => commentsSince(client, repo, since),
    answeredAmong: (installation, ids) => answeredAmong(client, installation, ids),
    issuesSince: (repo, since) => issuesSince(client, repo, since),
    installations: () => installations(client),
    installationOf: (owner) => installationOf(client, owner),
    repositories: async (installation) => (await readInstalled(client, installation)).map(({ repo }) => repo),
    installed: (installation) => readInstalled(client, installation),
    pullsBetween: (repo, base, head) => pullsBetween(client, repo, base, head),
    write: (target, actions) => client.write(target.repo, (writer) => write(writer, target, actions, names.check)),
  };
}

const Selection = z.object({ repository_selection: z.enum(['all', 'selected']) });

const seesAll = async (client: Client, installation: number): Promise<boolean> => {
  const answer = await client.asApp('GET /app/installations/{installation_id}', { installation_id: installation });
  return Selection.parse(answer).repository_selection === 'all';
};

const Located = z.object({ node_id: z.string(), name: z.string(), owner: z.object({ login: z.string() }) });

/** GitHub follows a name that a repository had, until another takes it. */
async function located(client: Client, { installation, owner, name }: RepoRef) {
  try {
    const found = Located.parse(await client.rest(installation, 'GET /repos/{owner}/{repo}', { owner, repo: name }));
    return { repo: { installation, owner: found.owner.login, name: found.name }, nodeId: found.node_id };
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

const Numbers = z.array(z.object({ number: z.number() }));

async function openPulls(client: Client, { installation, owner, name }: RepoRef): Promise<number[]> {
  const pulls = await paged(async (page) =>
    Numbers.parse(
      await client.rest(installation, 'GET /repos/{owner}/{repo}/pulls', {
        owner,
        repo: name,
        state: 'open',
        per_page: PAGE,
        page,
      }),
    ),
  );
  return pulls.map(({ number }) => number);
}

const Installations = z.array(
  z.object({ id: z.number(), account: z.object({ login: z.string() }).nullable(), suspended_at: z.string().nullish() }),
);

async function installations(client: Client): Promise<{ installation: number; owner: string }[]> {
  const all = await paged(async (page) =>
    Installations.parse(await client.asApp('GET /app/installations', { per_page: PAGE, page })),
  );
  return all.flatMap(({ id, account, suspended_at: suspended }) =>
    account === null || suspended ? [] : [{ installation: id, owner: account.login }],
  );
}

const Comparison = z.object({ commits: z.array(z.object({ commit: z.object({ message: z.string() }) })) });

/**
 * The pull requests of a merge queue's commit. GitHub has no call for it; the queue's own commits name theirs, as
 * `Merge pull request #12 from …` or with `(#12)` at the end of the first line.
 */
async function pullsBetween(
  client: Client,
  { installation, owner, name }: RepoRef,
  base: string,
  head: string,
): Promise<number[]> {
  try {
    const answer = await client.rest(installation, 'GET /repos/{owner}/{repo}/compare/{basehead}', {
      owner,
      repo: name,
      basehead: `${base}...${head}`,
      per_page: PAGE,
    });
    const lines = Comparison.parse(answer).commits.map(({ commit }) => commit.message.split('\n')[0] ?? '');
    const numbers = lines.flatMap(
      (line) => /^Merge pull request #(\d+) from /.exec(line)?.[1] ?? /\(#(\d+)\)$/.exec(line)?.[1] ?? [],
    );
    return [...new Set(numbers.map(Number))];
  } catch (error) {
    // The queue dissolved the group: what its name says is all that is left to know.
    if (error instanceof Fault && error.kind === 'terminal') return [];
    throw error;
  }
}

async function installationOf(client: Client, owner: string): Promise<number | undefined> {
  try {
    const answer = await client.asApp('GET /users/{username}/installation', { username: owner });
    return z.object({ id: z.number() }).parse(answer).id;
  } catch (error) {
    if (hasStatus(error, 404)) return undefined;
    throw error;
  }
}

const Issues = z.array(
  z.object({
    node_id: z.string(),
    number: z.number(),
    title: z.string(),
    body: z.string().nullish(),
    state: z.string(),
  }),
);

/** The newest first. GitHub says who opened them, so nothing that somebody else's issue claims is believed. */
const ownIssues = async (client: Client, self: Identity, repo: RepoRef, label: string) =>
  Issues.parse(
    await client.rest(repo.installation, 'GET /repos/{owner}/{repo}/issues', {
      ...{ owner: repo.owner, repo: repo.name, creator: self.login, labels: label, state: 'all', per_page: 100 },
    }),
  );

async function ownIssue(client: Client, self: Identity, repo: RepoRef, title: string, label: string) {
  const found = (await ownIssues(client, self, repo, label)).find((issue) => issue.title === title);
  return found && { id: found.node_id, number: found.number };
}

async function ownMarked(client: Client, self: Identity, repo: RepoRef, line: string, label: string) {
  const found = (await ownIssues(client, self, repo, label)).find(({ body }) => body?.startsWith(line));
  return found && { id: found.node_id, number: found.number, open: found.state === 'open' };
}

async function readPast(
  client: Client,
  identity: () => Promise<Identity>,
  repo: RepoRef,
  kind: keyof PastOf,
  page: { cursor?: string | undefined; since: number; branch: string; label?: string },
): Promise<PastPage<PastOf[keyof PastOf]>> {
  switch (kind) {
    case 'pull':
      return readPastPulls(client, await identity(), repo, page);
    case 'issue':
      return readPastIssues(client, await identity(), repo, page);
    case 'deployment':
      return readPastDeployments(client, repo, page.cursor);
    case 'release':
      return readPastReleases(client, repo, page.cursor);
    case 'milestone':
      return readPastMilestones(client, repo, page.cursor);
    case 'run':
      return readPastRuns(client, repo, page);
    case 'alert':
      return readPastAlerts(client, repo, page.cursor);
  }
}
