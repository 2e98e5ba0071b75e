import { describe, expect, it } from 'vitest';
import { marker, markers } from '../../../src/practices/technical-debt/marker.ts';
import { type Change, judgeChanges, pointsAt } from '../../support/changes.ts';
import { policy } from '../../support/facts.ts';

const judge = (...changes: Change[]) => judgeChanges(marker, policy()['technical-debt'], changes);
const added = (path: string, ...lines: string[]): Change => ({ path, after: `${lines.join('\n')}\n` });

describe('a newly added marker', () => {
  it.each(['TODO: tidy', 'FIXME later', 'HACK(ada): works', 'XXX'])('"%s" without an issue is annotated', (text) => {
    const verdict = judge(added('src/a.ts', 'const a = 1;', `// ${text}`));
    expect(verdict.outcome).toBe('unmet');
    expect(pointsAt(verdict)).toEqual(['src/a.ts:2']);
  });

  it.each([
    'TODO(#12): tidy',
    'TODO acme/api#12',
    'FIXME GH-12',
    'TODO #123456: six digits are many, and not too many',
    'TODO: GPT-4 is better here, see #12',
    'TODO ABC-123 tidy',
    'TODO https://github.com/acme/api/issues/12',
    'todo list',
    'TODOS',
    'a_TODO_b',
  ])('"%s" passes', (text) => {
    expect(judge(added('src/a.ts', `// ${text}`)).outcome).toBe('met');
  });

  it.each([
    'TODO use UTF-8',
    'TODO &#12; entity',
    'TODO-12',
    'TODO: replace #000000 by the theme',
    'TODO: #999999 is too light',
    'TODO: switch to GPT-4',
    'TODO: follow PEP-8',
    'TODO: SHA-256 instead',
    'TODO: write dates by ISO-8601',
    'TODO: drop ACME-1.2',
  ])('"%s" names no issue', (text) => {
    expect(judge(added('src/a.ts', `// ${text}`)).outcome).toBe('unmet');
  });
});

describe('comments are told from code by language', () => {
  it.each<[string, string]>([
    ['a.ts', 'const a = 1; // TODO x'],
    ['a.ts', '/* TODO x */ const a = 1;'],
    ['a.ts', "const a = 'it\\'s'; // TODO x"],
    ['a.rs', "fn f<'a>(x: &'a str) {} // TODO x"],
    ['a.py', 'a = 1  # TODO x'],
    ['a.sh', 'echo $# # TODO x'],
    ['a.yml', 'a: b # TODO x'],
    ['a.sql', 'select 1 -- TODO x'],
    ['a.html', '<p>a</p><!-- TODO x -->'],
    ['a.vue', '<!-- TODO x -->'],
    ['a.lua', '--[[ TODO x ]]'],
    ['a.clj', '(f) ; TODO x'],
    ['Dockerfile', '# TODO x'],
    ['a.tf', '// TODO x'],
  ])('%s: %s', (path, line) => {
    expect(judge(added(path, line)).outcome).toBe('unmet');
  });

  it.each<[string, string]>([
    ['a.ts', "const a = 'TODO';"],
    ['a.ts', 'const a = "// TODO x";'],
    ['a.ts', 'const TODO = 1;'],
    ['a.ts', 'const a = `\n// TODO x\n`;'],
    ['a.py', '"""\n# TODO x\n"""'],
    ['a.sh', 'echo a#TODO'],
    ['a.css', 'a { content: "TODO" }'],
    ['a.sql', "select '-- TODO x'"],
    ['a.unknown', '# TODO x'],
    ['README.md', '<!-- TODO x -->'],
    ['package-lock.json', '// TODO x'],
  ])('%s: %s is none', (path, line) => {
    expect(judge(added(path, line)).outcome).toBe('met');
  });

  it('a comment goes over lines, also one that began before the diff', () => {
    const before = `/*\n${'a\n'.repeat(20)}*/\nb\n`;
    const verdict = judge({ path: 'a.c', before, after: before.replace('a\n*/', 'TODO x\n*/') });
    expect(pointsAt(verdict)).toEqual(['a.c:21']);
  });
});

