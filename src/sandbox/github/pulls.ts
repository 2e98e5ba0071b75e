import type { Commit, MergeGroup, Pull, Repo } from './entities.ts';
import { type Changes, commitTo, resolveRef } from './git.ts';
import { Refusal } from './refusal.ts';
import { type Repositories, refreshMergeBase, SOMEBODY } from './repositories.ts';
import { changesOf, commitShape } from './shapes.ts';
import type { Acting, State } from './state.ts';
import { type NewThread, type Threads, touch } from './threads.ts';

export interface NewPull extends NewThread {
  /** What it changes; `null` removes a file. Not needed where `head` is a branch that is there already. */
  files?: Changes;
  draft?: boolean;
  /** From a fork that its author has of the repository. */
  fork?: boolean;
  /** When its first commit was written, ms. Default: when it is opened. */
  authoredAt?: number;
  /** The branch it comes from. Default: a name made from its number. */
  head?: string;
  base?: string;
}

export type Pulls = ReturnType<typeof pullsOf>;

/** Pull requests, from being opened to being merged, one by one or in the merge queue. */
export function pullsOf(state: State, repositories: Repositories, threads: Threads) {
  /** The base's files with the pull request's changes on them, as a merge commit. */
  function mergeOnto(base: Commit, pull: Pull, by: string, at: number): Commit {
    const changes: Changes = {};
    for (const { path, previousPath, status, content } of changesOf(pull)) {
      if (previousPath !== undefined) changes[previousPath] = null;
      changes[path] = status === 'removed' ? null : content;
    }
    const head = resolveRef(pull.repo, pull.head.sha);
    const from = `${pull.head.repo.owner.login}/${pull.head.branch}`;
    const message = `Merge pull request #${pull.number} from ${from}\n\n${pull.title}`;
    const parents = head ? [base, head] : [base];
    return commitTo(pull.repo, { parents, changes, message, author: state.account(by), at });
  }

  function closeMerged(pull: Pull, commit: Commit, by: string, at: number): void {
    Object.assign(pull, { open: false, closedAt: at, mergedAt: at, mergeCommit: commit.sha });
    threads.noteState(pull, state.account(by), at);
    threads.tell(pull, 'closed', state.account(by));
  }

  function setDraft(pull: Pull, draft: boolean, { by = SOMEBODY, at = state.now() }: Acting): void {
    if (pull.draft === draft) return;
    pull.draft = draft;
    pull.turns.push({ id: state.nextId(), draft, by: state.account(by), at });
    touch(pull, at);
    threads.tell(pull, draft ? 'converted_to_draft' : 'ready_for_review', state.account(by));
  }

  function tellGroup(group: MergeGroup, action: string, more: object = {}): void {
    const head = group.repo.commits.get(group.headSha);
    const merge_group = {
      ...{ head_sha: group.headSha, head_ref: group.headRef, base_sha: group.baseSha, base_ref: group.baseRef },
      head_commit: head ? commitShape(head) : null,
    };
    state.emit(group.repo, 'merge_group', action, state.account('github-merge-queue[bot]'), { merge_group, ...more });
  }

  return {
    openPull(options: NewPull): Pull {
      const { by = SOMEBODY, at = state.now(), draft = false, fork = false, base, files, authoredAt } = options;
      const begun = threads.begin(options, 'PR');
      const { repo, number } = begun;
      const from = fork ? repositories.forkOf(repo, by) : repo;
      const branch = options.head ?? `${by.replace(/\W+/g, '')}/change-${number}`;
      if (files !== undefined)
        repositories.commitTo(from, { files, branch, by, at, authoredAt, message: options.title });
      const head = resolveRef(from, branch);
      if (head === undefined) throw new Refusal(422, 'Validation Failed');
      if (fork) for (const commit of from.commits.values()) repo.commits.set(commit.sha, commit);
      const pull: Pull = {
        ...{ kind: 'pull', ...begun, draft, base: base ?? repo.defaultBranch, mergeBase: head.sha },
        ...{
          head: { repo: from, branch, sha: head.sha },
          requested: [],
          reviews: [],
          turns: [],
          requests: [],
          mergedAt: undefined,
          mergeCommit: undefined,
        },
      };
      refreshMergeBase(pull);
      repo.threads.set(number, pull);
      threads.tell(pull, 'opened', pull.author);
      threads.plan(pull, options);
      return pull;
    },

    /** Edits title, description or the branch it is to be merged into. */
    editPull(pull: Pull, { base, ...text }: { title?: string; body?: string; base?: string } & Acting): void {
      threads.edit(pull, text);
      if (base === undefined || base === pull.base) return;
      const from = { ref: { from: pull.base }, sha: { from: pull.mergeBase } };
      pull.base = base;
      touch(pull, text.at ?? state.now());
      refreshMergeBase(pull);
      threads.tell(pull, 'edited', state.account(text.by ?? SOMEBODY), { changes: { base: from } });
    },

    /** Pushes a commit to the head; every open pull request from that branch moves. */
    push(
      pull: Pull,
      { message = 'Update', ...rest }: { files: Changes; message?: string; authoredAt?: number } & Acting,
    ): Commit {
      return repositories.commitTo(pull.head.repo, { ...rest, message, branch: pull.head.branch });
    },

    toDraft: (pull: Pull, acting: Acting = {}) => setDraft(pull, true, acting),
    readyForReview: (pull: Pull, acting: Acting = {}) => setDraft(pull, false, acting),

    /** @throws Refusal 405 where it is not open, or a draft. */
    merge(pull: Pull, { by = SOMEBODY, at = state.now() }: Acting = {}): Commit {
      const base = resolveRef(pull.repo, pull.base);
      if (!pull.open || pull.draft || base === undefined) throw new Refusal(405, 'Pull Request is not mergeable');
      const commit = mergeOnto(base, pull, by, at);
      repositories.moveBranch(pull.repo, pull.base, commit, state.account(by), at);
      closeMerged(pull, commit, by, at);
      return commit;
    },

    /** The merge queue asks for checks of these pull requests, merged one after the other onto their base. */
    requestMergeGroup(where: Repo | string, numbers: readonly number[]): MergeGroup {
      const repo = repositories.repoOf(where);
      const pulls = numbers.map((number) => state.thread(repo, number)).filter((one) => one?.kind === 'pull');
      const [first] = pulls;
      const base = first && resolveRef(repo, first.base);
      if (first === undefined || base === undefined || pulls.length < numbers.length)
        throw new Refusal(422, 'Validation Failed');
      const head = pulls.reduce((onto, pull) => mergeOnto(onto, pull, 'github-merge-queue[bot]', state.now()), base);
      const headRef = `refs/heads/gh-readonly-queue/${first.base}/pr-${numbers.at(-1)}-${base.sha}`;
      const baseRef = `refs/heads/${first.base}`;
      const group: MergeGroup = { repo, headSha: head.sha, headRef, baseSha: base.sha, baseRef, pulls };
      repo.branches.set(headRef.replace('refs/heads/', ''), head.sha);
      tellGroup(group, 'checks_requested');
      return group;
    },

    /** The queue is done with a group; merged ones close their pull requests. */
    destroyMergeGroup(group: MergeGroup, reason: 'merged' | 'invalidated' | 'dequeued'): void {
      const { repo, headRef, headSha } = group;
      repo.branches.delete(headRef.replace('refs/heads/', ''));
      const commit = repo.commits.get(headSha);
      if (reason === 'merged' && commit) {
        const by = 'github-merge-queue[bot]';
        repositories.moveBranch(repo, group.baseRef.replace('refs/heads/', ''), commit, state.account(by));
        for (const pull of group.pulls) closeMerged(pull, commit, by, state.now());
      }
      tellGroup(group, 'destroyed', { reason });
    },
  };
}
