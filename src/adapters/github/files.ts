import { Fault } from '../../model/fault.ts';
import type { ChangedFile, Listing } from '../../model/pull.ts';
import type { PullRef } from '../../model/ref.ts';
import type { FilesReading } from '../../ports/readings.ts';
import { changedLines } from '../../practices/shared/files.ts';
import { FilesAnswer } from './answers.ts';
import type { Client } from './client.ts';

/** GitHub lists no more files of a pull request than this. */
const LISTED = 3_000;

/** GitHub drops diffs of large pages: those that are wanted are asked for again, so many files at a time, so many times. */
const FEW = 10;
const REREAD = 20;

/**
 * The changed files of a head commit, whole or said not to be: what GitHub listed is compared with the pull request's own
 * count, and read once more in smaller pages when something is missing.
 *
 * @throws Fault transient, when GitHub lists another commit's files: the head moved, or has not been caught up with.
 */
export async function readFiles(
  client: Client,
  ref: PullRef,
  headSha: string,
  expected: number,
  wantsDiff: (file: ChangedFile) => boolean,
): Promise<FilesReading> {
  const wanted = Math.min(expected, LISTED);
  let listed = await list(client, ref, headSha, wanted, 100);
  if (listed.length < wanted) listed = await list(client, ref, headSha, wanted, 30);
  const files = listed.map(fileOf);
  const patches = new Map(listed.flatMap(({ filename, patch }) => (patch === undefined ? [] : [[filename, patch]])));
  const isMissing = (file: ChangedFile) => changedLines(file) > 0 && !patches.has(file.path) && wantsDiff(file);
  const pages = new Set(files.flatMap((file, at) => (isMissing(file) ? Math.floor(at / FEW) + 1 : [])));
  for (const page of [...pages].slice(0, REREAD)) {
    for (const { filename, patch } of await listPage(client, ref, headSha, page, FEW))
      if (patch !== undefined) patches.set(filename, patch);
  }
  return { listing: listingOf(files, expected), patches };
}

function listingOf(files: ChangedFile[], expected: number): Listing {
  if (files.length >= expected) return { whole: true, files };
  const total = expected.toLocaleString('en');
  return {
    whole: false,
    files,
    because: `GitHub lists only ${files.length.toLocaleString('en')} of its ${total} changed files`,
    cause: 'subject',
  };
}

async function list(client: Client, ref: PullRef, headSha: string, wanted: number, size: number): Promise<FilesAnswer> {
  const listed: FilesAnswer = [];
  for (let page = 1; listed.length < wanted || page === 1; page++) {
    const answer = await listPage(client, ref, headSha, page, size);
    listed.push(...answer);
    if (answer.length < size) break;
  }
  return listed;
}

async function listPage(
  client: Client,
  ref: PullRef,
  headSha: string,
  page: number,
  size: number,
): Promise<FilesAnswer> {
  const { owner, name, installation } = ref.repo;
  const answer = FilesAnswer.parse(
    await client.rest(installation, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
      owner,
      repo: name,
      pull_number: ref.number,
      per_page: size,
      page,
    }),
  );
  mindHead(answer, headSha);
  return answer;
}

/** A file's address names the commit that it was listed for; a removed file's names its parent. */
function mindHead(files: FilesAnswer, headSha: string): void {
  const address = files.find(({ status, contents_url }) => status !== 'removed' && contents_url)?.contents_url;
  const listed = address === undefined ? undefined : new URL(address).searchParams.get('ref');
  if (listed && /^[0-9a-f]{40,64}$/.test(listed) && listed !== headSha)
    throw new Fault('transient', `GitHub lists the files of ${listed.slice(0, 7)}, not of ${headSha.slice(0, 7)}`);
}

const fileOf = (file: FilesAnswer[number]): ChangedFile => ({
  path: file.filename,
  status: file.status,
  additions: file.additions,
  deletions: file.deletions,
  ...(file.previous_filename === undefined ? {} : { previousPath: file.previous_filename }),
});