describe('the lines of a diff begin where they begin', () => {
  const FILL = 'a\nb\nc\nd\n';
  /** Changes `changed` far down in a file, so that GitHub lists three lines before it and none of how they began. */
  const change = (path: string, text: string, changed: string, to: string) =>
    judge({ path, before: `${FILL}${text}${FILL}`, after: `${FILL}${text.replace(changed, to)}${FILL}` }).outcome;

  it.each<[string, string, string]>([
    ['a docstring', 'a.py', 'def f():\n    """Does.\n\n    More.\n    And more.\n    """\n    X\n'],
    ['its last words', 'a.py', 'def f():\n    """Does.\n\n    More.\n    See #12, it is."""\n    X\n'],
    ['an empty line of it', 'a.py', 'def f():\n    """Does.\n\n    More.\n\n    """\n    X\n'],
    ['one, with the next beginning', 'a.py', '"""A.\n\nB.\nC.\n"""\nX\n\ndef g():\n    """Does\n    more.\n    """\n'],
    ['a template', 'a.ts', 'const q = `\n  select 1\n  from a\n  where b\n`;\nX\n'],
    ['a template of tags', 'a.ts', 'const q = html`\n  <p>\n    it\n  </p>\n`\nX\n'],
    ['an argument', 'a.ts', 'f(`\n  a\n  b\n  c`, 1);\nX\n'],
    ['escaped quotes', 'a.ts', 'const q = `\n  a\n  b\n  \\`c\n`;\nX\n'],
    ['a raw string', 'a.go', 'q := `\n  a\n  b\n  c:\\`\nX\n'],
  ])('after the end of %s a marker counts', (_, path, text) => {
    expect(change(path, text, 'X', `${path.endsWith('py') ? '#' : '//'} TODO: mend`)).toBe('unmet');
  });

  it.each<[string, string, string]>([
    ['a docstring', 'a.py', 'def f():\n    """\n    X\n    More.\n    More.\n    More.\n    """\n'],
    ['a string of Python', 'a.py', 'x = r"""\n    X\n    More.\n    More.\n    More.\n"""\n'],
    ['a whole template', 'a.ts', 'const q = `\n  X\n`;\n'],
    ['a tagged template', 'a.ts', 'const q = sql`\n  X\n  a\n  a\n  a\n`;\n'],
    ['an argument', 'a.ts', 'const q = f(\n  `\n  X\n  a\n  a\n  a\n`);\n'],
    ['a template that holds quotes', 'a.ts', 'const q = `\n  \\`\\`\\`ts\n  X\n  \\`\\`\\`\n`;\n'],
    ['a string beside a lone quote', 'a.ts', "const a = b('`');\nconst c = '// X';\n"],
  ])('within %s it is text', (_, path, text) => {
    expect(change(path, text, 'X', `${path.endsWith('py') ? '#' : '//'} TODO: mend`)).toBe('met');
  });
});

describe('what was there before', () => {
  it('is not asked about', () => {
    expect(judge({ path: 'a.ts', before: '// TODO old\na\n', after: '// TODO old\nb\n' }).outcome).toBe('met');
  });

  it('nor what only moved or was indented', () => {
    expect(judge({ path: 'a.ts', before: '// TODO old\na\nb\n', after: 'a\nb\n  // TODO old\n' }).outcome).toBe('met');
    const twice = { path: 'a.ts', before: '// TODO old\na\n', after: 'a\n// TODO old\n// TODO old\n' };
    expect(judge(twice).outcome).toBe('unmet');
  });
});

it('cannot be told of a file of which GitHub lists no diff', () => {
  expect(judge({ ...added('src/a.ts', 'a'), patch: null })).toMatchObject({ outcome: 'unknown', cause: 'subject' });
});

it('reads a very long line once', () => {
  const line = `"${'\\"'.repeat(500_000)} // TODO`;
  expect(judge(added('a.c', line)).outcome).toBe('unmet');
});

it('takes no longer than the diff is long, however many markers change', () => {
  const rows = (word: string) => Array.from({ length: 10_000 }, (_, at) => `// TODO ${word} ${at}`).join('\n');
  const patch = `@@ -1,10000 +1,10000 @@\n${rows('old').replaceAll(/^/gm, '-')}\n${rows('new').replaceAll(/^/gm, '+')}`;
  const file = { path: 'a.ts', status: 'modified' as const, additions: 10_000, deletions: 10_000 };
  const began = performance.now();
  const { found } = markers.read({ file, patch, text: '' }, policy()['technical-debt'], {
    files: [],
    declared: { outcomes: [], decisions: [] },
  });
  expect(found).toHaveLength(10_000);
  expect(performance.now() - began).toBeLessThan(1_000);
});
