import { describe, expect, it } from 'vitest';
import { newDependencies } from '../../../src/practices/developer-experience/new-dependencies.ts';
import { pavedRoad } from '../../../src/practices/developer-experience/paved-road.ts';
import { type Change, judgeChanges, pointsAt } from '../../support/changes.ts';
import { policy } from '../../support/facts.ts';

const road = (config: object) => policy({ 'developer-experience': { 'paved-road': config } })['developer-experience'];
const judge = (config: object, ...changes: Change[]) => judgeChanges(pavedRoad, road(config), changes);
const NPM = { npm: { allow: ['zod', '@acme/*'], instead: { moment: 'luxon' } } };

const manifest = (dependencies: object, more: object = {}) => `${JSON.stringify({ dependencies, ...more }, null, 2)}\n`;
const packageJson = (before: object | null, after: object): Change => ({
  path: 'package.json',
  before: before && manifest(before),
  after: manifest(after),
});

describe('a newly added dependency', () => {
  it('that is approved is met, also by a pattern', () => {
    expect(judge(NPM, packageJson({}, { zod: '4', '@acme/csv': '1' }))).toMatchObject({
      outcome: 'met',
      because: '`zod`, `@acme/csv` are approved',
    });
  });

  it('that is not is named on its line', () => {
    const verdict = judge(NPM, packageJson({ zod: '4' }, { lodash: '4', zod: '4' }));
    expect(verdict).toMatchObject({
      outcome: 'unmet',
      because: '`lodash` is not on the approved list',
      remedy: 'Use an approved one, or propose `lodash` for `paved-road.npm.allow`',
    });
    expect(pointsAt(verdict)).toEqual(['package.json:3']);
  });

  it('that has an approved alternative is told of it', () => {
    expect(judge(NPM, packageJson({}, { moment: '2' }))).toMatchObject({ remedy: 'Use `luxon` instead of `moment`' });
    expect(judge({ npm: { instead: { moment: 'luxon' } } }, packageJson({}, { moment: '2' })).outcome).toBe('unmet');
    expect(judge({ npm: { instead: { moment: 'luxon' } } }, packageJson({}, { lodash: '4' })).outcome).toBe('met');
  });

  it('under the name of an approved one is still what it is', () => {
    expect(judge(NPM, packageJson({}, { zod: 'npm:moment@2' })).outcome).toBe('unmet');
  });
});

describe('nothing is new', () => {
  it.each<[string, object, object]>([
    ['where a version is raised', { lodash: '3' }, { lodash: '4' }],
    ['where a dependency is taken away', { lodash: '3' }, {}],
    ['where lines only change places', { a: '1', b: '1' }, { b: '1', a: '1' }],
    ['where a part of the same repository is used', {}, { ui: 'workspace:*', lib: 'file:../lib' }],
  ])('%s', (_, before, after) => {
    expect(judge(NPM, packageJson(before, after)).outcome).toBe('not-applicable');
  });

  it('in a manifest of an installed package, or one of an ecosystem that is not configured', () => {
    const change = { ...packageJson(null, { lodash: '4' }), path: 'node_modules/a/package.json' };
    expect(judge(NPM, change).outcome).toBe('not-applicable');
    expect(judge(NPM, { path: 'go.mod', after: 'module a\nrequire b.example/c v1\n' }).outcome).toBe('not-applicable');
  });
});

