import { Minimatch } from 'minimatch';

/** Braces are expanded to at most this many patterns; a glob that asks for more is an error of configuration. */
const BRACES = 50;

const OPTIONS = {
  dot: true,
  nocomment: true,
  nonegate: true,
  noext: true,
  braceExpandMax: BRACES + 1,
  maxGlobstarRecursion: 20,
} as const;

/** Why a glob cannot be used, or `undefined` if it can. */
export function globProblem(glob: string): string | undefined {
  if (new Minimatch(glob, OPTIONS).set.length > BRACES) return `its braces stand for more than ${BRACES} patterns`;
  const stars = glob.split('/').map((part) => (part === '**' ? 0 : part.split('*').length - 1));
  if (stars.some((count) => count > 4)) return 'a part of it between slashes has more than four `*`';
  if (glob.split('/').filter((part) => part === '**').length > 6) return 'it has more than six `**`';
  return undefined;
}

/**
 * Whether a path matches any of the globs, as in `.gitignore` and workflow files: `*` within a folder, `**` across
 * folders, `{a,b}`. A glob without a slash matches in the top folder alone.
 */
export function matcher(globs: readonly string[]): (path: string) => boolean {
  const compiled = globs.map((glob) => new Minimatch(glob, OPTIONS));
  return (path) => compiled.some((glob) => glob.match(path));
}
