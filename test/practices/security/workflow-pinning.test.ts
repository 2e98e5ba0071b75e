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
  it.each([
    `actions/checkout@${SHA} # v5`,
    `acme/ci/.github/workflows/test.yml@${SHA}`,
    './.github/actions/setup',
    `docker://alpine@sha256:${'b'.repeat(64)}`,
  ])('%s is pinned', (uses) => {
    expect(judge(ci(null, workflow(uses)))).toMatchObject({ outcome: 'met', because: 'The new action is pinned' });
  });

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
