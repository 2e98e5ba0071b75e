import type { Account, Commit, Label, Pull, Push, Repo } from './entities.ts';
import { fullName } from './entities.ts';
import { type Changes, changesBetween, commitsBetween, commitTo, mergeBaseOf, resolveRef } from './git.ts';
import { Refusal } from './refusal.ts';
import { commitShape, labelShape, pullShape } from './shapes.ts';
import type { Acting, State } from './state.ts';

export interface NewRepo {
  /** `acme/api`. */
  name: string;
  files?: Record<string, string>;
  private?: boolean;
  labels?: string[];
  by?: string;
  /** When it was made, with its first commit, ms. Default: now. */
  at?: number;
}

export interface CommitOptions {
  files: Changes;
  message?: string;
  /** Default: the default branch. */
  branch?: string;
  by?: string;
  /** When it is committed and pushed, ms. Default: now. */
  at?: number;
  /** When it was written. Default: when it is committed. */
  authoredAt?: number | undefined;
}

/** Pushes kept of each repository, to be shown. */
const PUSHES = 30;
const NOTHING = '0'.repeat(40);

/** Who does what nobody is named for. */
export const SOMEBODY = 'ada';

/** A label's colour where none is given. */
const GREY = 'ededed';

export type Repositories = ReturnType<typeof repositoriesOf>;

