import type { Account, Comment, Issue, Label, Pull, Repo, Role, Thread } from './entities.ts';
import { fullName } from './entities.ts';

/** Who does something, and when: ms, by default now. */
export interface Acting {
  by?: string;
  at?: number;
}

/** The GitHub App that is under watch. */
export interface AppIdentity {
  id: number;
  slug: string;
  name: string;
}

/** What a webhook says; a large one is composed only where somebody listens. */
export type Payload = object | (() => object);

/** A webhook to send: `lane` orders those of one repository. */
export interface Emission {
  lane: string;
  event: string;
  action: string | undefined;
  repo: Repo | undefined;
  by: Account;
  payload: Payload;
}

export interface StateOptions {
  organisation: string;
  app: AppIdentity;
  now: () => number;
  /** Where REST is answered. */
  api: string;
  onEvent: (emission: Emission) => void;
}

/** Everything that is on the played GitHub, how it is found, and how a change of it is told. */
export interface State {
  organisation: Account;
  app: AppIdentity;
  /** The app's own account, `slug[bot]`. */
  bot: Account;
  installation: {
    id: number /** Full names in lower case, where only some are selected. */;
    selected: Set<string> | undefined;
  };
  /** Logins by team slug, and roles by login, both in lower case; whoever has no role may write. */
  teams: Map<string, Set<string>>;
  roles: Map<string, Role>;
  repos: Map<string, Repo>;
  /** What is left of the hour's calls. */
  rateLimit: { limit: number; remaining: number };
  /** Where REST is answered, and where people look at it all. */
  urls: { api: string; html: string };
  now(): number;
  nextId(): number;
  /** An id as GitHub's API gives it, such as `PR_kwDOA1`. */
  nodeId(prefix: string, id: number): string;
  /** The account of this name; one that nobody has yet is made. */
  account(login: string): Account;
  /** Everybody who was ever named, people alone, by login. */
  people(): string[];
  repo(name: string): Repo | undefined;
  /** The installation sees the repository. */
  isVisible(repo: Repo): boolean;
  thread(repo: Repo, number: number): Thread | undefined;
  /** Sends the event, unless the app cannot see the repository, and tells the watchers. */
  emit(repo: Repo | undefined, event: string, action: string | undefined, by: Account, payload: Payload): void;
  /** Calls `watcher` after every change; the answer ends that. */
  watch(watcher: () => void): () => void;
  changed(): void;
}

export function createState({ organisation, app, now, api, onEvent }: StateOptions): State {
  let ids = 1_000;
  const nextId = () => ++ids;
  const nodeId = (prefix: string, id: number) => `${prefix}_kwDO${id.toString(36).toUpperCase()}`;
  const accounts = new Map<string, Account>();
  const watchers = new Set<() => void>();

  function account(login: string, type: Account['type'] = login.endsWith('[bot]') ? 'Bot' : 'User'): Account {
    const known = accounts.get(login.toLowerCase());
    if (known) return known;
    const id = nextId();
    const prefix = { User: 'U', Bot: 'BOT', Organization: 'O' }[type];
    const made: Account = { id, nodeId: nodeId(prefix, id), login, type };
    accounts.set(login.toLowerCase(), made);
    return made;
  }

  const state: State = {
    organisation: account(organisation, 'Organization'),
    app,
    bot: account(`${app.slug}[bot]`),
    installation: { id: nextId(), selected: undefined },
    teams: new Map(),
    roles: new Map(),
    repos: new Map(),
    rateLimit: { limit: 5_000, remaining: 5_000 },
    urls: { api, html: new URL(api).origin },
    now,
    nextId,
    nodeId,
    account: (login) => account(login),
    people: () => [...accounts.values()].flatMap(({ type, login }) => (type === 'User' ? login : [])).sort(),
    repo: (name) => state.repos.get(name.toLowerCase()),
    isVisible: (repo) =>
      repo.owner === state.organisation && (state.installation.selected?.has(fullName(repo).toLowerCase()) ?? true),
    thread: (repo, number) => repo.threads.get(number),
    emit(repo, event, action, by, payload) {
      if (repo === undefined || state.isVisible(repo))
        onEvent({ lane: repo ? fullName(repo) : '', event, action, repo, by, payload });
      state.changed();
    },
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    changed() {
      for (const watcher of watchers) watcher();
    },
  };
  return state;
}

/** Everything with a node id that the API can be asked for by it. */
export type Found =
  | { type: 'Repository'; repo: Repo }
  | { type: 'PullRequest'; thread: Pull }
  | { type: 'Issue'; thread: Issue }
  | { type: 'Label'; repo: Repo; label: Label }
  | { type: 'IssueComment'; thread: Thread; comment: Comment };

/** Looks a node id up in what the installation sees. */
export function findNode(state: State, id: string): Found | undefined {
  for (const repo of state.repos.values()) {
    if (!state.isVisible(repo)) continue;
    if (repo.nodeId === id) return { type: 'Repository', repo };
    for (const label of repo.labels.values()) if (label.nodeId === id) return { type: 'Label', repo, label };
    for (const thread of repo.threads.values()) {
      if (thread.nodeId === id)
        return thread.kind === 'pull' ? { type: 'PullRequest', thread } : { type: 'Issue', thread };
      const comment = thread.comments.find(({ nodeId }) => nodeId === id);
      if (comment) return { type: 'IssueComment', thread, comment };
    }
  }
  return undefined;
}
