import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../../src/model/pull.ts';
import { ownership } from '../../../src/practices/security/ownership.ts';
import { ownersIn } from '../../../src/practices/shared/codeowners.ts';
import { type Change, judgeChanges, pointsAt } from '../../support/changes.ts';
import { cutShort, file, policy, pullFacts } from '../../support/facts.ts';

const judge = (text: string | 'absent', changes: Change[], more: Partial<PullFacts> = {}) =>
  judgeChanges(ownership, policy().security, changes, {
    codeowners: text === 'absent' ? 'absent' : { text, path: '.github/CODEOWNERS' },
    ...more,
  });
const change = (path: string): Change => ({ path, before: 'a\n', after: 'b\n' });

describe('who owns a path, as GitHub reads CODEOWNERS', () => {
  it.each<[string, string, string[], string[]]>([
    ['* is everything', '* @a', ['x', 'a/b/c.ts'], []],
    [
      'the last line that matches decides',
      '* @a\n/apps/ @b\n/apps/free',
      ['x', 'apps/x'],
      ['apps/free', 'apps/free/x'],
    ],
    ['a name matches anywhere', '*.js @a', ['x.js', 'a/b.js', 'a.js/b'], ['x.jsx', 'x.ts']],
    ['a folder matches anywhere, with all that lies in it', 'apps/ @a', ['apps/x', 'b/apps/c/x'], ['apps', 'xapps/x']],
    ['a slash at the start is the top', '/docs/ @a', ['docs/x', 'docs/a/x'], ['b/docs/x']],
    ['a slash within is the top, too', 'build/logs @a', ['build/logs/x', 'build/logs'], ['a/build/logs/x']],
    ['docs/* is what lies in docs itself', 'docs/* @a', ['docs/x.md'], ['docs/a/x.md']],
    ['/* is what lies at the top', '/* @a', ['x'], ['a/x']],
    ['** is any number of folders', '/a/**/z @a', ['a/z', 'a/b/c/z/x'], ['z', 'b/a/z']],
    ['**/ at the start', '**/logs @a', ['logs/x', 'a/logs/x'], ['logsx']],
    ['? is one character', '/a?.ts @a', ['ab.ts'], ['a.ts', 'abc.ts']],
    ['a space is kept by a backslash', '/a\\ b/ @a', ['a b/x'], ['a/x']],
    ['letters have their case', '/Docs/ @a', ['Docs/x'], ['docs/x']],
    ['what follows # is a comment', '# * @x\n/a/ @a # not /b/ @b', ['a/x'], ['b/x']],
    ['owners are users, teams and addresses', '/a @a\n/b @acme/team\n/c x@acme.example', ['a', 'b', 'c'], []],
    ['brackets in the address of a bot', '/a @bot[bot]', ['a'], []],
  ])('%s', (_, text, owned, free) => {
    const owners = ownersIn(text);
    expect(owned.filter((path) => !owners.owned(path))).toEqual([]);
    expect(free.filter((path) => owners.owned(path))).toEqual([]);
    expect(owners.problems).toEqual([]);
  });

  it.each([
    ['!/a @a', /`!`/],
    ['[Section]', /sections/],
    ['^[Section][2] @a', /sections/],
    ['/a[bc] @a', /sections/],
    ['\\#a @a', /`\\#`/],
    ['/a somebody', /owner/],
    ['/a @', /owner/],
  ])('%s is left out, and said so', (line, message) => {
    const owners = ownersIn(`/ok @a\n${line}\n`);
    expect(owners.problems).toEqual([{ line: 2, message: expect.stringMatching(message) }]);
    expect(owners.owned('a')).toBe(false);
  });

  it('reads no line twice, however many stars it holds', () => {
    const owners = ownersIn(
      `${Array(200)
        .fill(`/${'*a'.repeat(60)}/**/${'**/x/'.repeat(40)}b @a`)
        .join('\n')}`,
    );
    expect(owners.owned(`${'a'.repeat(200)}/${'x/'.repeat(60)}c`)).toBe(false);
  });
});

describe('every changed file has an owner', () => {
  it('or the ones without are named, with where to add a line', () => {
    expect(judge('/src/ @a', [change('src/a.ts')])).toMatchObject({
      outcome: 'met',
      because: 'The changed file has an owner',
    });
    expect(judge('/src/ @a', [change('src/a.ts'), change('lib/b.ts'), change('top')])).toMatchObject({
      outcome: 'unmet',
      because: '`lib/b.ts` and 1 more have no owner',
      remedy: 'Add a line to CODEOWNERS for `/lib/`, `/top`',
    });
  });

  it('says so when a line is not valid, which is not this pull request’s fault', () => {
    expect(judge('/src/ @a\n[x]', [change('src/a.ts')])).toMatchObject({
      outcome: 'met',
      because: expect.stringMatching(/has an owner; line 2 of `.github\/CODEOWNERS` is not valid/),
    });
  });

  it('does not apply without CODEOWNERS', () => {
    expect(judge('absent', [change('a')]).outcome).toBe('not-applicable');
  });

  it('cannot be told where lines and files are too many to be compared', () => {
    const owners = Array.from({ length: 2_000 }, (_, n) => `**/a${n}*b/** @a\n`).join('');
    const many = Array.from({ length: 1_000 }, (_, n) => change(`x/c${n}.ts`));
    expect(judge(owners, many)).toMatchObject({ outcome: 'unknown', cause: 'subject' });
    expect(judge('* @old', [{ path: '.github/CODEOWNERS', before: '* @old\n', after: owners }, ...many])).toMatchObject(
      {
        ...{ outcome: 'unknown', cause: 'subject' },
      },
    );
  });

  it('cannot be told while CODEOWNERS, or all files, cannot be read', () => {
    const unread = { because: 'CODEOWNERS is too large', cause: 'elsewhere' } as const;
    expect(judge('absent', [change('a')], { codeowners: unread })).toMatchObject({ outcome: 'unknown' });
    const facts = pullFacts({ files: cutShort(file('src/a')), codeowners: { text: '* @a', path: 'CODEOWNERS' } });
    expect(ownership.judge(facts, policy().security)).toMatchObject({ outcome: 'unknown', cause: 'subject' });
  });
});

describe('a pull request that changes CODEOWNERS', () => {
  const owners = (after: string | null): Change => ({ path: '.github/CODEOWNERS', before: '* @a\n', after });

  it('is judged by it as it will be', () => {
    const named = owners('/.github/ @a\n/new/ @b\n');
    expect(judge('* @a', [named, { path: 'new/x', after: 'x' }]).outcome).toBe('met');
    expect(judge('* @a', [named, { path: 'other/x', after: 'x' }]).outcome).toBe('unmet');
  });

  it('cannot make it invalid', () => {
    const verdict = judge('* @a', [owners('* @a\n/x nobody\n')]);
    expect(verdict).toMatchObject({ outcome: 'unmet', remedy: 'Mend that line of CODEOWNERS' });
    expect(pointsAt(verdict)).toEqual(['.github/CODEOWNERS:2']);
  });

  it('cannot take it away', () => {
    expect(judge('* @a', [owners(null), change('a')])).toMatchObject({
      outcome: 'unmet',
      because: 'It takes CODEOWNERS away',
    });
  });

  it('in a place that GitHub does not look at is judged by the one in force', () => {
    expect(judge('* @a', [{ path: 'docs/CODEOWNERS', after: '/x @b\n' }, change('a')]).outcome).toBe('met');
  });
});
