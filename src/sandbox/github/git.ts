import { createHash } from 'node:crypto';
import { lineDiff } from './diff.ts';
import type { Account, Commit, Repo } from './entities.ts';

/** Files by path; `null` removes one. */
export type Changes = Record<string, string | null>;

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

/** A file's object id, as Git computes it. */
export const blobId = (content: string): string => sha1(`blob ${Buffer.byteLength(content)}\0${content}`);

export interface NewCommit {
  parents: readonly Commit[];
  changes: Changes;
  message: string;
  author: Account;
  at: number;
  /** Default: when it is committed. */
  authoredAt?: number | undefined;
}

/** Makes a commit on the first parent's files; branches are not moved. */
export function commitTo(repo: Repo, { parents, changes, message, author, at, authoredAt = at }: NewCommit): Commit {
  const files = new Map(parents[0]?.files);
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) files.delete(path);
    else files.set(path, content);
  }
  const shas = parents.map(({ sha }) => sha);
  // The count tells apart what is committed twice within a second.
  const sha = sha1(JSON.stringify([repo.id, repo.commits.size, shas, changes, message, author.login, at]));
  const generation = 1 + Math.max(0, ...parents.map((parent) => parent.generation));
  const commit: Commit = { sha, message, author, at, authoredAt, parents: shas, generation, files };
  repo.commits.set(sha, commit);
  return commit;
}

/** The commit that a branch, `HEAD`, a full ref or a commit id names. */
export function resolveRef(repo: Repo, ref: string): Commit | undefined {
  const name = ref === 'HEAD' ? repo.defaultBranch : ref.replace(/^refs\/heads\//, '');
  return repo.commits.get(repo.branches.get(name) ?? name);
}

type Side = 'base' | 'head' | 'both';

/**
 * The commits that lead to either of two, youngest first, with which of them they lead to; it ends where only such are left that lead
 * to both. By their generations a commit comes after everything that it leads to, so that what is told of it is final.
 */
function* leadingTo(repo: Repo, base: Commit, head: Commit): Generator<[Commit, Side]> {
  const sides = new Map<Commit, Side>([[base, 'base']]);
  const add = (commit: Commit, side: Side) => {
    const known = sides.get(commit);
    sides.set(commit, known === undefined || known === side ? side : 'both');
  };
  add(head, 'head');
  while ([...sides.values()].some((side) => side !== 'both')) {
    const [commit, side] = [...sides].reduce((young, one) => (one[0].generation > young[0].generation ? one : young));
    sides.delete(commit);
    yield [commit, side];
    for (const sha of commit.parents) {
      const parent = repo.commits.get(sha);
      if (parent) add(parent, side);
    }
  }
  yield* sides;
}

/** The newest commit that both have; the first one's own where they have none in common. */
export function mergeBaseOf(repo: Repo, base: Commit, head: Commit): Commit {
  for (const [commit, side] of leadingTo(repo, base, head)) if (side === 'both') return commit;
  return base;
}

/** What `head` has that `base` has not, oldest first. */
export function commitsBetween(repo: Repo, base: Commit, head: Commit): Commit[] {
  const found = [...leadingTo(repo, base, head)].flatMap(([commit, side]) => (side === 'head' ? commit : []));
  return found.sort((a, b) => a.generation - b.generation);
}

/** A branch's commits along first parents, newest first; of a path, those that changed it. */
export function historyOf(repo: Repo, from: Commit, path?: string): Commit[] {
  const found: Commit[] = [];
  for (let commit: Commit | undefined = from; commit; ) {
    const parent: Commit | undefined = repo.commits.get(commit.parents[0] ?? '');
    if (path === undefined || commit.files.get(path) !== parent?.files.get(path)) found.push(commit);
    commit = parent;
  }
  return found;
}

/** A changed file, in GitHub's words. `content` is what stands after the change, before it for a removed file. */
export interface Change {
  path: string;
  status: 'added' | 'removed' | 'modified' | 'renamed';
  previousPath: string | undefined;
  content: string;
  additions: number;
  deletions: number;
  patch: string | undefined;
}

const compared = new WeakMap<Commit, WeakMap<Commit, Change[]>>();

/** What changed from one commit to another, by path; computed once for the two. */
export function changesBetween(before: Commit, after: Commit): Change[] {
  const known = compared.get(before) ?? new WeakMap<Commit, Change[]>();
  compared.set(before, known);
  const changes = known.get(after) ?? compare(before.files, after.files);
  known.set(after, changes);
  return changes;
}

function compare(before: Commit['files'], after: Commit['files']): Change[] {
  const removed = new Map([...before].filter(([path]) => !after.has(path)));
  const moved = new Map([...removed].map(([path, content]) => [content, path]));
  const changes: Change[] = [];
  for (const [path, content] of after) {
    const old = before.get(path);
    if (old === content) continue;
    const from = old === undefined ? moved.get(content) : undefined;
    if (from !== undefined && removed.delete(from))
      changes.push({
        ...{ path, status: 'renamed', previousPath: from, content },
        ...{ additions: 0, deletions: 0, patch: undefined },
      });
    else changes.push(changeOf(path, old, content));
  }
  for (const [path, content] of removed) changes.push(changeOf(path, content, undefined));
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function changeOf(path: string, before: string | undefined, after: string | undefined): Change {
  const status = before === undefined ? 'added' : after === undefined ? 'removed' : 'modified';
  return {
    ...{ path, status, previousPath: undefined, content: after ?? before ?? '' },
    ...lineDiff(before ?? '', after ?? ''),
  };
}

export interface Entry {
  name: string;
  type: 'blob' | 'tree';
  oid: string;
}

/** A folder's entries by name; `undefined` where there is no such folder. The root is the empty path. */
export function entriesAt(files: Commit['files'], path: string): Entry[] | undefined {
  const prefix = path === '' ? '' : `${path.replace(/\/$/, '')}/`;
  const inside = [...files].filter(([file]) => file.startsWith(prefix)).map(([file, text]) => ({ file, text }));
  if (inside.length === 0 && path !== '') return undefined;
  const byName = Map.groupBy(inside, ({ file }) => file.slice(prefix.length).split('/')[0] ?? '');
  return [...byName].sort().map(([name, [first]]): Entry => {
    const isBlob = first?.file === prefix + name;
    return isBlob
      ? { name, type: 'blob', oid: blobId(first.text) }
      : { name, type: 'tree', oid: treeId(entriesAt(files, prefix + name) ?? []) };
  });
}

export const treeId = (entries: readonly Entry[]): string =>
  sha1(`tree ${entries.map(({ name, type, oid }) => `${type} ${oid} ${name}`).join('\n')}`);

/** The path of the folder with this object id. */
export function folderById(files: Commit['files'], oid: string): string | undefined {
  const folders = new Set(['']);
  for (const path of files.keys())
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) folders.add(path.slice(0, at));
  return [...folders].find((folder) => treeId(entriesAt(files, folder) ?? []) === oid);
}
