import { code } from '../../model/markdown.ts';
import { type ChangedFile, type Finding, type Findings, isUnread, type PullFacts } from '../../model/pull.ts';
import type { Evidence, Verdict } from '../../model/verdict.ts';
import { CODEOWNERS_PATHS } from '../../model/well-known.ts';
import type { Extract, PullRule } from '../practice.ts';
import { ownersIn, TooManyOwners } from '../shared/codeowners.ts';
import { cannotJudge, cannotJudgeFor } from '../shared/unread.ts';
import type { SecurityOptions } from './options.ts';

const ID = 'changed-codeowners';
const rank = (path: string): number => (CODEOWNERS_PATHS as readonly string[]).indexOf(path);

/** What is wrong with CODEOWNERS by `problem`, and which changed files it leaves without an owner, by `unowned`. */
function judged(text: string, path: string, files: readonly ChangedFile[]): Findings {
  try {
    return { found: findIn(text, path, files), unread: [] };
  } catch (error) {
    if (!(error instanceof TooManyOwners)) throw error;
    const because = `${code(path)} has too many lines to be held against ${files.length} changed files`;
    return { found: [], unread: [{ path, because, cause: 'subject' }] };
  }
}

function findIn(text: string, path: string, files: readonly ChangedFile[]): Finding[] {
  const owners = ownersIn(text);
  const problems = owners.problems.map(({ line, message }) => ({ path, line, what: 'problem', detail: message }));
  const unowned = files.filter((file) => !owners.owned(file.path));
  return [...problems, ...unowned.map((file) => ({ path, what: 'unowned', detail: file.path }))];
}

/** A pull request that changes CODEOWNERS is judged by it as it would be: new files come with their owners. */
const changed: Extract<SecurityOptions> = {
  id: ID,
  from: 'text',
  of: ({ path, status }) => rank(path) >= 0 && status !== 'removed',
  read: ({ file, text }, _, { files }) => judged(text, file.path, files),
};

/** The CODEOWNERS that is in force once the pull request is merged. */
function inForce({ files, codeowners }: PullFacts): { path: string; changed: boolean } | 'absent' | 'removed' {
  const gone = new Set(
    files.files.flatMap((file) => (file.status === 'removed' ? file.path : (file.previousPath ?? []))),
  );
  const before = typeof codeowners === 'object' && 'path' in codeowners ? codeowners.path : undefined;
  const touched = files.files.filter(({ path, status }) => rank(path) >= 0 && status !== 'removed');
  const standing = before !== undefined && !gone.has(before) ? [before] : [];
  const [path] = [...touched.map((file) => file.path), ...standing].sort((a, b) => rank(a) - rank(b));
  if (path !== undefined) return { path, changed: touched.some((file) => file.path === path) };
  return before === undefined ? 'absent' : 'removed';
}

/** Every changed file has an owner in CODEOWNERS: somebody who is asked before it changes, and when it breaks. */
export const ownership: PullRule<SecurityOptions> = {
  on: 'pull',
  id: 'ownership',
  title: 'Ownership',
  asks: 'Every changed file has an owner in CODEOWNERS.',
  needs: ['files', 'codeowners'],
  extracts: [changed],
  judge(facts) {
    const { files, codeowners, findings } = facts;
    const owners = inForce(facts);
    const { found, unread } = findings[ID] ?? { found: [], unread: [] };
    const broken = cannotJudgeFor(unread);
    if (broken !== undefined) return broken;
    if (owners === 'removed') {
      const remedy = 'Leave CODEOWNERS in its place, or move what it says along';
      return { outcome: 'unmet', because: 'It takes CODEOWNERS away', evidence: [], remedy };
    }
    if (owners !== 'absent' && owners.changed)
      return verdict(
        found.filter(({ path }) => path === owners.path),
        files,
        true,
      );
    if (codeowners !== 'absent' && isUnread(codeowners)) return cannotJudge(codeowners);
    if (owners === 'absent' || codeowners === 'absent')
      return { outcome: 'not-applicable', because: 'The repository has no CODEOWNERS' };
    const standing = judged(codeowners.text, codeowners.path, files.files);
    return cannotJudgeFor(standing.unread) ?? verdict(standing.found, files, false);
  },
};

/** A line that is not valid is the pull request's fault only where the pull request changes the file. */
function verdict(found: readonly Finding[], files: PullFacts['files'], isChanged: boolean): Verdict {
  const problems = found.filter(({ what }) => what === 'problem');
  const unowned = found.filter(({ what }) => what === 'unowned').map(({ detail = '' }) => detail);
  const invalid = problems.map(
    ({ path, line, detail }): Evidence => ({
      text: `Line ${line} of ${code(path)} is not valid, and GitHub leaves it out: ${detail}`,
      ...(isChanged ? { path, line } : {}),
    }),
  );
  const aside = invalid[0] === undefined ? '' : `; ${lower(invalid[0].text)}`;
  if (unowned.length > 0) {
    const rest = unowned.length > 1 ? ` and ${unowned.length - 1} more have` : ' has';
    return {
      outcome: 'unmet',
      because: `${code(unowned[0] ?? '')}${rest} no owner${aside}`,
      evidence: [...invalid, ...unowned.slice(0, 50).map((path) => ({ text: code(path) }))],
      remedy: `Add a line to CODEOWNERS for ${folders(unowned)}`,
    };
  }
  if (isChanged && problems.length > 0) {
    const because = `CODEOWNERS has ${problems.length === 1 ? 'a line' : `${problems.length} lines`} that GitHub leaves out${aside}`;
    return { outcome: 'unmet', because, evidence: invalid, remedy: 'Mend that line of CODEOWNERS' };
  }
  if (!files.whole) return cannotJudge(files);
  const count = files.files.length;
  const because = count === 1 ? 'The changed file has an owner' : `All ${count} changed files have an owner`;
  return { outcome: 'met', because: `${because}${aside}`, evidence: invalid };
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** The folders of the first files, as CODEOWNERS names them. */
function folders(paths: readonly string[]): string {
  const names = paths.map((path) => (path.includes('/') ? `/${path.slice(0, path.lastIndexOf('/') + 1)}` : `/${path}`));
  return [...new Set(names)]
    .slice(0, 3)
    .map((name) => code(name))
    .join(', ');
}