describe('manifests are read as their tools read them', () => {
  it.each<[string, string, object, string]>([
    ['dev dependencies of npm', 'web/package.json', { npm: { allow: ['none'] } }, '{"devDependencies":{"x":"1"}}'],
    [
      "npm's lock file, where the manifest does not show it",
      'package-lock.json',
      { npm: { allow: ['none'] } },
      '{"packages":{"":{"dependencies":{"x":"1"}},"node_modules/y":{"dependencies":{"z":"1"}}}}',
    ],
    [
      "pnpm's lock file",
      'pnpm-lock.yaml',
      { npm: { allow: ['none'] } },
      'importers:\n  .:\n    dependencies:\n      x:\n        specifier: ^1\n        version: 1.0.0\npackages:\n  y@1: {}\n',
    ],
    [
      'requirements.txt',
      'requirements.txt',
      { pypi: { allow: ['none'] } },
      '# y\n-r base.txt\nX[extra] >= 1 ; python_version < "3.9"  # z\n',
    ],
    [
      'requirements by purpose',
      'requirements/dev.txt',
      { pypi: { allow: ['none'] } },
      'x==1 \\\n  --hash=sha256:abc\n',
    ],
    [
      'pyproject.toml, every place',
      'pyproject.toml',
      { pypi: { allow: ['a', 'b', 'c', 'd'] } },
      '[project]\ndependencies = ["A>1"]\n[project.optional-dependencies]\nt = ["b"]\n[dependency-groups]\ndev = ["c", {include-group = "t"}]\n[tool.poetry.dependencies]\npython = "^3"\nd = "1"\nx = "1"\n',
    ],
    [
      'go.mod',
      'go.mod',
      { go: { allow: ['b.example/**'] } },
      'module a\n\ngo 1.24\n\nrequire (\n\tx v1\n\ty v1 // indirect\n)\nrequire b.example/c/v2 v2.0.0\n',
    ],
    [
      "go.mod's replacement",
      'go.mod',
      { go: { allow: ['b.example/c'] } },
      'module a\nrequire b.example/c v1\nreplace b.example/c => x v1\nreplace d => ./d\n',
    ],
    [
      'pom.xml',
      'pom.xml',
      { maven: { allow: ['org.ok:*'] } },
      `<project xmlns="http://maven.apache.org/POM/4.0.0"><groupId>own</groupId><properties><g>x</g></properties><dependencies>\n<dependency><groupId>org.ok</groupId><artifactId>a</artifactId></dependency>\n<dependency><groupId>\${project.groupId}</groupId><artifactId>b</artifactId></dependency>\n<dependency><groupId>\${g}</groupId><artifactId>y</artifactId></dependency></dependencies></project>`,
    ],
    [
      'Cargo.toml',
      'Cargo.toml',
      { cargo: { allow: ['ok'] } },
      '[dependencies]\nok = "1"\nlocal = { path = "../l" }\nrenamed = { package = "x", version = "1" }\n',
    ],
    [
      'Cargo.toml by target',
      'Cargo.toml',
      { cargo: { allow: ['ok'] } },
      '[target.\'cfg(unix)\'.dev-dependencies]\nx = "1"\n',
    ],
  ])('%s', (_, path, config, after) => {
    const verdict = judge(config, { path, after });
    const name = path === 'pom.xml' ? 'x:y' : 'x';
    expect(verdict).toMatchObject({ outcome: 'unmet', because: `\`${name}\` is not on the approved list` });
  });

  it('Python names are compared as PyPI does', () => {
    expect(judge({ pypi: { allow: ['foo-bar'] } }, { path: 'requirements.txt', after: 'Foo_Bar==1\n' }).outcome).toBe(
      'met',
    );
  });

  it('a lock file that repeats its manifest is not told twice', () => {
    const lock = '{"packages":{"":{"dependencies":{"lodash":"4"}}}}';
    const verdict = judge(NPM, packageJson(null, { lodash: '4' }), { path: 'package-lock.json', after: lock });
    expect(pointsAt(verdict)).toEqual(['package.json:3']);
  });
});

