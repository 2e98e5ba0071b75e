import { describe, expect, it } from 'vitest';
import { globProblem, matcher } from '../../../src/practices/shared/paths.ts';

describe('a path matches', () => {
  it.each([
    ['services/**', 'services/a/b.ts', true],
    ['services/**', 'libs/services/a.ts', false],
    ['**/auth/**', 'auth/token.ts', true],
    ['**/auth/**', 'apps/web/auth/token.ts', true],
    ['**/*.sql', 'schema.sql', true],
    ['*.md', 'docs/a.md', false],
    ['**/*', '.github/workflows/ci.yml', true],
    ['apps/{web,api}/**', 'apps/api/main.ts', true],
    ['#notes/**', '#notes/a', true],
    ['docs/[a-c]*.md', 'docs/b1.md', true],
  ])('%s on %s: %s', (glob, path, expected) => {
    expect(globProblem(glob)).toBeUndefined();
    expect(matcher([glob])(path)).toBe(expected);
  });

  it('any of several, and none of none', () => {
    expect(matcher(['a/**', 'b/**'])('b/c')).toBe(true);
    expect(matcher([])('a')).toBe(false);
  });
});

describe('no path takes long, whatever the glob', () => {
  it.each([
    ['*a*a*a*a*a*b', `${'a'.repeat(4_000)}c`],
    ['*[ab]'.repeat(40), `${'ab'.repeat(2_000)}/`],
    ['**/a/'.repeat(40), 'a/'.repeat(2_000)],
    ['**/*a*/'.repeat(30), 'aa/'.repeat(1_300)],
    ['{a,b}'.repeat(5), 'ab'.repeat(2_000)],
  ])('%s', (glob, path) => {
    const start = performance.now();
    matcher([glob])(path);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('nor to find a glob of too many braces', () => {
    const start = performance.now();
    for (const glob of ['{a,b}'.repeat(50), '{1..1000000}'.repeat(10), '{a,b,c,d}/'.repeat(20)])
      expect(globProblem(glob)).toBeDefined();
    expect(performance.now() - start).toBeLessThan(500);
  });
});
