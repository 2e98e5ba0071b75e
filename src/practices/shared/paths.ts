import { Minimatch } from 'minimatch';

/** Braces are expanded to at most this many patterns; a glob that asks for more is an error of configuration. */
const BRACES = 50;

/** The platform is named so that a policy means the same wherever Truenorth runs. */
const OPTIONS = {
  dot: true,
  nocomment: true,
  nonegate: true,
  noext: true,
  braceExpandMax: BRACES + 1,
  platform: 'linux',
} as const;

/** What to write instead of a glob that cannot be used or could never match; `undefined` if it is fine. */
export function globProblem(glob: string): string | undefined {
  if (glob.startsWith('/') || glob.startsWith('./'))
    return 'the path from the top of the repository, without `/` before it';
  if (glob.endsWith('/')) return 'the folder with `/**` after it';
  if (glob.startsWith('!')) return 'what the paths match: `!` excludes nothing';
  if (glob.split(/[/{},]/).includes('..')) return 'a path without `..`';
  if (/\{[^{},]*\.\.[^{},]*\}/.test(glob)) return 'the alternatives one by one, such as `{a,b}`';
  if (expanded(glob) > BRACES) return `fewer alternatives: its braces stand for more than ${BRACES} patterns`;
  return undefined;
}

/** How many patterns a glob stands for, once its braces are expanded. */
export const expanded = (glob: string): number => new Minimatch(glob, OPTIONS).globSet.length;

/**
 * Whether a path matches any of the globs: `*` within a folder, `**` across folders, `{a,b}`, `[a-c]`; a glob without a
 * slash matches in the top folder alone. No glob that the configuration accepts takes long, whatever the path.
 */
export function matcher(globs: readonly string[]): (path: string) => boolean {
  const compiled = globs.map((glob) => new Minimatch(glob, OPTIONS));
  return (path) => compiled.some((glob) => glob.match(path));
}