describe('what comes from an address is not approved by its name', () => {
  const PYPI = { pypi: { allow: ['requests', 'x'] } };
  it.each<[string, string, object, string, string]>([
    ['GitHub', 'package.json', NPM, '{"dependencies":{"zod":"github:evil/a"}}', '`zod` from `github:evil/a`'],
    [
      "GitHub's short form",
      'package.json',
      NPM,
      '{"dependencies":{"zod":"evil/a#v1"}}',
      '`zod` from `github:evil/a#v1`',
    ],
    [
      'a tarball',
      'package.json',
      NPM,
      '{"dependencies":{"zod":"https://e.example/a.tgz"}}',
      '`zod` from `https://e.example/a.tgz`',
    ],
    [
      'git',
      'package.json',
      NPM,
      '{"dependencies":{"zod":"git+ssh://git@e.example/a.git"}}',
      '`zod` from `git+ssh://e.example/a.git`',
    ],
    ['an override', 'package.json', NPM, '{"overrides":{"a":{"zod":"evil/a"}}}', '`zod` from `github:evil/a`'],
    ['another name', 'package.json', NPM, '{"dependencies":{"zod":"NPM:moment@2"}}', '`moment`'],
    ['a file of the machine', 'package.json', NPM, '{"dependencies":{"zod":"/srv/zod"}}', '`zod` from `/srv/zod`'],
    ['git alone', 'requirements.txt', PYPI, 'git+https://e.example/a.git\n', '`git+https://e.example/a.git`'],
    ['a wheel', 'requirements.txt', PYPI, 'https://me:secret@e.example/a.whl\n', '`https://e.example/a.whl`'],
    [
      'a named wheel',
      'requirements.txt',
      PYPI,
      'requests[s] @ https://e.example/a.whl ; a\n',
      '`requests` from `https://e.example/a.whl`',
    ],
    [
      'an editable one',
      'requirements.txt',
      PYPI,
      '--edit "git+https://e.example/a#egg=x"\n',
      '`x` from `git+https://e.example/a#egg=x`',
    ],
    ['other requirements', 'requirements.txt', PYPI, '--pre -rhttps://e.example/r.txt\n', '`https://e.example/r.txt`'],
    [
      'PEP 621',
      'pyproject.toml',
      PYPI,
      '[project]\ndependencies = ["x @ git+https://e.example/a"]\n',
      '`x` from `git+https://e.example/a`',
    ],
    [
      'Poetry',
      'pyproject.toml',
      PYPI,
      '[tool.poetry.dependencies]\nx = [{ git = "https://e.example/a", tag = "1" }]\n',
      '`x` from `https://e.example/a#1`',
    ],
    [
      'uv',
      'pyproject.toml',
      PYPI,
      '[project]\ndependencies = ["x"]\n[tool.uv.sources]\nx = { url = "https://e.example/a.whl" }\n',
      '`x` from `https://e.example/a.whl`',
    ],
    [
      'Cargo',
      'Cargo.toml',
      { cargo: { allow: ['x'] } },
      '[dependencies]\nx = { git = "https://e.example/a" }\n',
      '`x` from `https://e.example/a`',
    ],
    [
      "Cargo's patches",
      'Cargo.toml',
      { cargo: { allow: ['x'] } },
      '[patch.crates-io]\nx = { git = "https://e.example/a" }\n',
      '`x` from `https://e.example/a`',
    ],
    [
      'Maven',
      'pom.xml',
      { maven: { allow: ['g:*'] } },
      '<project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><scope>system</scope><systemPath>/srv/a.jar</systemPath></dependency></dependencies></project>',
      '`g:a` from `file:/srv/a.jar`',
    ],
  ])('%s: %s', (_, path, config, after, named) => {
    expect(judge(config, { path, after })).toMatchObject({
      outcome: 'unmet',
      because: `${named} is not on the approved list`,
    });
  });

  it('nor where an approved one of before comes from there now', () => {
    const verdict = judge(NPM, packageJson({ zod: '4' }, { zod: 'evil/a' }));
    expect(verdict).toMatchObject({ outcome: 'unmet', remedy: expect.stringContaining('propose `github:evil/a` for') });
    expect(pointsAt(verdict)).toEqual(['package.json:3']);
    const cargo = (more: string) => `[dependencies.x]\nversion = "1"\n${more}`;
    const change = { path: 'Cargo.toml', before: cargo(''), after: cargo('git = "https://e.example/a"\n') };
    expect(pointsAt(judge({ cargo: { allow: ['x'] } }, change))).toEqual(['Cargo.toml:3']);
  });

  it.each(['github:acme/csv', 'acme/csv#v2', 'git+ssh://git@git.example/acme/a.git#v1'])(
    'but by its address: %s',
    (from) => {
      const allow = ['github:acme/csv', 'git+ssh://git@git.example/acme/**'];
      expect(judge({ npm: { allow } }, packageJson({}, { a: from })).outcome).toBe('met');
    },
  );

  it.each([
    'https://git.example/acme/../evil/a.tgz',
    'https://git.example/acme/%2E%2e/evil',
    'https://git.example@evil.example/acme/a',
  ])('not where the address leads elsewhere than it reads: %s', (from) => {
    const allow = ['**', 'https://git.example/acme/**'];
    expect(judge({ npm: { allow } }, packageJson({}, { a: from })).outcome).toBe('unmet');
  });

  it.each([
    '.',
    './lib',
    '-e .[dev]',
    '-e lib',
    'libs/a[b]',
    'a @ file:///srv/a',
    '-r base.txt',
    '--index-url https://i.example',
  ])('requirements.txt: %s is a part of the same repository, or no dependency', (row) => {
    expect(judge(PYPI, { path: 'requirements.txt', after: `${row}\n` }).outcome).toBe('not-applicable');
  });
});

