import type { Beginning } from '../model/beginning.ts';

/** GitHub takes no longer addresses, in characters; some proxies take less. */
const LONGEST = 6_000;

export interface NewFile {
  /** Opens GitHub's page for a new file; `undefined` where nothing was committed yet. */
  link: string | undefined;
  /** The page is filled in with the text: it fits into an address. */
  filledIn: boolean;
}

/** GitHub's page for a new file with this text, which commits nothing by itself. */
export function newFile(
  web: string,
  { repo, defaultBranch }: Pick<Beginning, 'repo' | 'defaultBranch'>,
  file: string,
  text: string,
): NewFile {
  if (defaultBranch === '') return { link: undefined, filledIn: false };
  const branch = defaultBranch.split('/').map(encoded).join('/');
  const page = `${web}/${repo.owner}/${repo.name}/new/${branch}?filename=${encoded(file)}`;
  const whole = `${page}&value=${encoded(text)}`;
  return whole.length <= LONGEST ? { link: whole, filledIn: true } : { link: page, filledIn: false };
}

/** Also what Markdown takes for the end of a link. */
const encoded = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replaceAll('(', '%28').replaceAll(')', '%29');
