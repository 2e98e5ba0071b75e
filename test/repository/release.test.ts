import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { notesFor, sectionOf } from '../../scripts/changelog.ts';

const ROOT = join(import.meta.dirname, '../..');
const CHANGELOG = `# Changelog

## Unreleased

### Added

- Later.

## 0.2.0 (2026-12-01)

### Added

- A rule ([how](docs/rules/a.md), [spec](https://example.org/spec)).

## [0.1.0] - 2026-11-01

- The first.
`;

const notes = (tag: string, version: string): string =>
  notesFor({ tag, version, home: 'https://ghe.example/acme/truenorth' }, CHANGELOG);

it('the changelog has a place for what is not released yet', () => {
  expect(sectionOf(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), 'Unreleased')).toBeDefined();
});

it('a release tells its own section of the changelog, with links that lead to the tag', () => {
  expect(notes('v0.2.0', '0.2.0')).toBe(
    '### Added\n\n- A rule ([how](https://ghe.example/acme/truenorth/blob/v0.2.0/docs/rules/a.md), [spec](https://example.org/spec)).',
  );
  expect(notes('v0.1.0', '0.1.0')).toBe('- The first.');
});

it.each([
  [
    'another version than the package',
    'v0.3.0',
    '0.2.0',
    'The tag is v0.3.0, and package.json says 0.2.0: tag v0.2.0.',
  ],
  ['a version without its v', '0.2.0', '0.2.0', 'The tag is 0.2.0, and package.json says 0.2.0: tag v0.2.0.'],
  ['what the changelog does not know', 'v0.2', '0.2', 'CHANGELOG.md tells nothing of 0.2: give'],
])('a tag of %s is not released', (_, tag, version, sentence) => {
  expect(() => notes(tag, version)).toThrow(sentence);
});

it('the release workflow is stopped by a wrong tag, with a sentence that says what to do', () => {
  const script = join(ROOT, 'scripts/release-notes.ts');
  const run = () =>
    execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, 'v99.0.0'], { stdio: 'pipe' });
  expect(run).toThrow(/The tag is v99\.0\.0, and package\.json says/);
});
