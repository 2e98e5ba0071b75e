import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../../src/model/pull.ts';
import { decisionRecord } from '../../../src/practices/communication/decision-record.ts';
import { type Change, judgeChanges, pointsAt } from '../../support/changes.ts';
import { OUTCOMES, policy } from '../../support/facts.ts';

const declared = { outcomes: OUTCOMES, decisions: ['docs/decisions/**'] };
const judge = (changes: Change[], more: Partial<PullFacts> = {}, config: object = {}) =>
  judgeChanges(decisionRecord, policy({ communication: { 'decision-record': config } }).communication, changes, {
    declared,
    ...more,
  });
const DOCKER: Change = { path: 'Dockerfile', after: 'FROM a\n' };
const record = (text: string): Change => ({ path: 'docs/decisions/0012-queues.md', after: text });

describe('a change that shapes the system', () => {
  it('adds a record that names an outcome', () => {
    expect(judge([DOCKER, record('# Queues\n\nOutcome: reliability\n')])).toMatchObject({
      outcome: 'met',
      because: '`Dockerfile` shapes the system; `docs/decisions/0012-queues.md` says why',
    });
    expect(judge([DOCKER, record('For "the booking page is always up".')]).outcome).toBe('met');
    expect(judge([DOCKER, record('It serves activation, first of all.')]).outcome).toBe('met');
  });

  it('not one that names none', () => {
    const verdict = judge([DOCKER, record('# Queues\n\nReactivation of things.\n')]);
    expect(verdict).toMatchObject({
      outcome: 'unmet',
      remedy: 'Say in the record which outcome it is for, with a line `Outcome: …`: one of `activation`, `reliability`',
    });
    expect(pointsAt(verdict)).toEqual(['docs/decisions/0012-queues.md:1']);
  });

  it('where no outcomes are declared, any record', () => {
    expect(judge([DOCKER, record('# Queues')], { declared: { ...declared, outcomes: [] } }).outcome).toBe('met');
  });

  it.each([
    'Follows docs/decisions/0007-containers.md.',
    'Follows [that decision](docs/decisions/0007-containers.md).',
    'See https://github.com/acme/api/blob/main/docs/decisions/0007-containers.md#why',
    'Follows docs/decisions/0007-containers.md, not docs/decisions/none',
  ])('or links one: %s', (body) => {
    expect(judge([DOCKER], { body })).toMatchObject({
      outcome: 'met',
      because: expect.stringContaining('the description links `docs/decisions/0007-containers.md`'),
    });
  });

  it.each<[string, Partial<PullFacts>]>([
    ['nothing', {}],
    ['one in a comment', { body: '<!-- docs/decisions/0007.md -->' }],
    ['a path that says there is none', { body: 'n/a docs/decisions/none' }],
    ['the folder of records', { body: 'There is nothing in docs/decisions/ for this, nor in docs/adr/old' }],
    ["the template's example", { body: 'docs/decisions/0001.md', templates: ['Link docs/decisions/0001.md here'] }],
  ])('linking %s is unmet', (_, more) => {
    expect(judge([DOCKER], more)).toMatchObject({
      outcome: 'unmet',
      because: '`Dockerfile` shapes the system; no decision record is added or linked',
    });
  });

  it('by its number alone, where a record is named without its ending', () => {
    expect(judge([DOCKER], { body: 'Follows docs/decisions/0007-containers.' }).outcome).toBe('met');
  });

  it('nor is one linked that it takes away', () => {
    const gone: Change = { path: 'docs/decisions/0007.md', before: 'a' };
    expect(judge([DOCKER, gone], { body: 'docs/decisions/0007.md' }).outcome).toBe('unmet');
  });
});

it('nothing is asked of other changes', () => {
  expect(judge([{ path: 'src/a.ts', after: 'a' }]).outcome).toBe('not-applicable');
});

it('by the configured condition and place instead', () => {
  const config = { paths: ['adr/*.md'], when: { paths: ['core/**'] } };
  expect(judge([DOCKER], {}, config).outcome).toBe('not-applicable');
  expect(judge([{ path: 'core/a.ts', after: 'a' }], {}, config).outcome).toBe('unmet');
  expect(judge([{ path: 'core/a.ts', after: 'a' }], { body: 'adr/1.md' }, config).outcome).toBe('met');
});

it('reads a description of one endless word once', () => {
  const body = 'a.'.repeat(32_000);
  expect(judge([DOCKER], { body }).outcome).toBe('unmet');
});
