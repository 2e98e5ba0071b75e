import { expect, it } from 'vitest';
import type { PullFacts } from '../../../src/model/pull.ts';
import { sharedDecision } from '../../../src/practices/trust/shared-decision.ts';
import { cutShort, file, files, policy, pullFacts } from '../../support/facts.ts';

const judge = (change: Partial<PullFacts>, config: object = {}) =>
  sharedDecision.judge(pullFacts(change), policy({ trust: { 'shared-decision': config } }).trust);
const RECORD = { files: files(file('docs/decisions/0012-queues.md'), file('src/a.ts')) };
const approved = (approvals: number) => ({ people: { approvals, involved: [] } });

it('a decision record waits for its approvals', () => {
  expect(judge({ ...RECORD, ...approved(1) })).toMatchObject({
    outcome: 'unmet',
    because: '`docs/decisions/0012-queues.md` is a decision record; 1 of 2 approvals',
    remedy: 'Ask one more person with write access to approve it',
  });
  expect(judge({ ...RECORD, ...approved(2) }).outcome).toBe('met');
  expect(judge({ ...RECORD, ...approved(2) }, { approvals: 3 }).outcome).toBe('unmet');
});

it('also one that is taken away or moved', () => {
  const moved = file('old/0012.md', 0, { status: 'renamed', previousPath: 'docs/adr/0012.md' });
  expect(judge({ files: files(moved) }).outcome).toBe('unmet');
});

it('other changes do not', () => {
  expect(judge({ files: files(file('src/a.ts')) }).outcome).toBe('not-applicable');
});

it('cannot be told while files or approvals cannot be read', () => {
  expect(judge({ files: cutShort(file('src/a.ts')) })).toMatchObject({ outcome: 'unknown', cause: 'subject' });
  const people = { because: 'Who reviews it could not be read', cause: 'elsewhere' } as const;
  expect(judge({ ...RECORD, people })).toMatchObject({ outcome: 'unknown', cause: 'elsewhere' });
});
