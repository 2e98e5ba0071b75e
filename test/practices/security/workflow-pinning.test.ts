import { describe, expect, it } from 'vitest';
import { workflowPinning } from '../../../src/practices/security/workflow-pinning.ts';
import { type Change, judgeChanges, pointsAt } from '../../support/changes.ts';
import { policy } from '../../support/facts.ts';

const judge = (...changes: Change[]) => judgeChanges(workflowPinning, policy().security, changes);
const SHA = 'a'.repeat(40);
const workflow = (...uses: string[]) =>
  `on: push\njobs:\n  test:\n    steps:\n${uses.map((one) => `      - uses: ${one}\n`).join('')}`;
const ci = (before: string | null, after: string): Change => ({ path: '.github/workflows/ci.yml', before, after });

describe('a newly used action', () => {
  it.each([`actions/checkout@${SHA} # v5`, `acme/ci/.github/workflows/test.yml@${SHA}`, './.github/actions/setup'])(
    '%s is pinned',
    (uses) => {
      expect(judge(ci(null, workflow(uses)))).toMatchObject({ outcome: 'met', because: 'The new action is pinned' });
    },
  );

  it.each([
    'actions/checkout@v5',
    'actions/checkout@main',
    'actions/checkout',
    `a/b@${'a'.repeat(39)}`,
    'docker://alpine:3',
  ])('%s is not, and is annotated', (uses) => {
    const verdict = judge(ci(workflow(`x/y@${SHA}`), workflow(`x/y@${SHA}`, uses)));
    expect(verdict.outcome).toBe('unmet');
    expect(pointsAt(verdict)).toEqual(['.github/workflows/ci.yml:6']);
  });

  it('tells how to pin it', () => {
    expect(judge(ci(null, workflow('actions/checkout@v5')))).toMatchObject({
      because: '`actions/checkout@v5` is not pinned to a full commit',
      remedy:
        'Write the commit that you looked at, and the version beside it: `actions/checkout@<40 characters of the commit> # v5`',
    });
  });

  it('is found in reusable workflows, composite actions and anchors', () => {
    expect(judge(ci(null, 'jobs:\n  a:\n    uses: acme/ci/.github/workflows/a.yml@v1\n')).outcome).toBe('unmet');
    expect(judge({ path: 'setup/action.yml', after: 'runs:\n  steps:\n    - uses: a/b@v1\n' }).outcome).toBe('unmet');
    const anchored = 'jobs:\n  a:\n    steps: &s\n      - uses: a/b@v1\n  b:\n    steps: *s\n';
    expect(judge(ci(null, anchored)).outcome).toBe('unmet');
  });
});

describe('a newly used image', () => {
  const DIGEST = `@sha256:${'b'.repeat(64)}`;
  const places: [string, string, (image: string) => string][] = [
    ['a step', '.github/workflows/ci.yml', (image) => workflow(`docker://${image}`)],
    ['a container', '.github/workflows/ci.yml', (image) => `jobs:\n  a:\n    container: ${image}\n`],
    [
      'a container with options',
      '.github/workflows/ci.yml',
      (image) => `jobs: { a: { container: { image: "${image}" } } }`,
    ],
    [
      'a service',
      '.github/workflows/ci.yml',
      (image) => `jobs:\n  a:\n    services:\n      db:\n        image: ${image}\n`,
    ],
    ['a Docker action', 'setup/action.yml', (image) => `runs:\n  using: docker\n  image: docker://${image}\n`],
  ];

  it.each(places)('of %s is pinned by digest', (_, path, using) => {
    expect(judge({ path, after: using(`postgres:17${DIGEST}`) })).toMatchObject({
      outcome: 'met',
      because: 'The new image is pinned',
    });
    const loose = judge({ path, after: using('registry.example:5000/postgres:17') });
    expect(loose).toMatchObject({
      outcome: 'unmet',
      because: expect.stringMatching(/postgres:17` is not pinned by digest$/),
      remedy: expect.stringMatching(/registry\.example:5000\/postgres@sha256:<digest>`$/),
    });
    expect(pointsAt(loose)).toHaveLength(1);
  });

  it('is none where it is made here, or is asked for by something else', () => {
    expect(judge({ path: 'action.yml', after: 'runs:\n  using: docker\n  image: Dockerfile\n' }).outcome).toBe(
      'not-applicable',
    );
    expect(judge(ci(null, 'jobs:\n  a:\n    container: ""\n    env: { image: a }\n')).outcome).toBe('not-applicable');
  });
});

describe('what stands behind an alias', () => {
  it.each([
    ['an action', 'env:\n  X: &x evil/action@main\njobs:\n  a:\n    steps:\n      - uses: *x\n'],
    ['the word that asks for it', 'env:\n  X: &x uses\njobs:\n  a:\n    steps:\n      - *x : evil/action@main\n'],
    ['an image', 'env:\n  X: &x evil/image\njobs:\n  a:\n    container: *x\n'],
    ['a container', 'jobs:\n  a:\n    strategy: { matrix: { x: [&x { image: evil }] } }\n    container: *x\n'],
    ['the last of that name', `env:\n  X: &x a/b@${SHA}\n  Y: &x evil/action@main\njobs: { a: { uses: *x } }\n`],
  ])('counts: %s', (_, after) => {
    expect(judge(ci(null, after)).outcome).toBe('unmet');
  });

  it('is looked up in time that grows with the length of the file alone', () => {
    const aliases = Array.from({ length: 4_000 }, (_, at) => `  j${at}: *j\n`).join('');
    const after = `jobs:\n  a: &j { services: { a: { image: evil } }, container: *j }\n${aliases}`;
    const began = performance.now();
    expect(judge(ci(null, after)).outcome).toBe('unmet');
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

it('what was used before is left alone, also when it is moved or indented', () => {
  const before = workflow('actions/checkout@v5');
  expect(judge(ci(before, before.replaceAll('test:', 'build:'))).outcome).toBe('not-applicable');
  expect(judge(ci(before, `# why\n${before}`)).outcome).toBe('not-applicable');
});

it('other YAML is no workflow', () => {
  expect(judge({ path: 'config/ci.yml', after: workflow('a/b@v1') }).outcome).toBe('not-applicable');
});

it('a workflow that is not valid never passes', () => {
  const verdict = judge(ci(null, 'jobs:\n  a: [\n'));
  expect(verdict).toMatchObject({ outcome: 'unknown', cause: 'subject' });
  expect(pointsAt(verdict)).toHaveLength(1);
});

it('nor one that is too large to be read', () => {
  expect(judge(ci(null, `${workflow('./a')}${'#'.repeat(70_000)}\n`))).toMatchObject({
    outcome: 'unknown',
    cause: 'subject',
  });
});

it('without a diff, everything counts as new', () => {
  const both = workflow('actions/checkout@v5');
  expect(judge({ ...ci(both, `${both}#\n`), patch: null }).outcome).toBe('unmet');
});