describe('requirements.txt is read by the line as pip reads it', () => {
  it.each([
    'evil --config-settings="a=b"',
    'ev\\\nil==1',
    '# a comment \\\nevil==1',
    'requests==2 \\\n# a comment\nevil==1',
    'requests==2\u2028evil==1',
    'requests==2\revil==1',
    '\uFEFFevil',
  ])('%j', (after) => {
    expect(judge({ pypi: { allow: ['requests'] } }, { path: 'requirements.txt', after })).toMatchObject({
      because: '`evil` is not on the approved list',
    });
  });
});

describe('a manifest that cannot be read is never approved', () => {
  it.each<[string, object, string, number]>([
    ['package.json', NPM, '{\n  "dependencies": { "lodash": "4", }\n}\n', 2],
    ['pyproject.toml', { pypi: {} }, '[project]\ndependencies = ["a"\n[x]\n', 3],
    ['Cargo.toml', { cargo: {} }, '[dependencies]\na = \n', 2],
    ['pom.xml', { maven: {} }, '<project>\n<dependencies>\n</project>', 2],
    ['go.mod', { go: {} }, 'module a\nrequires b v1\n', 2],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: pip's own placeholder
    ['requirements.txt', { pypi: {} }, 'a\n${WHAT}\n', 2],
    ['requirements.txt', { pypi: {} }, 'a\nb c\n', 2],
  ])('%s', (path, config, after, line) => {
    const verdict = judge(config, { path, after });
    expect(verdict).toMatchObject({ outcome: 'unknown', cause: 'subject' });
    expect(pointsAt(verdict)).toEqual([`${path}:${line}`]);
  });

  it('nor one that is too large to be read', () => {
    const change = { path: 'requirements.txt', after: `# ${'x'.repeat(140_000)}\nx==1\n` };
    expect(judge({ pypi: { allow: ['none'] } }, change)).toMatchObject({ outcome: 'unknown', cause: 'subject' });
  });

  it('nor one with an address that nobody would write', () => {
    const change = packageJson({}, { a: `https://e.example/${'a/'.repeat(2_000)}` });
    expect(judge(NPM, change)).toMatchObject({ outcome: 'unknown', cause: 'subject' });
  });

  it('nor one of which GitHub lists no diff', () => {
    const change = { ...packageJson({}, { lodash: '4' }), patch: null } as const;
    expect(judge(NPM, change)).toMatchObject({ outcome: 'unknown', cause: 'subject' });
  });

  it('but a large lock file is left out, since its manifest says the same', () => {
    const lock: Change = { path: 'package-lock.json', before: '{}', after: '{"packages":{}}', patch: null };
    expect(judge(NPM, packageJson({}, { zod: '4' }), lock).outcome).toBe('met');
  });

  it('and what a mended manifest held before is not new', () => {
    const change = {
      path: 'package.json',
      before: '{ "dependencies": { "lodash": "4" ',
      after: manifest({ lodash: '4' }),
    };
    expect(judge(NPM, change).outcome).toBe('not-applicable');
  });
});

it('does not apply until something is approved', () => {
  expect(pavedRoad.lacks?.(road({}))).toBe('No approved dependencies are configured');
  expect(pavedRoad.lacks?.(road(NPM))).toBeUndefined();
});

it.each([
  ['one', '{}'],
  ['a broken one', '{'],
])('takes no longer than the manifest is long, however much is new against %s', (_, before) => {
  const rows = Array.from({ length: 6_000 }, (_, at) => `"a${at}":"1"`).join(',\n');
  const text = `{"dependencies":{\n${rows}\n}}`;
  const patch = `@@ -1,1 +1,6002 @@\n-${before}\n${text.replaceAll(/^/gm, '+')}`;
  const file = { path: 'package.json', status: 'modified' as const, additions: 6_002, deletions: 1 };
  const began = performance.now();
  const { found } = newDependencies.read({ file, patch, text }, road(NPM), {
    files: [],
    declared: { outcomes: [], decisions: [] },
  });
  expect(found).toHaveLength(6_000);
  expect(found.at(-1)).toEqual({ path: 'package.json', what: 'a5999', line: 6_001 });
  expect(performance.now() - began).toBeLessThan(1_000);
});