/** Repositories, their branches and labels, and what people do to them. */
export function repositoriesOf(state: State) {
  /** The repository, or GitHub's answer that there is none. */
  function repoOf(repo: Repo | string): Repo {
    const found = typeof repo === 'string' ? state.repo(repo) : repo;
    if (found === undefined) throw new Refusal(404, 'Not Found');
    return found;
  }

  function makeRepo(
    owner: Account,
    name: string,
    options: { private: boolean; fork: boolean; createdAt: number },
  ): Repo {
    const id = state.nextId();
    const repo: Repo = {
      ...{
        id,
        nodeId: state.nodeId('R', id),
        owner,
        name,
        ...options,
        archived: false,
        hasIssues: true,
        defaultBranch: 'main',
      },
      ...{
        branches: new Map(),
        commits: new Map(),
        labels: new Map(),
        threads: new Map(),
        gone: new Map(),
        checks: [],
        pushes: [],
      },
      ...{ deployments: [], releases: [], milestones: [], runs: [], alerts: [], hasAlerts: true },
    };
    state.repos.set(fullName(repo).toLowerCase(), repo);
    return repo;
  }

  /** Moves a branch and tells of it; the open pull requests from this branch move with it. */
  function moveBranch(repo: Repo, branch: string, commit: Commit, by: Account, at = state.now()): void {
    const before = repo.branches.get(branch);
    repo.branches.set(branch, commit.sha);
    const push: Push = {
      ...{ branch, before: before ?? NOTHING, after: commit.sha, by, message: commit.message, at },
    };
    repo.pushes = [...repo.pushes, push].slice(-PUSHES);
    const parent = repo.commits.get(before ?? commit.parents[0] ?? '');
    state.emit(repo, 'push', undefined, by, () =>
      pushPayload(repo, push, parent ? commitsBetween(repo, parent, commit) : [commit]),
    );
  }

  function synchronize(from: Repo, branch: string, before: string, by: Account, at: number): void {
    const pulls = [...state.repos.values()]
      .flatMap(({ threads }) => [...threads.values()])
      .filter((thread): thread is Pull => thread.kind === 'pull' && thread.open);
    for (const pull of pulls.filter(({ head }) => head.repo === from && head.branch === branch)) {
      const commit = resolveRef(from, branch);
      if (commit === undefined) continue;
      pull.repo.commits.set(commit.sha, commit);
      pull.head.sha = commit.sha;
      refreshMergeBase(pull);
      pull.updatedAt = Math.max(pull.updatedAt, at);
      const moved = { number: pull.number, before, after: commit.sha };
      const payload = () => ({ ...moved, pull_request: pullShape(state, pull) });
      state.emit(pull.repo, 'pull_request', 'synchronize', by, payload);
    }
  }

  return {
    repoOf,

    /** A repository with its first commit. */
    addRepo(options: NewRepo): Repo {
      const { name, files = {}, private: hidden = false, labels = [], by = SOMEBODY, at = state.now() } = options;
      const [owner = '', short = ''] = name.split('/');
      const account = owner.toLowerCase() === state.organisation.login.toLowerCase() ? state.organisation : undefined;
      const repo = makeRepo(account ?? state.account(owner), short, { private: hidden, fork: false, createdAt: at });
      const author = state.account(by);
      const first = { parents: [], changes: files, message: 'Initial commit', author, at };
      repo.branches.set(repo.defaultBranch, commitTo(repo, first).sha);
      for (const label of labels) this.createLabel(repo, { name: label, by });
      state.emit(repo, 'repository', 'created', author, {});
      return repo;
    },

    /** Gives a repository another name. Its old one leads nowhere here, though GitHub would follow it for a while. */
    renameRepo(where: Repo | string, name: string, { by = SOMEBODY }: Acting = {}): void {
      const repo = repoOf(where);
      const [before, from] = [fullName(repo).toLowerCase(), repo.name];
      state.repos.delete(before);
      repo.name = name;
      state.repos.set(fullName(repo).toLowerCase(), repo);
      if (state.installation.selected?.delete(before)) state.installation.selected.add(fullName(repo).toLowerCase());
      state.emit(repo, 'repository', 'renamed', state.account(by), { changes: { repository: { name: { from } } } });
    },

    /** A person's fork, with the branches as they are now. */
    forkOf(repo: Repo, login: string): Repo {
      const known = state.repo(`${login}/${repo.name}`);
      if (known) return known;
      const fork = makeRepo(state.account(login), repo.name, {
        private: repo.private,
        fork: true,
        createdAt: state.now(),
      });
      fork.branches = new Map(repo.branches);
      fork.commits = new Map(repo.commits);
      return fork;
    },

    /** Commits to a branch, which is made if need be, and pushes it. */
    commitTo(where: Repo | string, options: CommitOptions): Commit {
      const { files, message = 'Update files', branch, by = SOMEBODY, at = state.now(), authoredAt } = options;
      const repo = repoOf(where);
      const name = branch ?? repo.defaultBranch;
      const parent = resolveRef(repo, repo.branches.has(name) ? name : 'HEAD');
      const author = state.account(by);
      const parents = parent ? [parent] : [];
      const commit = commitTo(repo, { parents, changes: files, message, author, at, authoredAt });
      const before = repo.branches.get(name);
      moveBranch(repo, name, commit, author, at);
      if (before !== undefined) synchronize(repo, name, before, author, at);
      return commit;
    },

    moveBranch,

    /** @throws Refusal 422 where there is one of this name, whatever its case. */
    createLabel(
      where: Repo | string,
      {
        name,
        color = GREY,
        description = '',
        by = SOMEBODY,
      }: { name: string; color?: string; description?: string; by?: string },
    ): Label {
      const repo = repoOf(where);
      if (repo.labels.has(name.toLowerCase()))
        throw new Refusal(422, 'Validation Failed', 'UNPROCESSABLE', [
          { resource: 'Label', code: 'already_exists', field: 'name' },
        ]);
      const id = state.nextId();
      const label: Label = { id, nodeId: state.nodeId('LA', id), name, color: color.replace(/^#/, ''), description };
      repo.labels.set(name.toLowerCase(), label);
      state.emit(repo, 'label', 'created', state.account(by), { label: labelShape(state, repo, label) });
      return label;
    },

    setArchived(where: Repo | string, archived: boolean, by: string = SOMEBODY): void {
      const repo = repoOf(where);
      repo.archived = archived;
      state.emit(repo, 'repository', archived ? 'archived' : 'unarchived', state.account(by), {});
    },

    /** Turns issues on or off; GitHub tells nobody. */
    setIssues(where: Repo | string, on: boolean): void {
      repoOf(where).hasIssues = on;
      state.changed();
    },
  };
}

/** @throws Refusal 403 where the repository is archived: it can be read, and no more. */
export function mindArchived({ archived }: Repo): void {
  if (archived) throw new Refusal(403, 'Repository was archived so is read-only.', 'FORBIDDEN');
}

/** Counts an open pull request's changes from where its branch and its base now part. */
export function refreshMergeBase(pull: Pull): void {
  const base = resolveRef(pull.repo, pull.base);
  const head = resolveRef(pull.repo, pull.head.sha);
  if (base && head) pull.mergeBase = mergeBaseOf(pull.repo, base, head).sha;
}

function pushPayload(repo: Repo, push: Push, commits: readonly Commit[]): object {
  const touched = (commit: Commit) => {
    const parent = repo.commits.get(commit.parents[0] ?? '');
    const changes = parent ? changesBetween(parent, commit) : [];
    const paths = (...of: string[]) => changes.filter(({ status }) => of.includes(status)).map(({ path }) => path);
    const from = changes.flatMap(({ previousPath }) => previousPath ?? []);
    return { added: paths('added', 'renamed'), modified: paths('modified'), removed: [...paths('removed'), ...from] };
  };
  const listed = commits.map((commit) => ({ ...commitShape(commit), ...touched(commit) }));
  return {
    ...{ ref: `refs/heads/${push.branch}`, before: push.before, after: push.after, base_ref: null },
    ...{ created: push.before === NOTHING, deleted: false, forced: false, compare: '' },
    ...{ commits: listed, head_commit: listed.at(-1) ?? null, pusher: { name: push.by.login, email: null } },
  };
}
