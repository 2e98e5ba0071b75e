import { readFileSync } from 'node:fs';
import { notesFor } from './changelog.ts';

/** Prints what the release of a tag tells: `node scripts/release-notes.ts v0.2.0`. Ends with 1 where it should not be released. */
const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const { GITHUB_SERVER_URL = 'https://github.com', GITHUB_REPOSITORY = 'OWNER/truenorth' } = process.env;
try {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const release = { tag: process.argv[2] ?? '', version, home: `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}` };
  console.log(notesFor(release, read('CHANGELOG.md')));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
