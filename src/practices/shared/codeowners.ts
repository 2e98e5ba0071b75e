/** A line that GitHub leaves out, and why. */
export interface OwnersProblem {
  line: number;
  message: string;
}

/** Who owns what, as GitHub reads CODEOWNERS. */
export interface Owners {
  /**
   * Whether the last line that matches a path names an owner.
   *
   * @throws TooManyOwners once more lines were compared with paths than anybody waits for
   */
  owned(path: string): boolean;
  problems: OwnersProblem[];
}

interface Rule {
  /** The names that a path begins with, up to the first that is not plain: most lines are told apart by these. */
  lead: readonly string[];
  /** What follows: `**` for any number of folders; else one name, taken apart where it holds `*` or `?`. */
  rest: readonly (string | readonly string[])[];
  owned: boolean;
}

const USER = /^@[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})(?:\[bot\])?(?:\/[\w.-]{1,100})?$/;
const EMAIL = /^[^\s@<>]{1,64}@[^\s@<>]{1,255}\.[^\s@<>]+$/;

/**
 * Reads CODEOWNERS by GitHub's rules: a pattern as in .gitignore, without `!`, `[…]` and `\#`, which GitHub does not support; the
 * last line that matches decides, and one without owners says that nobody owns it. A line that is not valid is left out.
 */
export function ownersIn(text: string): Owners {
  const rules: Rule[] = [];
  const problems: OwnersProblem[] = [];
  for (const [index, row] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const [pattern, ...owners] = wordsOf(row);
    if (pattern === undefined) continue;
    const message = problemIn(pattern, owners);
    if (message !== undefined) problems.push({ line: index + 1, message });
    else rules.push(ruleOf(pattern, owners.length > 0));
  }
  rules.reverse();
  const byFirst = new Map<string, Rule[]>();
  let compared = 0;
  return {
    problems,
    owned(path) {
      const parts = path.split('/');
      const [first = ''] = parts;
      const near = byFirst.get(first) ?? rules.filter(({ lead }) => lead.length === 0 || lead[0] === first);
      byFirst.set(first, near);
      return (
        near.find((rule) => {
          if (++compared > MOST_COMPARED) throw new TooManyOwners();
          return matches(rule, parts);
        })?.owned ?? false
      );
    },
  };
}

/** So many lines are held against paths in the time in which nobody waits; both come from pull requests. */
const MOST_COMPARED = 1_000_000;

/** There are more lines and paths than can be compared. */
export class TooManyOwners extends Error {
  override name = 'TooManyOwners';
}

/** The words of a line up to its comment; a backslash keeps a space in a path. */
function wordsOf(row: string): string[] {
  const words = row.trim().match(/(?:\\.|[^\s\\])+|\\$/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  return comment < 0 ? words : words.slice(0, comment);
}

function problemIn(pattern: string, owners: readonly string[]): string | undefined {
  if (pattern.startsWith('!')) return 'GitHub does not support `!`';
  if (/[[\]]/.test(pattern)) return 'GitHub supports no sections and no `[…]`';
  if (pattern.startsWith('\\#')) return 'GitHub does not support `\\#`';
  const wrong = owners.find((owner) => !USER.test(owner) && !EMAIL.test(owner));
  return wrong === undefined ? undefined : 'an owner is `@user`, `@organisation/team` or an e-mail address';
}

function ruleOf(pattern: string, owned: boolean): Rule {
  const path = pattern.replaceAll(/\\(.)/g, '$1');
  const isFolder = path.endsWith('/');
  const bare = path.replace(/^\//, '').replace(/\/$/, '');
  const anchored = path.startsWith('/') || bare.includes('/');
  const parts = bare === '' ? ['**'] : bare.split('/');
  // `docs/*` is what lies in docs itself, unlike in .gitignore; anything else that is matched brings along what lies in it.
  const shallow = anchored && parts.at(-1) === '*' && !isFolder;
  const within = isFolder ? ['*', '**'] : ['**'];
  const segments = [...(anchored ? [] : ['**']), ...parts, ...(shallow || parts.at(-1) === '**' ? [] : within)];
  const plain = segments.findIndex((name) => /[*?]/.test(name));
  const lead = plain < 0 ? segments : segments.slice(0, plain);
  const rest = segments.slice(lead.length).map((name) => (name === '**' ? name : [...name]));
  return { lead, rest, owned };
}

const matches = ({ lead, rest }: Rule, path: readonly string[]): boolean =>
  lead.every((name, at) => path[at] === name) &&
  wildcard<string | readonly string[]>(
    rest,
    path.slice(lead.length),
    (segment) => segment === '**',
    (segment, part) => (typeof segment === 'string' ? segment === part : wildcard(segment, [...part], isStar, isSame)),
  );

const isStar = (character: string): boolean => character === '*';
const isSame = (wanted: string, character: string): boolean => wanted === '?' || wanted === character;

/**
 * Whether items match a pattern in which some elements stand for any number of items. In the worst case it takes the product
 * of both lengths, whatever is written: patterns come from pull requests, too.
 */
function wildcard<T>(
  pattern: readonly T[],
  items: readonly string[],
  isAny: (element: T) => boolean,
  matchesOne: (element: T, item: string) => boolean,
): boolean {
  let at = 0;
  let any = -1;
  let resume = 0;
  for (let i = 0; i < items.length; ) {
    const element = pattern[at];
    if (element !== undefined && isAny(element)) {
      any = at++;
      resume = i;
    } else if (element !== undefined && matchesOne(element, items[i] as string)) {
      at++;
      i++;
    } else if (any >= 0) {
      at = any + 1;
      i = ++resume;
    } else return false;
  }
  while (at < pattern.length && isAny(pattern[at] as T)) at++;
  return at === pattern.length;
}
