import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../../src/model/pull.ts';
import { tests } from '../../../src/practices/security/tests.ts';
import { cutShort, file, files, policy, pullFacts } from '../../support/facts.ts';

const judge = (list: PullFacts['files']) => tests.judge(pullFacts({ files: list }), policy().security);

describe('source code that changes', () => {
  it('comes with a test that changes', () => {
    expect(judge(files(file('src/a.ts'), file('test/a.test.ts')))).toMatchObject({
      outcome: 'met',
      because: '`test/a.test.ts` changed with it',
    });
    expect(judge(files(file('src/a.ts'), file('src/b.py')))).toMatchObject({
      outcome: 'unmet',
      because: '`src/a.ts` and 1 more changed, and no test did',
    });
  });

  it.each(['Tests/FooHelper.php', 'App.Tests/Foo.cs', 'AppTests/Foo.swift', 'src/foo_test.go', 'test/fixtures/a.json'])(
    'comes with %s',
    (path) => {
      expect(judge(files(file('src/foo.php'), file(path))).outcome).toBe('met');
    },
  );

  it.each([
    '.github/workflows/deploy_test.yml',
    'db/0042_ab_test.sql',
    'src/Contests/Draw.php',
    'src/ABTests/Arm.swift',
  ])('is not proved by %s, which is no test', (path) => {
    expect(judge(files(file('src/foo.php'), file(path))).outcome).toBe('unmet');
  });

  it('is not proved by a test that is taken away', () => {
    const gone = file('test/a.test.ts', 0, { status: 'removed', deletions: 40 });
    expect(judge(files(file('src/a.ts'), gone)).outcome).toBe('unmet');
  });
});

it.each(['README.md', 'docs/a.ts', 'config.yml', 'package-lock.json', 'logo.png', 'dist/a.js', 'test/a.ts'])(
  'nothing is asked for %s alone',
  (path) => {
    expect(judge(files(file(path))).outcome).toBe('not-applicable');
  },
);

it('nothing is asked for code that is only taken away or moved', () => {
  const moved = file('src/b.ts', 0, { status: 'renamed', previousPath: 'src/a.ts' });
  expect(judge(files(file('src/a.ts', 0, { deletions: 20 }), moved)).outcome).toBe('not-applicable');
});

it('a list that was cut short may hold the test', () => {
  expect(judge(cutShort(file('src/a.ts')))).toMatchObject({ outcome: 'unknown', cause: 'subject' });
  expect(judge(cutShort(file('src/a.ts'), file('test/a.ts'))).outcome).toBe('met');
});
