import type { CheckRun, Commit, Pull, Repo } from '../entities.ts';
import { blobId, entriesAt, folderById, historyOf, resolveRef, treeId } from '../git.ts';
import { iso, pullsAt } from '../shapes.ts';
import type { World } from '../world.ts';
import { connection, type PageArguments } from './connection.ts';

/** Nodes that a commit leads to, made elsewhere. */
interface Others {
  checkNode(check: CheckRun): object;
  pullNode(world: World, pull: Pull): object;
}

type CheckFilter = { filterBy?: { appId?: number; checkName?: string } };

/** GitHub's GraphQL cuts a blob's text at half a megabyte. */
const LONGEST = 512_000;

/** A repository's branches, commits, folders and files. */
export function gitNodes(world: World, repo: Repo, { checkNode, pullNode }: Others) {
  const nodeId = (prefix: string, oid: string) => `${prefix}_${repo.id.toString(36)}${oid}`;

  function blob(text: string) {
    const [oid, byteSize] = [blobId(text), Buffer.byteLength(text)];
    const common = { __typename: 'Blob', id: nodeId('B', oid), oid, byteSize };
    return { ...common, isBinary: text.includes('\0'), isTruncated: byteSize > LONGEST, text: text.slice(0, LONGEST) };
  }

  function tree(commit: Commit, path: string) {
    const entries = entriesAt(commit.files, path);
    if (entries === undefined) return null;
    const oid = treeId(entries);
    const pathOf = (name: string) => (path === '' ? name : `${path}/${name}`);
    return {
      ...{ __typename: 'Tree', id: nodeId('T', oid), oid },
      entries: entries.map((entry) => ({
        ...entry,
        path: pathOf(entry.name),
        object: () => at(commit, pathOf(entry.name)),
      })),
    };
  }

  const at = (commit: Commit, path: string) => {
    const text = commit.files.get(path);
    return text === undefined ? tree(commit, path) : blob(text);
  };

  function suites(commit: Commit, { filterBy, ...page }: PageArguments & CheckFilter) {
    const isOurs = filterBy?.appId === undefined || filterBy.appId === world.app.id;
    const checks = isOurs ? world.checksAt(repo, commit.sha) : [];
    const bySuite = Map.groupBy(checks, ({ suite }) => suite.nodeId);
    const nodes = [...bySuite].map(([id, runs]) => ({
      ...{ id, app: { id: `A_${world.app.id}`, databaseId: world.app.id, slug: world.app.slug, name: world.app.name } },
      checkRuns: ({ filterBy: wanted, ...runPage }: PageArguments & CheckFilter) => {
        const named = runs.filter(({ name }) => !wanted?.checkName || name === wanted.checkName);
        return connection(named.map(checkNode), runPage, 'checkRuns');
      },
    }));
    return connection(nodes, page, 'checkSuites');
  }

  function commitNode(commit: Commit): object {
    return {
      ...{ __typename: 'Commit', id: nodeId('C', commit.sha), oid: commit.sha, message: commit.message },
      committedDate: iso(commit.at),
      authoredDate: iso(commit.authoredAt),
      checkSuites: (options: PageArguments & CheckFilter) => suites(commit, options),
      history: ({ path, ...page }: PageArguments & { path?: string }) =>
        connection(historyOf(repo, commit, path).map(commitNode), page, 'history'),
      associatedPullRequests: (page: PageArguments) =>
        connection(
          pullsAt(repo, commit.sha).map((pull) => pullNode(world, pull)),
          page,
          'associatedPullRequests',
        ),
    };
  }

  /** A commit, or what is in a branch under this id. */
  function byOid(oid: string) {
    const commit = repo.commits.get(oid);
    if (commit) return commitNode(commit);
    for (const { files } of heads()) {
      for (const text of files.values()) if (blobId(text) === oid) return blob(text);
    }
    for (const head of heads()) {
      const folder = folderById(head.files, oid);
      if (folder !== undefined) return tree(head, folder);
    }
    return null;
  }

  const heads = (): Commit[] => {
    const shas = [repo.branches.get(repo.defaultBranch) ?? '', ...repo.branches.values()];
    return [...new Set(shas)].flatMap((sha) => repo.commits.get(sha) ?? []);
  };

  return {
    ref(name: string) {
      const commit = resolveRef(repo, name);
      if (commit === undefined || !repo.branches.has(name)) return null;
      return { id: `REF_${repo.id}_${name}`, name, prefix: 'refs/heads/', target: commitNode(commit) };
    },
    object({ oid, expression }: { oid?: string; expression?: string }) {
      if (oid) return byOid(oid);
      const [ref = '', path] = (expression ?? '').split(/:(.*)/s);
      const commit = resolveRef(repo, ref);
      if (commit === undefined) return null;
      return path === undefined ? commitNode(commit) : at(commit, path);
    },
  };
}
