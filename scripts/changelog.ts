/** The section of a version, `Unreleased` among them, without its heading; `undefined` where there is none. */
export function sectionOf(changelog: string, version: string): string | undefined {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((text) => /^\[?([^\s\]]+)/.exec(text)?.[1] === version);
  return section?.slice(section.indexOf('\n') + 1).trim();
}

interface Release {
  tag: string;
  /** What package.json says. */
  version: string;
  /** The repository's address, for links that lead somewhere in it. */
  home: string;
}

/**
 * What a release tells.
 *
 * @throws a sentence for whoever set the tag, where nothing should be released
 */
export function notesFor({ tag, version, home }: Release, changelog: string): string {
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, and package.json says ${version}: tag v${version}.`);
  const notes = sectionOf(changelog, version);
  if (!notes)
    throw new Error(`CHANGELOG.md tells nothing of ${version}: give "Unreleased" its heading, "## ${version} (day)".`);
  return notes.replaceAll(/\]\((?![a-z]+:|#)([^)\s]+)\)/g, `](${home}/blob/${tag}/$1)`);
}
